namespace Carnet.Domain.Documents;

/// <summary>The nine spaces in which a person finds documents; computed from the type, never stored as entered.</summary>
/// <remarks>Source: P19; DMP 5.</remarks>
public enum DocumentSpace
{
    Summary = 1,
    Treatments = 2,
    Reports = 3,
    Imaging = 4,
    Laboratory = 5,
    Prevention = 6,
    Certificates = 7,
    Reimbursements = 8,
    Personal = 9,
}

/// <summary>How the spaces are named to people.</summary>
public static class DocumentSpaces
{
    /// <summary>All nine, in the order in which they are shown.</summary>
    public static IReadOnlyList<DocumentSpace> All { get; } = Enum.GetValues<DocumentSpace>();

    public static string FrenchName(this DocumentSpace space) => space switch
    {
        DocumentSpace.Summary => "Synthèse",
        DocumentSpace.Treatments => "Traitements et soins",
        DocumentSpace.Reports => "Comptes rendus",
        DocumentSpace.Imaging => "Imagerie",
        DocumentSpace.Laboratory => "Analyses",
        DocumentSpace.Prevention => "Prévention",
        DocumentSpace.Certificates => "Certificats",
        DocumentSpace.Reimbursements => "Remboursements",
        DocumentSpace.Personal => "Espace personnel",
    };

    /// <summary>The name of a space in an address: lower case, without accents.</summary>
    public static string Slug(this DocumentSpace space) => space switch
    {
        DocumentSpace.Summary => "synthese",
        DocumentSpace.Treatments => "traitements",
        DocumentSpace.Reports => "comptes-rendus",
        DocumentSpace.Imaging => "imagerie",
        DocumentSpace.Laboratory => "analyses",
        DocumentSpace.Prevention => "prevention",
        DocumentSpace.Certificates => "certificats",
        DocumentSpace.Reimbursements => "remboursements",
        DocumentSpace.Personal => "personnel",
    };

    public static DocumentSpace? FromSlug(string? slug)
        => All.Cast<DocumentSpace?>().FirstOrDefault(space => space!.Value.Slug() == slug);
}
