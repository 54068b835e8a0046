using System.CommandLine;
using System.Globalization;
using Carnet.Server.Features.Traces;

namespace Carnet.Server.Cli.Governance;

/// <summary><c>carnet reports</c>: entries that people do not understand.</summary>
internal static class ReportsCommand
{
    public static Command Create()
        => new("reports", "Signalements d'entrées que des personnes ne comprennent pas") { List(), Show(), Answer() };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Avec ceux qui ont leur réponse" };
        var command = new Command("list", "Les signalements sans réponse, le plus ancien d'abord").With(all);
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<ListReports, IReadOnlyList<ReportLine>>(
            parsed, new ListReports(parsed.GetValue(all)),
            lines => lines.Count == 0 ? "Rien à répondre." : string.Join('\n', lines.Select(Describe)), ct));
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<Guid>("ID") { Description = "Numéro du signalement" };
        var command = new Command("show",
            "Montre qui est entré et ce que dit la personne ; elle verra qu'il a été lu") { id }.With();
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<ShowReport, ReportShown>(
            parsed, new ShowReport(parsed.GetRequiredValue(id)), Describe, ct));
        return command;
    }

    private static Command Answer()
    {
        var id = new Argument<Guid>("ID") { Description = "Numéro du signalement" };
        var answer = new Option<string>("--answer") { Description = "Ce que la personne lira", DefaultValueFactory = _ => "" };
        var command = new Command("answer", "Répond à la personne, qui est prévenue par message") { id }.With(answer);
        command.SetAction((parsed, ct) => OperatorOptions.ActAsync<AnswerReport, Guid>(
            parsed, new AnswerReport(parsed.GetRequiredValue(id), parsed.GetRequiredValue(answer)), _ => "répondu", ct));
        return command;
    }

    private static string Describe(ReportLine line) => string.Create(CultureInfo.InvariantCulture,
        $"{line.Id}  {line.ReportedAt:yyyy-MM-dd HH:mm}  {(line.AnsweredAt is { } at ? $"répondu {at:yyyy-MM-dd}" : "à répondre")}");

    private static string Describe(ReportShown shown) => string.Create(CultureInfo.InvariantCulture,
        $"""
        {Describe(shown.Line)}
        entrée  {shown.At:yyyy-MM-dd HH:mm}  {shown.Act}, {shown.Outcome}, {shown.Mode}, {shown.Door}
        qui     {shown.ActorName ?? "-"}, {shown.ActorTrade ?? "-"}  {shown.ActorId ?? "-"}  {shown.Structure ?? "-"}
        dit     {shown.Words}
        réponse {shown.Answer ?? "-"}
        """);
}
