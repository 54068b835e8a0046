using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>The history of accesses, newest first; emergencies of the page before all others.</summary>
internal sealed record AccessView(
    Whose Whose, string? From, string? Until, IReadOnlyList<EntryView> Emergencies, IReadOnlyList<EntryView> Entries,
    string? More,
    IReadOnlyList<OwnReport> Reports);

/// <summary>One line, with what can be done about it.</summary>
internal sealed record LineView(Guid Id, string Who, string? Trade, string? Structure, string When, string What,
    bool IsEmergency, bool IsYou, string? Problem, string Words);

/// <summary>Who came. Source: rules T-2, T-3.</summary>
internal static class AccessDoor
{
    private const int PageSize = 40;
    private const int MostLines = 50_000;

    private static readonly (string Word, Whose Whose)[] Filters =
    [
        ("tous", Whose.Everybody), ("representants", Whose.Representatives), ("urgences", Whose.Emergencies),
        ("refus", Whose.Refusals),
        ("lectures", Whose.Readings),
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static void MapAccess(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/acces", ShowAsync);
        pages.MapGet("/acces/historique.csv", (Visitor visitor, IUseCase<ListTraces, TraceList> traces, CancellationToken ct)
            => DownloadAsync(visitor, traces, "csv", Csv, ct));
        pages.MapGet("/acces/historique.json", (Visitor visitor, IUseCase<ListTraces, TraceList> traces, CancellationToken ct)
            => DownloadAsync(visitor, traces, "json",
                lines => JsonSerializer.SerializeToUtf8Bytes(lines.Select(LogLine.Of), Json), ct));
        pages.MapGet("/acces/{id:guid}", ShowLineAsync);
        pages.MapPost("/acces/{id:guid}", ReportAsync);
        pages.MapGet("/acces/{id:guid}/preuve", ProveAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListTraces, TraceList> traces,
        IUseCase<ListOwnReports, IReadOnlyList<OwnReport>> reports,
        TimeProvider clock, Guid? avant, string? qui, string? du, string? au, CancellationToken ct)
    {
        var whose = Array.Find(Filters, filter => filter.Word == qui) is { Word: not null } known ? known.Whose : Whose.Others;
        var (from, until) = (Day(du), Day(au));
        var outcome = await History.ReadAsync(traces, visitor.Caller, whose, PageSize, avant ?? Before(until), ct,
            from is { } day ? FrenchDates.Start(day) : null);
        var own = avant is null ? (await reports.RunAsync(visitor.Caller, new(), ct)).Match(list => list, _ => []) : [];
        return outcome.Match(
            page =>
            {
                var entries = EntryView.Group(page.Lines, clock.Now()).ToList();
                return Pages.Show<AccessPage, AccessView>(context, new AccessView(
                    whose, Text(from), Text(until),
                    [.. entries.Where(entry => entry.IsEmergency)], [.. entries.Where(entry => !entry.IsEmergency)],
                    page.Next is { } next ? Address(whose, from, until, next) : null, own));
            },
            PortalFailures.Of);
    }

    private static async Task<IResult> ShowLineAsync(
        HttpContext context, Visitor visitor, IUseCase<ListTraces, TraceList> traces, Guid id, CancellationToken ct)
        => await FindAsync(visitor, traces, id, ct) is { } line
            ? Pages.Show<AccessLinePage, LineView>(context, View(line, null, ""))
            : TypedResults.StatusCode(StatusCodes.Status404NotFound);

    private static async Task<IResult> ReportAsync(
        HttpContext context, Visitor visitor, IUseCase<ListTraces, TraceList> traces, IUseCase<ReportAccess, Guid> report,
        Guid id, CancellationToken ct)
    {
        var words = (await context.Request.ReadFormAsync(ct))["texte"].ToString();
        return await report.RunAsync(visitor.Caller, new(id, words), ct) switch
        {
            Outcome<Guid>.Done => SeeOther.To("/acces#signalements"),
            Outcome<Guid>.Failed(var failure) when failure == TraceFailures.Reported => SeeOther.To("/acces#signalements"),
            Outcome<Guid>.Failed({ Kind: FailureKind.Invalid } failure) when await FindAsync(visitor, traces, id, ct) is { } line
                => Pages.Show<AccessLinePage, LineView>(
                    context, View(line, PortalFailures.Words(failure), words.Length > 1200
                        ? words[..1200] : words),
                    StatusCodes.Status422UnprocessableEntity),
            Outcome<Guid>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> ProveAsync(
        Visitor visitor, IUseCase<ProveTrace, TraceProof> prove, Guid id, CancellationToken ct)
        => (await prove.RunAsync(visitor.Caller, new(id), ct)).Match<IResult>(
            proof => TypedResults.File(proof.ToJson(), "application/json", $"preuve-{proof.Batch}-{proof.Leaf}.json"),
            PortalFailures.Of);

    private static async Task<IResult> DownloadAsync(
        Visitor visitor, IUseCase<ListTraces, TraceList> traces, string extension,
        Func<IReadOnlyList<TraceLine>, byte[]> write, CancellationToken ct)
    {
        // A file is read by others and elsewhere: it speaks French, whatever the pages speak.
        Language.Current = Language.French;
        List<TraceLine> all = [];
        for (Guid? before = null; all.Count < MostLines;)
        {
            switch (await traces.RunAsync(visitor.Caller, new(200, before), ct))
            {
                case Outcome<TraceList>.Failed(var failure):
                    return PortalFailures.Of(failure);
                case Outcome<TraceList>.Done(var page):
                    all.AddRange(page.Lines);
                    before = page.Lines.Count > 0 ? page.Lines[^1].Id : before;
                    if (page.More && page.Lines.Count > 0)
                    {
                        continue;
                    }

                    break;
            }

            break;
        }

        return TypedResults.File(write(all), extension is "csv" ? "text/csv; charset=utf-8" : "application/json",
            $"historique.{extension}");
    }

    // A line is found where the list would show it, by asking for the one line at its place.
    private static async Task<TraceLine?> FindAsync(Visitor visitor, IUseCase<ListTraces, TraceList> traces, Guid id,
        CancellationToken ct)
        => (await traces.RunAsync(visitor.Caller, new(1) { Only = id }, ct)).Match(
            list => list.Lines is [var line] && line.Id == id ? line : null, _ => null);

    private static LineView View(TraceLine line, string? problem, string words) => new(
        line.Id, TraceWords.Who(line), line.ActorTrade, line.Structure is { } structure ? TraceWords.Structure(structure) : null,
        T("{0}, {1}", FrenchDates.LongDay(line.At), FrenchDates.Time(line.At)),
        TraceWords.What(line) + (line.Outcome is TraceOutcome.Done ? "" : T(", refusé")),
        line.IsEmergency, line.IsYou, problem, words);

    private static byte[] Csv(IReadOnlyList<TraceLine> lines)
    {
        var text = new StringBuilder("\uFEFFinstant;qui;metier;structure;acte;issue;document;mode;porte;raison;logiciel;ligne\r\n");
        foreach (var line in lines.Select(LogLine.Of))
        {
            text.AppendJoin(';', new[]
            {
                line.Instant, line.Qui, line.Metier, line.Structure, line.Acte, line.Issue, line.Document, line.Mode,
                line.Porte, line.Raison,
                line.Logiciel, line.Ligne,
            }.Select(Cell)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // A cell that begins like a formula would be run by a spreadsheet.
    private static string Cell(string? text)
    {
        var safe = text is [('=' or '+' or '-' or '@' or '\t' or '\r'), ..] ? "'" + text : text ?? "";
        return safe.AsSpan().IndexOfAny(";\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Address(Whose whose, DateOnly? from, DateOnly? until, Guid before)
    {
        var word = Array.Find(Filters, filter => filter.Whose == whose).Word;
        var parts = new[]
        {
            word is null ? null : $"qui={word}", from is null ? null : $"du={Text(from)}", until is null ? null : $"au={Text(until)}", $"avant={before}",
        };
        return "/acces?" + string.Join('&', parts.OfType<string>());
    }

    // Numbers of lines begin with their instant: the first one of the next day stands right after the last of this one.
    private static Guid? Before(DateOnly? until) => until is { } day && day < DateOnly.MaxValue
        ? Guid.CreateVersion7(FrenchDates.Start(day.AddDays(1)))
        : null;

    private static DateOnly? Day(string? text)
        => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 2000 and < 9000 ? day : null;

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>One line of the history as a file holds it: words of the page, not codes.</summary>
internal sealed record LogLine(
    string Instant, string Qui, string? Metier, string? Structure, string Acte, string Issue, string? Document, string Mode,
    string Porte,
    string? Raison, string? Logiciel, string Ligne)
{
    public static LogLine Of(TraceLine line) => new(
        line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), TraceWords.Who(line),
        line.ActorTrade, line.Structure,
        TraceWords.Act(line.Act),
        line.Outcome switch { TraceOutcome.Done => "fait", TraceOutcome.Refused => "refusé", _ => "demande fausse" },
        line.DocumentTypeLabel, line.IsEmergency ? "urgence" : "normal", TraceWords.Way(line), line.Reason, line.Software,
        line.Id.ToString());
}
