using System.CommandLine;
using Carnet.Client;
using Carnet.Wire.PatientSpecific;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps access|certify</c>: TD1.5 and patientCertif, which a server serves by setting only.</summary>
internal static class LpsAccessCommands
{
    public static IEnumerable<Command> Create()
    {
        yield return Access();
        yield return Certify();
    }

    private static Command Access()
    {
        var options = new LpsOptions();
        var email = new Option<string?>("--email") { Description = "Adresse électronique qui reçoit les codes" };
        var sms = new Option<string?>("--sms") { Description = "Numéro de mobile qui reçoit les codes" };
        var renew = new Option<bool>("--renew") { Description = "Donne un nouveau mot de passe provisoire (updatePatientAccess)" };
        var otp = new Option<string?>("--otp")
        {
            Description = "Change la voie des codes (patientOTPUpdate) : AJOUT, MODIFICATION ou SUPPRESSION",
        };
        otp.AcceptOnlyFromAmong("AJOUT", "MODIFICATION", "SUPPRESSION");
        var command = new Command("access", "Ouvre l'accès internet de la personne, ou le change (TD1.5)") { email, sms, renew, otp };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => AccessAsync(
            desk, Request(parsed.GetValue(email), parsed.GetValue(sms), parsed.GetValue(renew), parsed.GetValue(otp)), ct)));
        return command;
    }

    private static Command Certify()
    {
        var options = new LpsOptions();
        var born = new Option<string>("--born") { Description = "Date de naissance, AAAAMMJJ", Required = true };
        var rank = new Option<string>("--rank") { Description = "Rang de naissance", DefaultValueFactory = _ => "1" };
        var holder = new Option<string?>("--holder") { Description = "NIR de l'ouvrant droit ; par défaut la personne elle-même" };
        var command = new Command("certify", "Demande si l'INS et la date de naissance sont d'une même personne (patientCertif)")
        {
            born, rank, holder,
        };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => CertifyAsync(
            desk,
            new IdentityCertificationRequest(
                parsed.GetValue(holder) ?? desk.Patient.Value, parsed.GetRequiredValue(born), parsed.GetRequiredValue(rank), desk.Patient.Value),
            ct)));
        return command;
    }

    /// <exception cref="LpsUsageException">The options say nothing, or two things at once.</exception>
    private static PatientAccessRequest Request(string? email, string? sms, bool renew, string? otp) => (renew, otp) switch
    {
        (true, not null) => throw new LpsUsageException("--renew et --otp ne vont pas ensemble."),
        (true, _) => new PatientAccessRequest(PatientAccessOperation.Update, null, null, null),
        _ when (email is null) == (sms is null) => throw new LpsUsageException("Indiquez la voie des codes : --email ou --sms."),
        (_, null) => new PatientAccessRequest(PatientAccessOperation.Create, sms is not null, sms ?? email, null),
        _ => new PatientAccessRequest(
            PatientAccessOperation.OtpUpdate, sms is not null, sms ?? email, Enum.Parse<OtpAction>(otp, ignoreCase: true)),
    };

    private static async Task<int> AccessAsync(LpsDesk desk, PatientAccessRequest request, CancellationToken ct)
    {
        switch (await desk.Client.PatientAccessAsync(desk.Call, request, ct))
        {
            case Answer<PatientAccessResponse>.Received(var response):
                Console.WriteLine(response.Status);
                if (response.Login is { } login)
                {
                    Console.WriteLine($"identifiant : {login}");
                }

                if (response.Password is { } password)
                {
                    Console.WriteLine($"mot de passe provisoire : {password}");
                }

                return LpsCommand.Accepted;
            case Answer<PatientAccessResponse>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> CertifyAsync(LpsDesk desk, IdentityCertificationRequest request, CancellationToken ct)
    {
        switch (await desk.Client.CertifyAsync(desk.Call, request, ct))
        {
            case Answer<IdentityCertificationResponse>.Received(var response):
                Console.WriteLine($"{response.Status}  {(response.Certified ? "concordants" : "discordants")}");
                return response.Certified ? LpsCommand.Accepted : LpsCommand.Refused;
            case Answer<IdentityCertificationResponse>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
