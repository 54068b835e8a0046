using System.Globalization;
using System.Text;

namespace Carnet.Server.Cli.Conformance;

/// <summary>What a client has to show: a step of the plan, and what of an exchange shows it.</summary>
internal sealed record ListenedStep(string Transaction, string What, Func<Exchange, bool> Shows);

/// <summary>Keeps what clients have shown, and reports it against the plan.</summary>
/// <remarks>
/// A step that must be accepted is shown by a call that was; a refusal by a call that was refused for that reason, since a
/// client must have met it to show its user a sentence (EX_GEN-1145). Beyond the plan come the transactions that only a
/// client's own data can show.
/// </remarks>
internal sealed class ConformanceRecord
{
    private readonly Lock _writing = new();
    private readonly List<Exchange> _exchanges = [];

    public static IReadOnlyList<ListenedStep> Steps { get; } =
    [
        .. ConformancePlan.Trials.Where(trial => trial.Heard.Length > 0).Select(trial => new ListenedStep(trial.Transaction, trial.What,
            trial.MustBeAccepted
                ? exchange => exchange.Accepted && exchange.Step == trial.Heard
                : exchange => trial.Heard.Split(' ').Contains(exchange.Code))),
        Accepted("TD0.4", "liste des patients"), Accepted("TD0.5", "recherche par traits, centre 15"),
        Accepted("TD1.1", "ouverture d'un dossier"), Accepted("TD1.2", "réouverture"),
        Accepted("TD1.3b", "changement des données administratives"), Accepted("TD1.4", "fermeture"),
        new("VIHF", "authentification indirecte", exchange => exchange is { Accepted: true, Mode: "INDIRECTE" }),
        new("VIHF", "authentification indirecte renforcée", exchange => exchange is { Accepted: true, Mode: "INDIRECTE_RENFORCEE" }),
    ];

    /// <summary>The steps that this exchange is the first to show.</summary>
    public IReadOnlyList<ListenedStep> Add(Exchange exchange)
    {
        lock (_writing)
        {
            var shown = Steps.Where(step => step.Shows(exchange) && !_exchanges.Exists(step.Shows.Invoke)).ToList();
            _exchanges.Add(exchange);
            return shown;
        }
    }

    /// <summary>The plan as a table: how often each step was shown, and by which software.</summary>
    public string Report()
    {
        lock (_writing)
        {
            var rows = Steps.Select(step => (Step: step, By: _exchanges.FindAll(step.Shows.Invoke))).ToList();
            var report = new StringBuilder();
            foreach (var (step, by) in rows)
            {
                report.Append(CultureInfo.InvariantCulture,
                    $"{(by.Count > 0 ? "montré    " : "pas montré")}  {step.Transaction,-7} {step.What}");
                report.AppendLine(by.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                    $"  ({by.Count} fois, {string.Join(", ", by.Select(exchange => exchange.Software).Where(name => name.Length > 0).Distinct().DefaultIfEmpty("sans VIHF"))})"));
            }

            report.AppendLine().Append(CultureInfo.InvariantCulture,
                $"{rows.Count(row => row.By.Count > 0)} étapes montrées sur {rows.Count}, en {_exchanges.Count} appels");
            return report.ToString();
        }
    }

    private static ListenedStep Accepted(string transaction, string what)
        => new(transaction, what, exchange => exchange.Accepted && exchange.Step == transaction);
}
