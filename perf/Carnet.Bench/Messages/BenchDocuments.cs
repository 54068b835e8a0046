using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Carnet.Server.Demo;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Drafting;

namespace Carnet.Bench.Messages;

/// <summary>Consultation reports of 20 kB: two thirds French prose and results, one third that no compression shortens.</summary>
internal static class BenchDocuments
{
    public const int Size = 20 * 1024;
    private const int Incompressible = 6 * 1024;

    private static readonly string[] Sentences =
    [
        "Patiente vue ce jour en consultation externe pour le suivi d’une insuffisance cardiaque à fraction d’éjection préservée.",
        "L’interrogatoire ne retrouve ni douleur thoracique, ni palpitation, ni perte de connaissance depuis la dernière visite.",
        "Le périmètre de marche est stable, autour de huit cents mètres, avec une dyspnée au second étage.",
        "À l’examen, les bruits du cœur sont réguliers, sans souffle ; les mollets sont souples et les pouls distaux perçus.",
        "L’auscultation pulmonaire est libre, la saturation à 97 % en air ambiant, la température à 36,8 °C.",
        "Le traitement par inhibiteur de l’enzyme de conversion est bien toléré ; la kaliémie reste dans les limites usuelles.",
        "Nous avons revu ensemble les signes qui doivent conduire à consulter sans attendre, en particulier une prise de poids rapide.",
        "Un contrôle de la fonction rénale est demandé à un mois, ainsi qu’une échocardiographie avant la fin de l’année.",
        "La vaccination contre la grippe a été proposée et acceptée ; le rappel antitétanique est à jour.",
        "Une consultation de diététique est programmée, l’apport en sel restant supérieur à ce qui a été conseillé.",
    ];

    /// <summary>An OID that nobody has used.</summary>
    public static string NewOid() => "2.25." + new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true, isBigEndian: true)
        .ToString(CultureInfo.InvariantCulture);

    /// <summary>The draft of a patient's documents; each document is this one with an id and a trace of its own.</summary>
    public static CdaDraft Draft(DemoPatient patient, DemoProfessional author)
    {
        var structure = DemoTown.Structure(author.Structure);
        var now = TimeProvider.System.GetUtcNow().AddHours(-1);
        var created = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        var draft = new CdaDraft
        {
            Id = new CdaId(NewOid(), null),
            SetId = new CdaId(NewOid(), null),
            Code = DemoTypes.Type("11488-4"),
            Title = "Consultation de cardiologie",
            Created = created,
            Patient = DemoPile.Header(patient),
            Author = new CdaActor(null, null, null, [new CdaId(CdaOids.Professional, author.PsIdNat)],
                new CdaCode(author.AuthorSpecialty, CdaOids.Professions, author.Label),
                new CdaPersonName(null, author.GivenName, author.FamilyName, "DR"), null, DemoTypes.Organization(structure)),
            Custodian = DemoTypes.Organization(structure),
            Act = new CdaDraftAct(null, created, created, DemoTypes.Setting(structure)),
            Encounter = new CdaDraftEncounter(DemoTypes.Encounter("11488-4", structure), created, created, DemoTypes.Facility(structure)),
            Sections = [new("29299-5", "Motif de consultation", new CdaDraftParagraph(Sentences[0]))],
        };
        return draft with { Sections = [.. draft.Sections, Results(), Prose(draft), new("55188-7", "Tracé joint")] };
    }

    public static byte[] Write(CdaDraft draft, string uniqueId)
    {
        var trace = new CdaDraftParagraph(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Incompressible * 3 / 4)));
        return CdaWriter.Write(draft with
        {
            Id = new CdaId(uniqueId, null),
            SetId = new CdaId(NewOid(), null),
            Sections = [.. draft.Sections.SkipLast(1), draft.Sections[^1] with { Blocks = [trace] }],
        });
    }

    private static CdaDraftSection Results() => new("30954-2", "Résultats", new CdaDraftTable(
        "Biologie", ["Examen", "Résultat", "Unité", "Référence"],
        [.. Enumerable.Range(0, 24).Select(row => (IReadOnlyList<string>)
            [$"Examen n° {row + 1}", Value(40, 900), "mmol/L", $"{Value(10, 300)} - {Value(400, 990)}"])]));

    private static string Value(int low, int high)
        => (RandomNumberGenerator.GetInt32(low, high) / 10m).ToString("0.0", CultureInfo.GetCultureInfo("fr-FR"));

    // As much prose as the size leaves room for.
    private static CdaDraftSection Prose(CdaDraft draft)
    {
        List<CdaDraftBlock> paragraphs = [];
        var frame = CdaWriter.Write(draft with { Sections = [.. draft.Sections, Results()] }).Length + 400;
        for (var left = Size - Incompressible - frame; left > 0;)
        {
            var text = string.Join(' ', RandomNumberGenerator.GetItems<string>(Sentences, 3));
            paragraphs.Add(new CdaDraftParagraph(text));
            left -= System.Text.Encoding.UTF8.GetByteCount(text) + 40;
        }

        return new("8648-8", "Évolution", [.. paragraphs]);
    }
}
