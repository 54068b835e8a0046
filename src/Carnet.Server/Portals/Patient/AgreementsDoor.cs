using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>One act that waits, with the title of its document where it has one.</summary>
internal sealed record AgreementView(WaitingAct Act, string? Title);

/// <summary>What the page « Accords des deux parents » shows.</summary>
internal sealed record AgreementsView(IReadOnlyList<AgreementView> Acts, string? Said);

/// <summary>What two parents in conflict can only do together. Source: rule A-13.</summary>
internal static class AgreementsDoor
{
    public const string Path = "/accords";

    private static string? Saying(string? state) => state switch
    {
        "proposee" => T("Votre demande attend l’accord de l’autre parent, que nous avons prévenu."),
        "acceptee" => T("C’est fait, avec l’accord des deux parents."),
        "refusee" => T("Vous avez refusé. Rien n’a changé dans le carnet."),
        "retiree" => T("Votre demande est retirée."),
        "terminee" => T("Cette demande n’attend plus de réponse."),
        "deja" => T("La même demande attend déjà une réponse."),
        _ => null,
    };

    public static void MapAgreements(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync);
        pages.MapPost(Path, AnswerAsync);
    }

    /// <summary>The parents disagree, and the visitor is one of them: masking and closing need the other.</summary>
    public static bool NeedsBoth(Caller caller)
        => caller is Caller.Representative { Mandate: { InConflict: true, Kind: RepresentativeKind.Parent } };

    /// <summary>Proposes what was refused for want of the other parent, and leads to the page that says so.</summary>
    public static async Task<IResult> ProposeAsync(
        IUseCase<ProposeJointly, JointlyProposed> propose, Caller caller, JointProposal proposal, CancellationToken ct)
        => (await propose.RunAsync(caller, new(proposal), ct)).Match(
            _ => SeeOther.To(Path + "?etat=proposee"),
            failure => failure == RepresentationFailures.JointWaits ? SeeOther.To(Path + "?etat=deja") : PortalFailures.Of(failure));

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListJointActs, JointActsList> acts,
        IUseCase<ListDocuments, DocumentList> documents, string? etat, CancellationToken ct)
    {
        var waiting = (await acts.RunAsync(visitor.Caller, new(), ct)).Match(list => list.Acts, _ => []);
        IReadOnlyList<DocumentLine> lines = waiting.Any(act => act.Document is not null)
            ? (await documents.RunAsync(visitor.Caller, new(WithOldVersions: true), ct)).Match(list => list.Lines, _ => [])
            : [];
        return Pages.Show<AgreementsPage, AgreementsView>(context, new(
            [.. waiting.Select(act => new AgreementView(act, TitleIn(lines, act)))],
            Saying(etat)));
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, Visitor visitor, IUseCase<AnswerJointly, JointlyAnswered> answer, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        if (!Guid.TryParse(form["demande"], out var act) || form["reponse"].ToString() is not ("oui" or "non"))
        {
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        return await answer.RunAsync(visitor.Caller, new(act, form["reponse"] == "oui"), ct) switch
        {
            Outcome<JointlyAnswered>.Done({ State: JointState.Agreed, Proposal.Kind: JointKind.Close }) => LifeDoor.Leave(context),
            Outcome<JointlyAnswered>.Done(var answered) => SeeOther.To($"{Path}?etat={Word(answered.State)}"),
            Outcome<JointlyAnswered>.Failed(var failure) when failure == RepresentationFailures.JointUnknown
                => SeeOther.To(Path + "?etat=terminee"),
            Outcome<JointlyAnswered>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string? TitleIn(IReadOnlyList<DocumentLine> lines, WaitingAct act)
        => lines.FirstOrDefault(line => line.Id == act.Document) is { } line ? RowView.TitleOf(line) : null;

    private static string Word(JointState state) => state switch
    {
        JointState.Agreed => "acceptee",
        JointState.TakenBack => "retiree",
        JointState.TurnedDown => "refusee",
        JointState.Waiting => "proposee",
    };
}

/// <summary>Joint acts in the words of the parents.</summary>
internal static class JointWords
{
    /// <param name="title">Title of the document, where it is about one that the reader sees.</param>
    public static string Asked(this JointKind kind, string? title, string? person) => kind switch
    {
        JointKind.Close => T("Fermer le carnet de {0}", person),
        JointKind.Mask => T("Masquer « {0} » aux professionnels", title ?? T("un document")),
        JointKind.Unmask => T("Ne plus masquer « {0} » aux professionnels", title ?? T("un document")),
    };

    public static string Verb(this JointKind kind) => kind switch
    {
        JointKind.Close => T("fermer le carnet"),
        JointKind.Mask => T("masquer"),
        JointKind.Unmask => T("ne plus masquer"),
    };
}
