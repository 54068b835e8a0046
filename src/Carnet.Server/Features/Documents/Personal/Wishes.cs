namespace Carnet.Server.Features.Documents.Personal;

/// <summary>A form that becomes a document of the person, one version after another.</summary>
internal enum WishKind
{
    /// <summary>Directives anticipées (CSP L. 1111-11).</summary>
    Directives,

    /// <summary>What the person wants known of giving their organs.</summary>
    Donation,

    /// <summary>Allergies, history, treatments.</summary>
    Profile,
}

/// <summary>What each form is as a document.</summary>
/// <param name="Parts">Name of the field, LOINC code and title of the section.</param>
internal sealed record WishForm(
    WishKind Kind, string TypeCode, string Title, bool OnlyThePerson, bool IsList,
    IReadOnlyList<(string Field, string Loinc, string Title)> Parts)
{
    public static IReadOnlyList<WishForm> All { get; } =
    [
        new(WishKind.Directives, "EXPPAT_3", "Mes directives anticipées", OnlyThePerson: true, IsList: false,
        [
            ("situation", "42348-3", "Ma situation"),
            ("reanimation", "42348-3", "Réanimation, respiration artificielle"),
            ("traitements", "42348-3", "Poursuite des traitements et des examens"),
            ("sedation", "42348-3", "Sédation profonde et continue jusqu’au décès"),
            ("autres", "42348-3", "Mes autres souhaits"),
        ]),
        new(WishKind.Donation, "EXPPAT_1", "Don de mes organes", OnlyThePerson: true, IsList: false,
        [
            ("choix", "42348-3", "Ce que je souhaite"),
            ("precision", "42348-3", "Précisions"),
        ]),
        new(WishKind.Profile, "DOCPAT08", "Mon profil médical", OnlyThePerson: false, IsList: true,
        [
            ("allergies", "48765-2", "Allergies et intolérances"),
            ("antecedents", "11348-0", "Maladies, opérations et antécédents"),
            ("traitements", "10160-0", "Traitements en cours"),
            ("autres", "46239-0", "Autres choses à savoir"),
        ]),
    ];

    public static WishForm Of(WishKind kind) => All.First(form => form.Kind == kind);
}
