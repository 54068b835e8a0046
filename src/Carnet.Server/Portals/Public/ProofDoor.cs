using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Public;

/// <summary>A proof that was checked, or what is wrong with the file.</summary>
internal sealed record ProofView(CheckedProof? Checked, string? Problem);

/// <summary>Anybody checks a proof of the history; nothing is kept. Source: rule T-3.</summary>
internal static class ProofDoor
{
    private const int LargestProof = 64 * 1024;

    public static void MapProof(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/verifier", (HttpContext context) => Pages.Show<ProofPage, ProofView>(context, new(null, null)));
        pages.MapPost("/verifier", CheckAsync);
        pages.MapGet("/verifier/cle.pem",
            (IUseCase<ShowTrailKey, TrailKey> key, Visitor visitor, CancellationToken ct) => KeyAsync(key, visitor, ct));
    }

    private static async Task<IResult> CheckAsync(HttpContext context, IUseCase<CheckProof, CheckedProof> check,
        CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var bytes = Array.Empty<byte>();
        if (form.Files.GetFile("preuve") is { Length: > 0 and <= LargestProof } file)
        {
            bytes = new byte[file.Length];
            await using var content = file.OpenReadStream();
            await content.ReadExactlyAsync(bytes, ct);
        }

        return (await check.RunAsync(Visitor.Anonymous, new(bytes), ct)).Match(
            found => Pages.Show<ProofPage, ProofView>(context, new(found, null)),
            failure => Pages.Show<ProofPage, ProofView>(context, new(null, PortalFailures.Words(failure)),
                StatusCodes.Status422UnprocessableEntity));
    }

    private static async Task<IResult> KeyAsync(IUseCase<ShowTrailKey, TrailKey> key, Visitor visitor, CancellationToken ct)
        => (await key.RunAsync(visitor.Caller, new(), ct)).Match<IResult>(
            known => TypedResults.Text(known.Pem, "application/x-pem-file"), PortalFailures.Of);
}
