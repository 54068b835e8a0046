using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Contextual;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Portals.Patient;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Contextual;

/// <summary>Front page of the professionals' pages that their software opens (TD0.9, TD0.10); nothing but reading, and the person's agreement.</summary>
/// <remarks>Every page asks the same use case as the SOAP door, so decides and traces the same.</remarks>
internal static class ContextDoor
{
    public const string Root = "/contexte";
    public const string Record = Root + "/dossier";
    public const string Documents = Root + "/documents";
    public const string Timeline = Root + "/parcours";
    public const string History = Root + "/historique";
    public const string Administrative = Root + "/administratif";
    public const string Settings = Root + "/reglages";

    public static IServiceCollection AddContextualPages(this IServiceCollection services) => services
        .AddScoped<ContextVisitor>();

    public static void MapContextual(this WebApplication app)
    {
        var cards = app.MapGroup("").BehindDoor(ListeningDoor.Card).AddEndpointFilter<CardGate>();
        cards.MapContextEntries();
        cards.MapDashboard();

        var pages = cards.MapGroup("").AddEndpointFilter<ContextGate>().AddEndpointFilter<FormGate>();
        pages.MapGet(Record, ShowRecordAsync);
        pages.MapGet(Documents, ShowDocumentsAsync);
        pages.MapGet(Documents + "/{id:guid}", ShowDocumentAsync);
        pages.MapGet(Documents + "/{id:guid}/original", (
            HttpContext http, ContextVisitor visitor, IUseCase<ReadContent, ContentStream> contents, Guid id, CancellationToken ct)
            => SendAsync(http, visitor, contents, new(id), new ContentPart.Original(), ct));
        pages.MapGet(Documents + "/{id:guid}/contenu", (
            HttpContext http, ContextVisitor visitor, IUseCase<ReadContent, ContentStream> contents, Guid id, CancellationToken ct)
            => SendAsync(http, visitor, contents, new(id), new ContentPart.Body(), ct));
        pages.MapGet(Documents + "/{id:guid}/image/{number:int}", (
            HttpContext http, ContextVisitor visitor, IUseCase<ReadContent, ContentStream> contents, Guid id, int number,
            CancellationToken ct) => SendAsync(http, visitor, contents, new(id), new ContentPart.Image(number), ct));
        pages.MapGet(Timeline, ShowTimelineAsync);
        pages.MapGet(History, ShowHistoryAsync);
        pages.MapGet(Administrative, ShowAdministrativeAsync);
        pages.MapGet(Settings, () => Pages.Show<SettingsPage>());
        pages.MapPost(Root + "/accord", AllowAsync);
        pages.MapPost(Root + "/urgence", BreakGlassAsync);
        pages.MapPost(Root + "/fin", LeaveAsync);
    }

