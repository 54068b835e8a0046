using System.CommandLine;
using Carnet.Client;
using Carnet.Domain.Records;
using Carnet.Wire.Hl7v3;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps exists|data|close|reactivate</c>: TD0.2, TD1.3a, TD1.4, TD1.2.</summary>
internal static class LpsRecordCommands
{
    public static IEnumerable<Command> Create()
    {
        yield return Question("exists", "Dit si la personne a un dossier et si l'on y est autorisé (TD0.2)", DmpCodes.TestExistence);
        yield return Question("data", "Montre les données administratives (TD1.3a)", DmpCodes.ConsultData);
        var text = new Option<string?>("--text") { Description = "Raison, dans les mots de la personne" };
        yield return Revision("close", "Ferme le dossier à la demande de la personne (TD1.4)", DmpCodes.Close, "terminated", text);
        yield return Revision("reactivate", "Rouvre un dossier fermé (TD1.2)", DmpCodes.Reactivate, "active", null);
    }

    private static Command Question(string name, string description, string reason)
    {
        var options = new LpsOptions();
        var command = new Command(name, description);
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => AskAsync(desk, reason, ct)));
        return command;
    }

    private static Command Revision(string name, string description, string reason, string status, Option<string?>? text)
    {
        var options = new LpsOptions();
        var command = new Command(name, description);
        options.All.ToList().ForEach(command.Add);
        if (text is not null)
        {
            command.Add(text);
        }

        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => ReviseAsync(
            desk, reason, status, text is null ? null : parsed.GetValue(text), ct)));
        return command;
    }

    private static async Task<int> AskAsync(LpsDesk desk, string reason, CancellationToken ct)
    {
        var query = PatientMessages.Query(desk.Call.Patient!, reason, TimeProvider.System.GetUtcNow());
        switch (await desk.Client.ConsultAsync(desk.Call, query, ct))
        {
            case Answer<PatientQueryAnswer>.Received({ Refused: { } complaint }):
                return Complain(complaint);
            case Answer<PatientQueryAnswer>.Received({ Patient: null }):
                Console.WriteLine("aucun dossier");
                return LpsCommand.Refused;
            case Answer<PatientQueryAnswer>.Received(var answer):
                Console.WriteLine(Line(answer, answer.Patient!));
                return LpsCommand.Accepted;
            case Answer<PatientQueryAnswer>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> ReviseAsync(LpsDesk desk, string reason, string status, string? text, CancellationToken ct)
    {
        var patient = new Hl7Patient
        {
            Ids = [new Ii(desk.Call.Patient!.AssigningAuthorityOid, desk.Call.Patient.Id)],
            StatusCode = status,
        };
        var message = PatientMessages.Registration(DmpCodes.Revise, reason, patient, desk.Client.Card, TimeProvider.System.GetUtcNow()) with
        {
            MotiveCode = ClosingReasons.CodeOf(ClosingReason.PersonsRequest),
            MotiveText = text,
        };
        switch (await desk.Client.RegisterAsync(desk.Call, message, ct))
        {
            case Answer<PatientRegistrationAnswer>.Received({ Refused: { } complaint }):
                return Complain(complaint);
            case Answer<PatientRegistrationAnswer>.Received(var answer):
                Console.WriteLine(answer.StatusCode is "terminated" ? "fermé" : "ouvert");
                return LpsCommand.Accepted;
            case Answer<PatientRegistrationAnswer>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Line(PatientQueryAnswer answer, Hl7Patient patient) => string.Join("  ", new[]
    {
        patient.StatusCode is "terminated" ? $"fermé {patient.Text(DmpCodes.ClosedAt)}" : "ouvert",
        $"autorisation {answer.Authorisation}", answer.Treating is true ? "médecin traitant" : null,
        patient.Name is { } name ? $"{name.BirthName} {string.Join(' ', name.Given)}" : null, patient.BirthTime,
        patient.Telecoms.Count > 0 ? string.Join(' ', patient.Telecoms.Select(telecom => telecom.Value)) : null,
        patient.Flag(DmpCodes.BreakGlassOpposition) is true ? "refuse le bris de glace" : null,
        patient.Flag(DmpCodes.EmergencyOpposition) is true ? "refuse le centre 15" : null,
        patient.Text(DmpCodes.ClosingMotive), patient.Text(DmpCodes.ClosingReason),
    }.Where(part => part is not null));

    private static int Complain(Hl7Complaint complaint)
    {
        Console.Error.WriteLine($"refusé  {complaint.Code} {complaint.Text}");
        return LpsCommand.Refused;
    }
}
