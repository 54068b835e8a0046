using System.CommandLine;
using System.Globalization;
using Carnet.Client;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.PatientSpecific;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps patients|search|open|revise</c>: TD0.4, TD0.5, TD1.1, TD1.3b.</summary>
internal static class LpsPatientsCommands
{
    public static IEnumerable<Command> Create()
    {
        yield return Patients();
        yield return Search();
        yield return Open();
        yield return Revise();
    }

    private static Command Patients()
    {
        var options = new LpsOptions(ofPatient: false);
        var since = new Option<string?>("--since") { Description = "Depuis AAAAMMJJ (UTC) ; par défaut il y a un mois" };
        var documents = new Option<bool>("--documents") { Description = "Par date du dernier document, et non de l'autorisation" };
        var owner = new Option<string?>("--owner") { Description = "PS_IdNat du professionnel dont le secrétariat liste les patients" };
        var command = new Command("patients", "Liste les personnes qui ont ouvert leur dossier au professionnel (TD0.4)")
        {
            since, documents, owner,
        };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => ListAsync(desk, new PatientListRequest(
            parsed.GetValue(since)
                ?? TimeProvider.System.GetUtcNow().AddMonths(-1).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
            parsed.GetValue(documents) ? PatientListDate.LastDocument : PatientListDate.LastAuthorisation, parsed.GetValue(owner)), ct)));
        return command;
    }

    private static Command Search()
    {
        var options = new LpsOptions(ofPatient: false);
        var name = new Option<string?>("--name") { Description = "Nom de naissance ou d'usage" };
        var given = new Option<string?>("--given") { Description = "Prénom" };
        var born = new Option<string?>("--born") { Description = "Date de naissance, AAAAMMJJ" };
        var sex = new Option<string?>("--sex") { Description = "M ou F" };
        var command = new Command("search", "Cherche une personne sans INS par ses traits, en régulation (TD0.5)")
        {
            name, given, born, sex,
        };
        options.All.ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => SearchAsync(desk, PatientMessages.Candidates(
            parsed.GetValue(name), parsed.GetValue(given) is { } text ? [text] : [], parsed.GetValue(born), parsed.GetValue(sex), null,
            TimeProvider.System.GetUtcNow()), ct)));
        return command;
    }

    private static Command Open()
    {
        var options = new LpsOptions();
        var people = new Person();
        var consent = new Option<bool>("--consent") { Description = "La personne a consenti à l'ouverture" };
        var command = new Command("open", "Ouvre un dossier avec le consentement de la personne (TD1.1)") { consent };
        people.All.Concat(options.All).ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => RegisterAsync(
            desk, DmpCodes.Add, null, people.Read(parsed, desk) is var person && parsed.GetValue(consent)
                ? person with
                {
                    Observations = [.. person.Observations, Hl7Observation.Flag(DmpCodes.Consent, DmpCodes.FlagSystem, true)],
                }
                : person, ct)));
        return command;
    }

    private static Command Revise()
    {
        var options = new LpsOptions();
        var people = new Person();
        var command = new Command("revise", "Change les coordonnées, ou note une opposition de la personne (TD1.3b)");
        people.All.Concat(options.All).ToList().ForEach(command.Add);
        command.SetAction((parsed, ct) => LpsCommand.RunAsync(parsed, options, desk => RegisterAsync(
            desk, DmpCodes.Revise, DmpCodes.ModifyData, people.Read(parsed, desk), ct)));
        return command;
    }

    private static async Task<int> ListAsync(LpsDesk desk, PatientListRequest request, CancellationToken ct)
    {
        switch (await desk.Client.ListPatientsAsync(desk.Call, request, ct))
        {
            case Answer<PatientListResponse>.Received(var response):
                response.Patients.Select(Line).ToList().ForEach(Console.WriteLine);
                Console.Error.WriteLine($"{response.Status}  {response.Patients.Count} personne(s)");
                return LpsCommand.Accepted;
            case Answer<PatientListResponse>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> SearchAsync(LpsDesk desk, CandidateQuery query, CancellationToken ct)
    {
        switch (await desk.Client.SearchAsync(desk.Call, query, ct))
        {
            case Answer<CandidateQueryAnswer>.Received({ Refused: { } complaint }):
                return Complain(complaint);
            case Answer<CandidateQueryAnswer>.Received(var answer):
                answer.Candidates.Select(person => FormattableString.Invariant(
                    $"{person.MatchPercentage} %  {person.Ids[0].Extension}  {NameOf(person)}  {person.BirthTime}"))
                    .ToList().ForEach(Console.WriteLine);
                Console.Error.WriteLine($"{answer.Candidates.Count} personne(s)");
                return LpsCommand.Accepted;
            case Answer<CandidateQueryAnswer>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> RegisterAsync(
        LpsDesk desk, string interaction, string? reason, Hl7Patient person, CancellationToken ct)
    {
        var message = PatientMessages.Registration(interaction, reason, person, desk.Client.Card, TimeProvider.System.GetUtcNow());
        switch (await desk.Client.RegisterAsync(desk.Call, message, ct))
        {
            case Answer<PatientRegistrationAnswer>.Received({ Refused: { } complaint }):
                return Complain(complaint);
            case Answer<PatientRegistrationAnswer>.Received(var answer):
                Console.WriteLine(string.Join("  ", answer.Observations.Select(one => one.Value).Prepend("accepté")));
                return LpsCommand.Accepted;
            case Answer<PatientRegistrationAnswer>.Faulted(var fault):
                return LpsCommand.Fault(fault);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static int Complain(Hl7Complaint complaint)
    {
        Console.Error.WriteLine($"refusé  {complaint.Code} {complaint.Text}");
        return LpsCommand.Refused;
    }

    private static string NameOf(Hl7Patient person) => $"{person.Name?.BirthName} {string.Join(' ', person.Name?.Given ?? [])}";

    private static string Line(PatientListLine person) => string.Join("  ", new[]
    {
        person.NationalId, $"{person.PatronymicalName} {person.FirstName}", person.DateOfBirth,
        person.Treating ? "médecin traitant" : null,
        person.LastAdd is { } added ? $"dernier document {added}" : null, person.LastAccess is { } read ? $"vu {read}" : null,
        person.Message ? "un document attend d'être annoncé" : null,
    }.Where(part => part is not null));

    /// <summary>What the two registrations state of a person.</summary>
    private sealed class Person
    {
        private readonly Option<string?> _mail = new("--email") { Description = "Adresse électronique" };
        private readonly Option<string?> _phone = new("--phone") { Description = "Téléphone mobile" };
        private readonly Option<bool> _noGlass = new("--refuse-break-glass") { Description = "La personne refuse le bris de glace" };
        private readonly Option<bool> _noSamu = new("--refuse-samu") { Description = "La personne refuse l'accès du SAMU" };

        public IEnumerable<Option> All => [_mail, _phone, _noGlass, _noSamu];

        // The traits come from people.json: like practice software, this one has them from the INS and not from a keyboard.
        public Hl7Patient Read(ParseResult parsed, LpsDesk desk) => new()
        {
            Ids = [new Ii(desk.Call.Patient!.AssigningAuthorityOid, desk.Call.Patient.Id)],
            StatusCode = "active",
            Name = desk.Person is { } known
                ? new Hl7Name(known.BirthName, known.UsedName.Length == 0 ? null : known.UsedName, known.GivenNames.Split(' '))
                : null,
            Gender = desk.Person?.Sex,
            BirthTime = desk.Person?.BirthDate.Replace("-", "", StringComparison.Ordinal),
            BirthPlace = desk.Person?.BirthPlace,
            Telecoms =
            [
                .. parsed.GetValue(_phone) is { } phone ? [new Hl7Telecom("tel:" + phone, "MC")] : (Hl7Telecom[])[],
                .. parsed.GetValue(_mail) is { } mail ? [new Hl7Telecom("mailto:" + mail, null)] : (Hl7Telecom[])[],
            ],
            Observations =
            [
                .. Opposition(parsed.GetValue(_noGlass), DmpCodes.BreakGlassOpposition),
                .. Opposition(parsed.GetValue(_noSamu), DmpCodes.EmergencyOpposition),
            ],
        };

        private static Hl7Observation[] Opposition(bool stated, string code)
            => stated ? [Hl7Observation.Flag(code, DmpCodes.FlagSystem, true)] : [];
    }
}
