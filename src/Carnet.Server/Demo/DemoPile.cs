using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Drafting;

namespace Carnet.Server.Demo;

/// <summary>Collects the documents of one patient, with ids that depend on nothing but the patient and the
/// rank.</summary>
internal sealed class DemoPile(DemoPatient patient, DateOnly asOf)
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var zone)
        ? zone
        : TimeZoneInfo.Utc;

    private readonly List<DemoDocument> _documents = [];

    public IReadOnlyList<DemoDocument> Documents
        => [.. _documents.OrderBy(document => document.Date).ThenBy(document => document.Key, StringComparer.Ordinal)];

    /// <summary>A deposit by a professional from their own structure.</summary>
    public string Add(string author, string type, int daysAgo, DemoBody body, DemoMarks marks = DemoMarks.None,
        string? replaces = null)
    {
        var professional = DemoTown.Professional(author);
        var structure = DemoTown.Structure(professional.Structure);
        var actor = new CdaActor(null, null,
            author == patient.Choices.TreatingPhysician ? new CdaCode("PCP", CdaOids.Participations,
                "Médecin traitant") : null,
            [new CdaId(CdaOids.Professional, professional.PsIdNat)],
            new CdaCode(professional.AuthorSpecialty, CdaOids.Professions, professional.Label),
            new CdaPersonName(null, professional.GivenName, professional.FamilyName, professional.Profession == "10"
                ? "DR" : null),
            null, DemoTypes.Organization(structure));
        // The hospital sends what closes a stay under its own certificate; the doctor stays the author inside.
        var kind = type is "34112-3" or "11490-0" ? DemoAuthorKind.Structure : DemoAuthorKind.Professional;
        return Add(kind, author, structure, actor, type, daysAgo, body, marks, replaces);
    }

    /// <summary>A deposit by the insurer's feed.</summary>
    public string AddByInsurer(string type, int daysAgo, DemoBody body, DemoMarks marks = DemoMarks.None)
    {
        var insurer = DemoTown.Structure(DemoTown.Insurer);
        var actor = new CdaActor(null, null, null, [new CdaId(CdaOids.Structure, insurer.IdNst)],
            new CdaCode("ALIM_AM", "1.2.250.1.213.1.1.4.6",
                "Alimentation automatique à partir du Système d'Information de l'Assurance Maladie"),
            null, "Historique des remboursements", DemoTypes.Organization(insurer));
        return Add(DemoAuthorKind.Insurer, null, insurer, actor, type, daysAgo, body, marks, null);
    }

    /// <summary>A deposit by the person themselves.</summary>
    public string AddByPatient(string type, int daysAgo, DemoBody body)
    {
        var actor = new CdaActor(null, null, null, [new CdaId(patient.InsOid, patient.Ins)],
            new CdaCode("EXP_PATIENT", "1.2.250.1.213.1.1.4.6", "Expression personnelle du patient"),
            new CdaPersonName(null, patient.GivenNames[0], patient.UsedName, null), null, null);
        return Add(DemoAuthorKind.Patient, null, null, actor, type, daysAgo, body, DemoMarks.None, null);
    }

    private string Add(DemoAuthorKind kind, string? author, DemoStructure? structure, CdaActor actor, string type,
        int daysAgo,
        DemoBody body, DemoMarks marks, string? replaces)
    {
        var key = FormattableString.Invariant($"{patient.Slug}/{_documents.Count + 1:00}");
        var replaced = _documents.Find(document => document.Key == replaces);
        var date = At(asOf.AddDays(-daysAgo), 8 + (_documents.Count % 10), _documents.Count * 7 % 60);
        var place = structure ?? DemoTown.Structure(DemoTown.Practice);
        var draft = new CdaDraft
        {
            Id = new CdaId(DemoNumbers.Oid(key), null),
            SetId = replaced?.Draft.SetId ?? new CdaId(DemoNumbers.Oid("set:" + key), null),
            Version = (replaced?.Draft.Version ?? 0) + 1,
            Replaces = replaced?.Draft.Id,
            Code = DemoTypes.Type(type),
            Title = body.Title,
            Created = date,
            Patient = Header(patient),
            Author = actor,
            Custodian = structure is null ? DemoTypes.Keeper : DemoTypes.Organization(structure),
            Act = new CdaDraftAct(null, date.AddDays(-body.Days), date, DemoTypes.Setting(place)),
            Encounter = new CdaDraftEncounter(DemoTypes.Encounter(type, place), date.AddDays(-body.Days), date,
                DemoTypes.Facility(place)),
            Sections = body.Sections,
            Content = body.Content,
        };
        if (kind == DemoAuthorKind.Patient)
        {
            // What a patient writes has no care setting; the value set has a code of its own for it.
            var own = new CdaCode("EXP_PATIENT", "1.2.250.1.213.1.1.4.6", "Expression personnelle du patient");
            draft = draft with
            {
                Author = actor with { Organization = new CdaOrganization([], patient.UsedName, own) },
                Act = draft.Act with { PracticeSetting = own },
                Encounter = draft.Encounter with { Facility = own },
            };
        }

        _documents.Add(new DemoDocument(key, patient.Slug, kind, author, structure?.Slug, type, date, marks, replaces,
            draft));
        return key;
    }

    internal static CdaPatient Header(DemoPatient patient) => new(
        [new CdaId(patient.InsOid, patient.Ins)], patient.BirthName, patient.UsedName,
            string.Join(' ', patient.GivenNames),
        patient.GivenNames[0], patient.GivenNames[0], patient.Sex,
            CdaTime.Parse(patient.BirthDate.ToString("yyyyMMdd", null)),
        patient.BirthPlace, "Brest", null);

    private static DateTimeOffset At(DateOnly day, int hour, int minute)
    {
        var local = day.ToDateTime(new TimeOnly(hour, minute));
        return new DateTimeOffset(local, Paris.GetUtcOffset(local));
    }
}

/// <summary>Title and content of a demo document.</summary>
/// <remarks><c>Days</c>: how long the act took.</remarks>
internal sealed record DemoBody(string Title, IReadOnlyList<CdaDraftSection> Sections, CdaDraftContent? Content = null,
    int Days = 0);
