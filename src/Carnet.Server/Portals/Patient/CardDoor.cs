using System.Globalization;
using System.Text;
using Carnet.Server.Features.Rights;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using QRCoder;

namespace Carnet.Server.Portals.Patient;

/// <summary>The card with its code as a drawing.</summary>
/// <param name="QrPath">One rectangle for each run of dark modules.</param>
internal sealed record CardView(EmergencyCard Card, string QrPath, int QrSize);

/// <summary>The text of a card as it was typed or scanned, and what it is worth.</summary>
internal sealed record CardCheckView(string Code, CheckedCard? Checked);

/// <summary>A card for the wallet, and its check by anybody.</summary>
internal static class CardDoor
{
    private const int Longest = 4_000;

    public static void MapCard(this IEndpointRouteBuilder pages) => pages.MapGet("/volontes/carte", ShowAsync);

    public static void MapCardCheck(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/verifier/carte",
            (HttpContext context) => Pages.Show<CardCheckPage, CardCheckView>(context, new("", null)));
        pages.MapPost("/verifier/carte", CheckAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<MakeEmergencyCard, EmergencyCard> make, CancellationToken ct)
        => (await make.RunAsync(visitor.Caller, new(), ct)).Match(
            card =>
            {
                var (path, size) = Draw(card.Code);
                return Pages.Show<CardPage, CardView>(context, new(card, path, size));
            },
            PortalFailures.Of);

    private static async Task<IResult> CheckAsync(HttpContext context, IUseCase<CheckCard, CheckedCard> check,
        CancellationToken ct)
    {
        var code = (await context.Request.ReadFormAsync(ct))["carte"].ToString();
        code = code.Length > Longest ? code[..Longest] : code;
        return (await check.RunAsync(Visitor.Anonymous, new(code), ct)).Match(
            found => Pages.Show<CardCheckPage, CardCheckView>(context, new(code, found)), PortalFailures.Of);
    }

    private static (string Path, int Size) Draw(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            var row = code.ModuleMatrix[y];
            for (var x = 0; x < row.Count; x++)
            {
                var start = x;
                while (x < row.Count && row[x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return (path.ToString(), code.ModuleMatrix.Count);
    }
}