    private static async Task<IResult> ShowRecordAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<ConsultRecord, RecordSheet> records,
        IUseCase<FindDocuments, FoundDocuments> documents, TimeProvider clock, CancellationToken ct)
    {
        var sheet = await records.RunAsync(visitor.Caller, new(visitor.Patient, Administrative: false), ct);
        if (sheet is not Outcome<RecordSheet>.Done(var record))
        {
            return ContextProblem.Show(http, ((Outcome<RecordSheet>.Failed)sheet).Failure);
        }

        var found = await documents.RunAsync(visitor.Caller, new(visitor.Patient, DocumentCriteria.Approved), ct);
        return Pages.Show<ContextRecordPage, ContextRecordView>(http, found switch
        {
            Outcome<FoundDocuments>.Done(var done) => new(record, Rows(done, ContextOrder.Date, clock), null),
            Outcome<FoundDocuments>.Failed(var failure) => new(record, [], failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    private static async Task<IResult> ShowDocumentsAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<FindDocuments, FoundDocuments> documents, TimeProvider clock,
        CancellationToken ct)
    {
        var order = ContextWords.OrderOf(http.Request.Query["ordre"]);
        var old = http.Request.Query["versions"] == "oui";
        var criteria = old
            ? new DocumentCriteria([DocumentStatus.Approved, DocumentStatus.Deprecated, DocumentStatus.Archived])
            : DocumentCriteria.Approved;
        return (await documents.RunAsync(visitor.Caller, new(visitor.Patient, criteria), ct)).Match(
            found => Pages.Show<ContextDocumentsPage, ContextDocumentsView>(http, new(order, old, Rows(found, order, clock))),
            failure => ContextProblem.Show(http, failure));
    }

    private static async Task<IResult> ShowTimelineAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<FindDocuments, FoundDocuments> documents, TimeProvider clock,
        CancellationToken ct)
        => (await documents.RunAsync(visitor.Caller, new(visitor.Patient, DocumentCriteria.Approved), ct)).Match(
            found => Pages.Show<ContextTimelinePage, ContextTimelineView>(http, ContextTimelineView.Of(found, clock.Now())),
            failure => ContextProblem.Show(http, failure));

    private static async Task<IResult> ShowDocumentAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<ViewDocument, DocumentView> view, Guid id, CancellationToken ct)
        => (await view.RunAsync(visitor.Caller, new(new DocumentId(id), visitor.Patient, Documents), ct)).Match(
            document => Pages.Show<ContextDocumentPage, DocumentView>(http, document), PortalFailures.Of);

    private static async Task<IResult> SendAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<ReadContent, ContentStream> contents, DocumentId id, ContentPart part,
        CancellationToken ct)
        => (await contents.RunAsync(visitor.Caller, new(id, part, visitor.Patient), ct)).Match(
            content => new ContentResult(content, inline: part is not ContentPart.Original), PortalFailures.Of);

    private static async Task<IResult> ShowHistoryAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<ListTraces, TraceList> traces, TimeProvider clock, CancellationToken ct)
        => (await traces.RunAsync(visitor.Caller, new(MostLines) { Patient = visitor.Patient }, ct)).Match(
            list => Pages.Show<ContextHistoryPage, ContextHistoryView>(
                http, new([.. EntryView.Group(list.Lines, clock.Now())], list.More)),
            failure => ContextProblem.Show(http, failure));

    private static async Task<IResult> ShowAdministrativeAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<ConsultRecord, RecordSheet> records, CancellationToken ct)
        => (await records.RunAsync(visitor.Caller, new(visitor.Patient, Administrative: true), ct)).Match(
            record => Pages.Show<AdministrativePage, RecordSheet>(http, record),
            failure => ContextProblem.Show(http, failure));

    // "Le patient a donné son accord": what TD0.3 says by software.
    private static async Task<IResult> AllowAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<SetAuthorisation, AuthorisationChange> authorise, CancellationToken ct)
        => (await authorise.RunAsync(visitor.Caller, new(visitor.Patient, Remove: false, TreatingRole: false), ct)).Match(
            _ => SeeOther.To(Record), failure => ContextProblem.Show(http, failure));

    // A new access, in that mode, takes the place of the one before; whether the reason is one is decided by the reading.
    private static async Task<IResult> BreakGlassAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<OpenContext, ContextOpened> open,
        IUseCase<CloseContext, ContextClosed> close, CancellationToken ct)
    {
        var reason = (await http.Request.ReadFormAsync(ct))["motif"].ToString().Trim();
        if (visitor.Caller is not Caller.Professional professional)
        {
            return ContextProblem.Show(http, AccessFailures.NoRight);
        }

        if (reason.Length < AccessRules.ShortestReason)
        {
            return ContextProblem.Show(http, AccessFailures.ReasonMissing);
        }

        var emergency = professional with
        {
            Mode = AccessMode.BreakGlass,
            Reason = reason.Length > LongestReason ? reason[..LongestReason] : reason,
        };
        var outcome = await open.RunAsync(emergency, new([visitor.Patient], CardGate.HashOf(http)), ct);
        if (outcome is not Outcome<ContextOpened>.Done(var opened))
        {
            return ContextProblem.Show(http, ((Outcome<ContextOpened>.Failed)outcome).Failure);
        }

        await close.RunAsync(visitor.Caller, new(ContextCookie.Read(http)!.Value), ct);
        ContextCookie.Write(http, opened.Cookie);
        return SeeOther.To(Record);
    }

    private static async Task<IResult> LeaveAsync(
        HttpContext http, ContextVisitor visitor, IUseCase<CloseContext, ContextClosed> close, CancellationToken ct)
    {
        await close.RunAsync(visitor.Caller, new(ContextCookie.Read(http)!.Value), ct);
        ContextCookie.Forget(http);
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        visitor.Context = null;
        return Pages.Show<ContextLeftPage>();
    }

    private const int MostLines = 100;
    private const int LongestReason = 500;

    private static IReadOnlyList<RowView> Rows(FoundDocuments found, ContextOrder order, TimeProvider clock)
        => [.. ContextWords.InOrder(found, order).Select(line => ContextWords.Row(line, clock.Now()))];
}
