using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Features.Rights;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using Microsoft.Extensions.Options;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>What the page about the closing shows.</summary>
/// <param name="Until">Until when the record is kept, if it were closed now.</param>
/// <param name="NeedsBoth">The other parent has to agree .</param>
internal sealed record ClosingView(DateTimeOffset Until, string? Reason, string? Problem, string? Field, bool NeedsBoth);

/// <summary>Taking a copy of the record, and closing it. Source: rules L-8, L-9.</summary>
internal static class LifeDoor
{
    private const string Confirmation = "FERMER";

    public static void MapLife(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/carnet/copie", () => Pages.Show<CopyPage>()).WithMetadata(new FreshProof(FreshProofs.Copy));
        pages.MapPost("/carnet/copie", CopyAsync).WithMetadata(new FreshProof(FreshProofs.Copy));
        pages.MapGet("/carnet/fermer", (HttpContext context, Visitor visitor) => Show(context, visitor, null, null))
            .WithMetadata(new FreshProof(FreshProofs.Close));
        pages.MapPost("/carnet/fermer", CloseAsync).WithMetadata(new FreshProof(FreshProofs.Close));
    }

    private static async Task<IResult> CopyAsync(
        Visitor visitor, IUseCase<CopyRecord, RecordCopy> copies, CancellationToken ct)
        => (await copies.RunAsync(visitor.Caller, new CopyRecord(), ct)).Match(copy => new CopyResult(copy), PortalFailures.Of);

    private static async Task<IResult> CloseAsync(
        HttpContext context, Visitor visitor, IUseCase<CloseRecord, RecordId> close,
        IUseCase<ProposeJointly, JointlyProposed> propose, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var reason = form["raison"].ToString();
        if (!string.Equals(form["confirmation"].ToString().Trim(), Confirmation, StringComparison.OrdinalIgnoreCase))
        {
            return Show(context, visitor, reason, new(null, T("Écrivez {0} pour confirmer", Confirmation), "confirmation"));
        }

        return await close.RunAsync(visitor.Caller, new CloseRecord(null, reason), ct) switch
        {
            Outcome<RecordId>.Done => Leave(context),
            Outcome<RecordId>.Failed(var failure) when failure == AccessFailures.NeedsBothParents
                => await AgreementsDoor.ProposeAsync(propose, visitor.Caller, new JointProposal(JointKind.Close, null, reason), ct),
            Outcome<RecordId>.Failed({ Kind: FailureKind.Invalid } failure)
                => Show(context, visitor, reason, new(null, PortalFailures.Words(failure), "raison")),
            Outcome<RecordId>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The session ended with the record: the page that says so is the same for everybody.</summary>
    public static IResult Leave(HttpContext context)
    {
        SessionCookie.Leave(context);
        return Pages.Show<ClosedPage, ClosingView>(context, View(context, null, null, needsBoth: false));
    }

    private static IResult Show(HttpContext context, Visitor visitor, string? reason, FormView? wrong)
        => Pages.Show<ClosePage, ClosingView>(context, View(context, reason, wrong, AgreementsDoor.NeedsBoth(visitor.Caller)),
            wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static ClosingView View(HttpContext context, string? reason, FormView? wrong, bool needsBoth)
    {
        var services = context.RequestServices;
        var until = services.GetRequiredService<IOptions<RetentionOptions>>().Value.ToRetention()
            .EndOf(services.GetRequiredService<TimeProvider>().Now());
        return new ClosingView(until, reason, wrong?.Problem, wrong?.Field, needsBoth);
    }
}
