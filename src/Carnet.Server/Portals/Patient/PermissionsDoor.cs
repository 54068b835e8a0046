using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Access;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>Who may enter, with what a form said last.</summary>
internal sealed record PermissionsView(AccessList List, DateTimeOffset Now, FormView Form, string? Done);

/// <summary>Letting in, shutting out, stays, emergencies. Source: rules, V-7.</summary>
internal static class PermissionsDoor
{
    public const string Path = "/autorisations";

    private const int RppsLength = 11;

    public static void MapPermissions(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, (HttpContext context, Visitor visitor, IUseCase<ListAccess, AccessList> list, TimeProvider clock, string? fait,
            CancellationToken ct) => ShowAsync(context, visitor, list, clock, FormView.Empty, Said(fait), ct));
        pages.MapPost(Path, SetAsync);
        pages.MapPost(Path + "/sejours", EndStayAsync);
        pages.MapPost(Path + "/choix", ChooseAsync);
    }

    private static async Task<IResult> SetAsync(
        HttpContext context, Visitor visitor, IUseCase<ListAccess, AccessList> list,
        IUseCase<AuthoriseProfessional, AuthorisationChange> allow, IUseCase<BlockProfessional, AuthorisationChange> block,
        TimeProvider clock, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var number = form["numero"].ToString().Replace(" ", "", StringComparison.Ordinal);
        if (!PsIdNat.TryCreate(number.Length == RppsLength ? "8" + number : number, out var who)
            || (who.Rpps is null && !await IsListedAsync(visitor, list, who, ct)))
        {
            return await ShowAsync(context, visitor, list, clock,
                new(number, T("Ce numéro RPPS n’est pas juste : il a onze chiffres, vérifiez-les"), "numero"), null, ct);
        }

        var act = form["acte"].ToString();
        var outcome = act switch
        {
            "autoriser" => await allow.RunAsync(visitor.Caller, new(who), ct),
            "retirer" => await allow.RunAsync(visitor.Caller, new(who, Withdraw: true), ct),
            "traitant" => await allow.RunAsync(visitor.Caller, new(who, Treating: true), ct),
            "plus-traitant" => await allow.RunAsync(visitor.Caller, new(who, Withdraw: true, Treating: true), ct),
            "bloquer" => await block.RunAsync(visitor.Caller, new(who), ct),
            "debloquer" => await block.RunAsync(visitor.Caller, new(who, Unblock: true), ct),
            _ => AccessFailuresOfForms.Unknown,
        };
        return outcome switch
        {
            Outcome<AuthorisationChange>.Failed({ Kind: FailureKind.Invalid or FailureKind.Conflict } failure)
                => await ShowAsync(context, visitor, list, clock, new(number, PortalFailures.Words(failure), "numero"), null, ct),
            Outcome<AuthorisationChange>.Failed({ Code: "access.not-physician" } failure)
                => await ShowAsync(context, visitor, list, clock, new(number, PortalFailures.Words(failure), "numero"), null, ct),
            Outcome<AuthorisationChange>.Failed(var failure) => PortalFailures.Of(failure),
            _ => SeeOther.To($"{Path}?fait={act}"),
        };
    }

    // A number of another kind is never typed: it comes from a line of the list itself.
    private static async Task<bool> IsListedAsync(
        Visitor visitor, IUseCase<ListAccess, AccessList> list, PsIdNat who, CancellationToken ct)
        => (await list.RunAsync(visitor.Caller, new(), ct)).Match(
            found => found.Grants.Any(listed => listed.Grant.Holder == who), _ => false);

    private static async Task<IResult> EndStayAsync(
        HttpContext context, Visitor visitor, IUseCase<EndStay, AuthorisationChange> end, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        return Guid.TryParse(form["sejour"], out var team)
            ? (await end.RunAsync(visitor.Caller, new(team), ct)).Match(_ => SeeOther.To($"{Path}?fait=sejour"), PortalFailures.Of)
            : TypedResults.StatusCode(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ChooseAsync(
        HttpContext context, Visitor visitor, IUseCase<ChangeChoices, Choices> change, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var chosen = new Choices(
            BreakGlassRefused: !form.ContainsKey("bris"), SamuRefused: !form.ContainsKey("samu"),
            MaskedInEmergency: form.ContainsKey("masques"), MaskNewDocuments: form.ContainsKey("nouveaux"),
            MaskReimbursements: form.ContainsKey("remboursements"));
        return (await change.RunAsync(visitor.Caller, new(chosen), ct))
            .Match(_ => SeeOther.To($"{Path}?fait=choix"), PortalFailures.Of);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListAccess, AccessList> list, TimeProvider clock, FormView form, string? done,
        CancellationToken ct)
        => (await list.RunAsync(visitor.Caller, new(), ct)).Match(
            found => Pages.Show<PermissionsPage, PermissionsView>(context, new(found, clock.Now(), form, done),
                form.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity),
            PortalFailures.Of);

    private static string? Said(string? done) => done switch
    {
        "autoriser" => T("Ce professionnel peut maintenant lire votre carnet."),
        "retirer" => T("Ce professionnel ne peut plus lire votre carnet."),
        "traitant" => T("Ce médecin est maintenant votre médecin traitant."),
        "plus-traitant" => T("Ce médecin n’est plus votre médecin traitant ; il peut encore lire votre carnet."),
        "bloquer" => T("Ce professionnel est bloqué, même en urgence."),
        "debloquer" => T("Ce professionnel n’est plus bloqué. Il ne lit rien tant que vous ne l’autorisez pas."),
        "sejour" => T("Le séjour est terminé : son équipe ne lit plus votre carnet."),
        "choix" => T("Vos choix sont enregistrés."),
        _ => null,
    };
}

/// <summary>What only a hand-made form can bring about.</summary>
internal static class AccessFailuresOfForms
{
    public static Failure Unknown { get; } = new(FailureKind.NotFound, "portal.unknown-act", "Cet acte n'existe pas (acte).");
}
