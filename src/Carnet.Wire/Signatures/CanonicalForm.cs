namespace Carnet.Wire.Signatures;

/// <summary>Which canonical form of XML is meant: exclusive or inclusive 1.0, with or without comments.</summary>
/// <param name="Exclusive">False means inclusive C14N 1.0.</param>
/// <param name="WithComments">Keep comments.</param>
/// <param name="Prefixes">InclusiveNamespaces PrefixList of the exclusive form; the default namespace is the empty string.</param>
/// <remarks>Source: W3C xml-exc-c14n; W3C xml-c14n.</remarks>
public sealed record CanonicalForm(bool Exclusive, bool WithComments, IReadOnlyList<string> Prefixes)
{
    public const string ExclusiveUri = "http://www.w3.org/2001/10/xml-exc-c14n#";
    public const string ExclusiveWithCommentsUri = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
    public const string InclusiveUri = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    public const string InclusiveWithCommentsUri = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";

    public static CanonicalForm ExclusiveForm { get; } = new(true, false, []);

    public static CanonicalForm InclusiveForm { get; } = new(false, false, []);

    public static CanonicalForm InclusiveFormWithComments { get; } = new(false, true, []);

    /// <summary>The form of an algorithm URI, or null when it is none of the four.</summary>
    /// <param name="algorithm">The Algorithm attribute, compared exactly.</param>
    /// <param name="prefixList">White-space separated prefixes, <c>#default</c> being the default namespace.</param>
    public static CanonicalForm? FromAlgorithm(string? algorithm, string? prefixList = null) => algorithm switch
    {
        ExclusiveUri => string.IsNullOrEmpty(prefixList) ? ExclusiveForm : new(true, false, Split(prefixList)),
        ExclusiveWithCommentsUri => new(true, true, Split(prefixList ?? "")),
        InclusiveUri => InclusiveForm,
        InclusiveWithCommentsUri => InclusiveFormWithComments,
        _ => null,
    };

    private static string[] Split(string prefixList)
    {
        var prefixes = prefixList.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < prefixes.Length; i++)
        {
            prefixes[i] = prefixes[i] == "#default" ? "" : prefixes[i];
        }

        return prefixes;
    }
}
