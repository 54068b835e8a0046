using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Openings;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Demo;

/// <summary>Fills an empty server with the fictional town: people through the desk, documents through their authors.</summary>
/// <remarks>
/// Everything goes through the same use cases as the real thing, so the demo has traces, seals and refusals like any
/// other. <c>people.json</c> is written last: while it is absent, the filling starts again and finds what is there.
/// </remarks>
internal sealed partial class DemoWorld(
    IServiceScopeFactory scopes, IOptions<DataOptions> data, IOptions<DoorsOptions> doors, TimeProvider clock,
    ILogger<DemoWorld> logger)
{
    private const string Software = "Carnet démo";
    private static readonly Origin Desk = new(Door.CommandLine, Software);
    private static readonly Origin Practice = new(Door.Soap, Software);

    /// <summary>Cards, structures and the server's own certificate below the folder; needs no database.</summary>
    public static void EnsureCards(string folder, DateTimeOffset now)
    {
        System.IO.Directory.CreateDirectory(folder);
        DemoPki.EnsureWorld(folder, now);
        var server = Path.Combine(folder, "server.pem");
        if (!File.Exists(server))
        {
            using var pki = DemoPki.Open(folder, now);
            using var certificate = pki.IssueServer("localhost", "127.0.0.1", "::1");
            CardFiles.WriteSecret(Path.ChangeExtension(server, ".key"), certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(server, certificate.ExportCertificatePem());
        }
    }

    /// <summary>Fills the server once.</summary>
    public async Task FillAsync(CancellationToken ct)
    {
        var people = Path.Combine(data.Value.Demo, "people.json");
        if (!File.Exists(people))
        {
            await EnlistAsync(ct);

            // One after the other within a family: the second twin finds the account that the first one made for their mother.
            var families = DemoPeople.Patients.GroupBy(patient => patient.Representatives is [var first, ..]
                ? first.Login : patient.Login);
            await Parallel.ForEachAsync(families, ct, async (family, token) =>
            {
                foreach (var patient in family)
                {
                    await FillAsync(patient, token);
                }
            });
        }

        // The addresses may have changed since; the people have not.
        await File.WriteAllBytesAsync(people + ".draft", PeopleFile.Write(Addresses(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)), ct);
        File.Move(people + ".draft", people, overwrite: true);
        LogReady(DemoPeople.Patients.Count, DemoTown.Professionals.Count);
    }

    /// <summary>Puts the town into the directory; what is there stays.</summary>
    public async Task EnlistAsync(CancellationToken ct)
    {
        var structures = DemoTown.Structures.Select(structure =>
            new ListedStructure(Structure(structure.IdNst), structure.Name, structure.Kind, structure.Sector));
        var activities = DemoTown.Professionals.Select(professional => new ListedActivity(
            Person(professional.PsIdNat), professional.FamilyName, professional.GivenName, professional.Profession,
            professional.Specialty.Length == 0 ? null : professional.Specialty,
            Structure(DemoTown.Structure(professional.Structure).IdNst), $"{professional.Slug}@mssante.exemple.invalid"));
        var now = clock.GetUtcNow();
        var places =
            from locum in DemoTown.Professionals
            where locum.Replaces is not null
            let replaced = DemoTown.Professional(locum.Replaces!)
            select new ListedReplacement(
                new ListedActivity(Person(locum.PsIdNat), locum.FamilyName, locum.GivenName, replaced.Profession,
                    locum.Specialty.Length == 0 ? null : locum.Specialty, Structure(DemoTown.Structure(replaced.Structure).IdNst)),
                Person(replaced.PsIdNat), now.AddDays(-7), now.AddDays(60));
        await RunAsync<Enlist, int>(new Caller.Job("demo") { Origin = Desk },
            new([.. structures], [.. activities]) { Replacements = [.. places] }, ct);
    }

    /// <summary>One person with what belongs to them.</summary>
    public async Task FillAsync(DemoPatient patient, CancellationToken ct)
    {
        Ins.TryCreate(patient.Ins, patient.InsOid, out var ins);
        var desk = new Caller.Desk("Accueil de Kerlann") { Origin = Desk };
        if (patient.Choices.State is DemoRecordState.OpposedNeverOpened or DemoRecordState.NotOpened)
        {
            var (_, traits, contact, _, _) = Opening(patient, ins!);
            await RunAsync<RegisterPerson, RecordId>(desk, new RegisterPerson(new(ins!, traits, contact)
            {
                RepresentedBy = patient.Choices.ChildOf is { } parent ? [DemoPeople.Patient(parent).Ins] : [],
            }), ct);
            return;
        }

        var opened = await RunAsync<OpenRecord, OpenedAnswer>(desk, new OpenRecord(
            Opening(patient, ins!), new Credentials(patient.Login, patient.Password), Temporary: false)
        {
            KnownRepresentative = patient.Representatives is [var first, ..] ? new(first.Login, first.Password) : null,
        }, ct);
        if (opened is Outcome<OpenedAnswer>.Failed({ Code: not "record.exists" } failure))
        {
            throw new InvalidOperationException($"The demo record {patient.Slug} was refused: {failure.Code}.");
        }

        using (var scope = scopes.CreateScope())
        {
            var record = scope.ServiceProvider.GetRequiredService<Platform.Keys.RecordIds>().Of(ins!);
            var owner = new Caller.Patient(record, Guid.Empty) { Origin = new Origin(Door.PatientPortal) };
            await ChooseAsync(patient, ins!, owner, ct);
            await DemoFamilies.SurroundAsync(scope.ServiceProvider, patient, ins!, owner, desk, clock.GetUtcNow(), ct);
            await DepositAsync(patient, ins!, owner, ct);
        }

        if (patient.Choices.State is DemoRecordState.Closed or DemoRecordState.ClosedByDeath)
        {
            await RunAsync<CloseRecord, RecordId>(desk, new CloseRecord(ins!, "Démonstration"), ct);
        }
    }

    private async Task ChooseAsync(DemoPatient patient, Ins ins, Caller.Patient owner, CancellationToken ct)
    {
        foreach (var slug in patient.Choices.Authorised.Append(patient.Choices.TreatingPhysician).OfType<string>().Distinct())
        {
            var treating = slug == patient.Choices.TreatingPhysician;
            await RunAsync<SetAuthorisation, AuthorisationChange>(
                InSecret(Professional(slug, AccessMode.Normal, null), patient.Choices.InSecret.Contains(slug)), new SetAuthorisation(ins, Remove: false, treating), ct);
        }

        foreach (var slug in patient.Choices.Blocked)
        {
            await RunAsync<BlockProfessional, AuthorisationChange>(
                owner, new BlockProfessional(Person(DemoTown.Professional(slug).PsIdNat)), ct);
        }
    }

    private async Task DepositAsync(DemoPatient patient, Ins ins, Caller.Patient owner, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var document in DemoDocuments.For(patient, today))
        {
            var request = DemoDeposit.Of(document, ins);
            var caller = document.AuthorKind switch
            {
                DemoAuthorKind.Professional => Professional(document.Author!, AccessMode.Normal, null),
                DemoAuthorKind.Structure => Establishment(document.Structure!),
                DemoAuthorKind.Insurer => new Caller.Insurer { Origin = Practice },
                _ => (Caller)owner,
            };
            if (await RunAsync<SubmitDocuments, SubmissionAccepted>(caller, request, ct)
                is Outcome<SubmissionAccepted>.Failed(var failure))
            {
                throw new InvalidOperationException($"The demo document {document.Key} was refused: {failure.Code}.");
            }
        }

        if (patient.Choices.BreakGlassAllowed && patient.Slug == DemoPeople.Patients[0].Slug)
        {
            // One emergency entry to find in the history.
            await RunAsync<FindDocuments, FoundDocuments>(
                Professional("yann-kerbratiz", AccessMode.BreakGlass, "Douleur thoracique, patiente confuse"),
                new FindDocuments(ins, DocumentCriteria.Approved), ct);
        }
    }

    private async Task<Outcome<TAnswer>> RunAsync<TRequest, TAnswer>(Caller caller, TRequest request, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, ct);
    }

    private static Opening Opening(DemoPatient patient, Ins ins) => new(
        ins,
        new IdentityTraits(patient.BirthName, string.Join(' ', patient.GivenNames),
            patient.UsedName.Length == 0 ? null : patient.UsedName, patient.Sex == "M" ? Sex.Male : Sex.Female,
            patient.BirthDate, patient.BirthPlace),
        new Contact(patient.Email.Length == 0 ? null : patient.Email, patient.Phone.Length == 0 ? null : patient.Phone),
        new Consent("Accueil de Kerlann", !patient.Choices.BreakGlassAllowed, !patient.Choices.SamuAllowed, MaskedInEmergency: false),
        OpeningChannel.Desk)
    {
        Representative = patient.Representatives is [var first, ..] ? DemoFamilies.Draft(first) : null,
    };

    private static Caller.Professional Professional(string slug, AccessMode mode, string? reason)
    {
        var professional = DemoTown.Professional(slug);
        var structure = DemoTown.Structure(professional.Structure);
        return new Caller.Professional(
            new Practitioner(Person(professional.PsIdNat), professional.FamilyName, professional.GivenName,
                professional.Profession, professional.Specialty.Length == 0 ? null : professional.Specialty,
                Structure(structure.IdNst), structure.Sector),
            mode, reason, Reinforced: false)
        {
            Origin = Practice,
        };
    }

    private static Caller.Professional InSecret(Caller.Professional caller, bool secret)
        => caller with { Origin = caller.Origin with { Secret = secret } };

    private static Caller.Establishment Establishment(string slug)
    {
        var structure = DemoTown.Structure(slug);
        return new Caller.Establishment(Structure(structure.IdNst), structure.Sector, structure.Name, AccessMode.Normal)
        {
            Origin = Practice,
        };
    }

    private DemoBaseUrls Addresses() => new(
        doors.Value.Portals, doors.Value.Soap, doors.Value.Card ?? "", doors.Value.Soap + "/fhir", doors.Value.Operations);

    private static PsIdNat Person(string id) => PsIdNat.TryCreate(id, out var person)
        ? person
        : throw new InvalidOperationException("A demo PS_IdNat is wrong.");

    private static StructIdNat Structure(string id) => StructIdNat.TryCreate(id, out var structure)
        ? structure
        : throw new InvalidOperationException("A demo Struct_IdNat is wrong.");

    [LoggerMessage(LogLevel.Information, "The demo world is ready: {Patients} patients, {Professionals} professionals")]
    private partial void LogReady(int patients, int professionals);
}
