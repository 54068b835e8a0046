using System.Text.RegularExpressions;
using Carnet.Tests.Support;

namespace Carnet.Tests.Architecture;

/// <summary>The files of the product and what is written in them.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = Path.Combine(Corpus.Repository, "src");

    public static IEnumerable<string> Files(string folder = "") => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);

    public static string Name(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>What stands after <c>Source:</c> in doc comments, its lines joined.</summary>
    public static IEnumerable<(string File, string Text)> Sources()
        => from file in Files()
           let text = DocLines().Replace(File.ReadAllText(file), " ")
           from Match match in SourceRemark().Matches(text)
           select (Name(file), match.Groups[1].Value.Trim());

    [GeneratedRegex(@"[ \t]*\r?\n\s*///[ \t]*")]
    private static partial Regex DocLines();

    [GeneratedRegex(@"Source: (.+?)(?:</|\r?\n)")]
    private static partial Regex SourceRemark();
}
