// Deposits a CDA document (ITI-41). Against the demo of `make run`, from the root of the repository:
//
//   dotnet run samples/deposit.cs -- data/demo/structures/ch-kerlann 258039999900161 samples/cr-hospitalier.xml
//
// Prints uniqueId and entryUUID, or why it was refused. URL=https://host:8444 names another server.
#:project ../src/Carnet.Client/Carnet.Client.csproj
using Carnet.Client;
using Carnet.Domain.Identity;

try
{
    var patient = args.Length == 3 && Ins.TryCreate(args[1], Ins.TestOid, out var ins) ? ins // a real person: Ins.NirOid
        : throw new FormatException("Indiquez DOSSIER_DE_CARTE INS CDA.xml ; l'INS a 15 caractères, dont sa clé.");
    using var card = CardFolder.Open(args[0], new Software("Exemple", "1.0", "ESSAI-0000"));
    var address = new Uri(Environment.GetEnvironmentVariable("URL") ?? "https://localhost:8444");
    using var client = new DmpClient(card, address, CardFolder.RootsOf(args[0]));
    var submission = client.Describe(patient, CdaDocument.Of(File.ReadAllBytes(args[2])));
    var refusals = Refusals.Of(await client.ProvideAndRegisterAsync(DmpCall.About(patient), submission));
    var entries = submission.Metadata.DocumentEntries.Select(entry => $"{entry.UniqueId} {entry.EntryUuid}");
    Console.WriteLine(string.Join('\n', refusals.Count == 0 ? entries : refusals));
    return refusals.Count == 0 ? 0 : 1;
}
catch (Exception cause) when (cause is CardException or FormatException or HttpRequestException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(cause.Message);
    return 2;
}
