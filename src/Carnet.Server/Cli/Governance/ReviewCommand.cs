using System.CommandLine;
using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Server.Features.Governance;

namespace Carnet.Server.Cli.Governance;

/// <summary><c>carnet review</c>.</summary>
internal static class ReviewCommand
{
    private static readonly (string Word, ReviewVerdict Verdict)[] Verdicts =
        [("justified", ReviewVerdict.Justified), ("unjustified", ReviewVerdict.Unjustified), ("unclear", ReviewVerdict.Unclear)];

    public static Command Create() => new("review", "Contrôle des entrées en urgence (bris de glace, centre 15)")
    {
        List(), Show(), Close(), Figures(),
    };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Avec celles qui sont déjà contrôlées" };
        var command = new Command("list", "Les entrées à contrôler, la plus ancienne d'abord").With(all);
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<ListReviews, IReadOnlyList<ReviewLine>>(
            parsed, new ListReviews(parsed.GetValue(all)),
            lines => lines.Count == 0 ? "Rien à contrôler." : string.Join('\n', lines.Select(Describe)), ct));
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<Guid>("ID") { Description = "Numéro de l'entrée" };
        var command = new Command("show", "Montre le motif ; la personne verra dans son historique qu'il a été lu") { id }.With();
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<ShowReview, ReviewShown>(
            parsed, new ShowReview(parsed.GetRequiredValue(id)), Describe, ct));
        return command;
    }

    private static Command Close()
    {
        var id = new Argument<Guid>("ID") { Description = "Numéro de l'entrée" };
        var verdict = new Option<string>("--verdict") { Description = "justified, unjustified ou unclear", Required = true };
        verdict.AcceptOnlyFromAmong([.. Verdicts.Select(known => known.Word)]);
        var comment = new Option<string>("--comment") { Description = "Ce qui fonde l'avis", DefaultValueFactory = _ => "" };
        var command = new Command("close", "Clôt le contrôle par un avis") { id }.With(verdict, comment);
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<CloseReview, ReviewVerdict>(
            parsed,
            new CloseReview(
                parsed.GetRequiredValue(id), VerdictOf(parsed.GetRequiredValue(verdict)), parsed.GetRequiredValue(comment)),
            done => $"clos  {Word(done)}", ct));
        return command;
    }

    private static Command Figures()
    {
        var month = new Option<string?>("--month") { Description = "AAAA-MM ; par défaut ce mois-ci" };
        var command = new Command("figures", "Le chiffre du mois").With(month);
        command.SetAction((parsed, ct) =>
        {
            var at = TimeProvider.System.GetUtcNow();
            if (parsed.GetValue(month) is { } text
                && !DateTimeOffset.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at))
            {
                return Task.FromResult(OperatorOptions.Refuse(ReviewFailures.WrongMonth));
            }

            return OperatorOptions.ActAsync<ReviewFigures, ReviewMonth>(
                parsed, new ReviewFigures(at.UtcDateTime.Year, at.UtcDateTime.Month), Describe, ct);
        });
        return command;
    }

    private static string Describe(ReviewLine line) => string.Join("  ",
        line.Id, Text(line.OpenedAt), line.Mode is AccessMode.Samu ? "centre_15" : "bris_de_glace", line.Holder, line.Structure,
        line.Verdict is { } verdict ? Word(verdict) : "à contrôler");

    private static string Describe(ReviewShown shown) => $"""
        {Describe(shown.Line)}
        qui     {shown.Who}, {shown.Trade}
        motif   {shown.Reason ?? "aucun (centre 15)"}
        expire  {Text(shown.Line.ExpiresAt)}
        avis    {(shown.Comment is { } comment ? comment : "-")}
        """;

    private static string Describe(ReviewMonth month) => string.Create(CultureInfo.InvariantCulture,
        $"""
        {month.Year}-{month.Month:00}  {month.Entries} entrées en urgence
        contrôlées   {month.Reviewed} ({month.ReviewedShare} %)
        justifiées   {month.Justified} ({month.JustifiedShare} % des contrôlées)
        non justifiées {month.Unjustified}, ni l'un ni l'autre {month.Unclear}
        délai médian {(month.MedianDelay is { } delay ? $"{delay.TotalHours:0.0} h" : "-")}
        """);

    private static ReviewVerdict VerdictOf(string word) => Array.Find(Verdicts, known => known.Word == word).Verdict;

    private static string Word(ReviewVerdict verdict) => Array.Find(Verdicts, known => known.Verdict == verdict).Word;

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
