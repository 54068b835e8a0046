using System.Globalization;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Drafting;

namespace Carnet.Server.Demo;

/// <summary>French medical texts with the usual sections of each kind of document.</summary>
internal static class DemoTexts
{
    public static DemoBody Consultation(string title, string reason, string examination, string conclusion)
        => new(title,
    [
        new("42349-1", "Motif", new CdaDraftParagraph(reason)),
        new("29545-1", "Examen clinique", new CdaDraftParagraph(examination)),
        new("51848-0", "Conclusion et suite", new CdaDraftParagraph(conclusion)),
    ]);

    /// <summary>Rows: examination, result, unit, reference, previous result.</summary>
    public static DemoBody Biology(string title, string comment, params (string Chapter, string[][] Rows)[] chapters)
        => new(title,
    [
        .. chapters.Select(chapter => new CdaDraftSection("18725-2", chapter.Chapter, new CdaDraftTable(chapter.Chapter,
            ["Examen", "Résultat", "Unité", "Valeurs de référence", "Antériorité"], chapter.Rows))),
        new("48767-8", "Commentaire du biologiste", new CdaDraftParagraph(comment)),
    ]);

    /// <summary>Lines: product, dose, duration.</summary>
    public static DemoBody Prescription(string title, params string[][] lines) => new(title,
    [
        new("57828-6", "Médicaments prescrits",
            new CdaDraftTable("Ordonnance", ["Médicament", "Posologie", "Durée"], lines),
            new CdaDraftParagraph("Ne pas interrompre sans avis médical.")),
    ]);

    /// <summary>Lines: product, quantity, remark.</summary>
    public static DemoBody Dispensation(string title, params string[][] lines) => new(title,
        [new("60590-7", "Médicaments délivrés", new CdaDraftTable(null, ["Médicament", "Quantité", "Remarque"],
            lines))]);

    public static DemoBody Imaging(string title, string indication, string technique, string findings,
        string conclusion) => new(title,
    [
        new("55752-0", "Informations cliniques", new CdaDraftParagraph(indication)),
        new("55111-9", "Technique", new CdaDraftParagraph(technique)),
        new("59776-5", "Résultats", new CdaDraftParagraph(findings)),
        new("19005-8", "Conclusion", new CdaDraftParagraph(conclusion)),
    ]);

    public static DemoBody Synthesis(string title, string[] problems, string[] history, string[] allergies,
        string[][] treatments)
        => new(title,
        [
            new(new CdaCode("46612-8", CdaOids.Loinc, "Synthèse médicale"), "Synthèse", [],
            [
                new("11450-4", "Problèmes actifs", new CdaDraftList(false, problems)),
                new("11348-0", "Antécédents", new CdaDraftList(false, history)),
                new("48765-2", "Allergies et intolérances", new CdaDraftList(false, allergies)),
            ]),
            new("10160-0", "Traitements au long cours", new CdaDraftTable(null, ["Médicament", "Posologie", "Depuis"],
                treatments)),
        ]);

    public static DemoBody Stay(string title, int days, string reason, string story, string[] acts, string outcome)
        => new(title,
    [
        new("42349-1", "Motif d’hospitalisation", new CdaDraftParagraph(reason)),
        new("8648-8", "Évolution pendant le séjour", new CdaDraftParagraph(story)),
        new("47519-4", "Actes et examens", new CdaDraftList(true, acts)),
        new("18776-5", "Suites à donner", new CdaDraftParagraph(outcome)),
    ],
    Days: days);

    public static DemoBody Vaccinations(string title, params string[][] lines) => new(title,
        [new("11369-6", "Vaccinations", new CdaDraftTable("Vaccins reçus", ["Date", "Vaccin", "Maladies", "Rang"],
            lines))]);

    public static DemoBody Note(string title, string heading, params string[] paragraphs) => new(title,
        [new("48767-8", heading, [.. paragraphs.Select(text => new CdaDraftParagraph(text))])]);

    /// <summary>One month of reimbursements; amounts follow from the rank, so that each start shows the same.</summary>
    public static DemoBody Reimbursements(string month, int rank, params string[] lines)
        => new($"Remboursements de {month}",
    [
        new("10160-0", "Soins et médicaments remboursés", new CdaDraftTable("Montants en euros",
            ["Nature", "Payé", "Base", "Remboursé"],
            [.. lines.Select((line, i) => Amounts(line, rank + (i * 5)))])),
    ]);

    public static DemoBody Pdf(string title, params string[] lines)
        => new(title, [], new CdaDraftContent("application/pdf", TinyPdf.Write([title, .. lines])));

    public static DemoBody PlainText(string title, string text)
        => new(title, [], new CdaDraftContent("text/plain", System.Text.Encoding.UTF8.GetBytes(text)));

    public static string Decimal(double value) => value.ToString("0.##", CultureInfo.GetCultureInfo("fr-FR"));

    private static string[] Amounts(string line, int rank)
    {
        var paid = 18 + (rank * 37 % 60) + (rank % 4 * 0.25);
        return [line, Decimal(paid), Decimal(paid), Decimal(Math.Round(paid * 0.65, 2))];
    }
}
