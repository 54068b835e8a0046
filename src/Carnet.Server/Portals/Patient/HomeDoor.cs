using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Representation;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>What the first page shows.</summary>
internal sealed record HomeView(
    IReadOnlyList<RowView> Latest, int DocumentCount, IReadOnlyList<SpaceView> Spaces, IReadOnlyList<EntryView> Entries,
    IReadOnlyList<ActingView> Represented, bool AgreementAsked);

/// <summary>One of the nine spaces with what the person finds in it.</summary>
internal sealed record SpaceView(DocumentSpace Space, int Count);

/// <summary>What is new, who came, then everything else.</summary>
internal static class HomeDoor
{
    private const int MostDocuments = 5;
    private const int MostEntries = 4;
    private const int TracesLookedAt = 100;

    public static void MapHome(this IEndpointRouteBuilder pages) => pages.MapGet("/accueil", ShowAsync)
        .WithMetadata(new WithScript(Installs: true));

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListDocuments, DocumentList> documents,
        IUseCase<ListTraces, TraceList> traces, IUseCase<ListRepresented, RepresentedList> represented,
        IUseCase<ListJointActs, JointActsList> joint, TimeProvider clock,
        CancellationToken ct)
    {
        var listed = await documents.RunAsync(visitor.Caller, new(Latest: MostDocuments), ct);
        var traced = await History.ReadAsync(traces, visitor.Caller, Whose.Others, TracesLookedAt, null, ct);
        var persons = (await represented.RunAsync(visitor.Caller, new(), ct)).Match(
            IReadOnlyList<ActingView> (list) => [.. list.Persons.Select(person => ActingView.Of(person, visitor))], _ => []);
        var asked = (await joint.RunAsync(visitor.Caller, new(), ct)).Match(list => list.Acts.Any(act => !act.IsMine), _ => false);
        return listed.Match(
            documentList => traced.Match(
                history => Pages.Show<HomePage, HomeView>(context, Compose(documentList, history, persons, clock.Now()) with { AgreementAsked = asked }),
                PortalFailures.Of),
            PortalFailures.Of);
    }

    private static HomeView Compose(
        DocumentList documents, HistoryPage history, IReadOnlyList<ActingView> represented, DateTimeOffset now) => new(
        [.. documents.Lines.Select(line => RowView.Of(line, now))],
        documents.Counts.Values.Sum(),
        [.. DocumentSpaces.All.Select(space => new SpaceView(space, documents.Counts.GetValueOrDefault(space)))],
        [.. EntryView.Group(history.Lines, now).Take(MostEntries)], represented, AgreementAsked: false);
}
