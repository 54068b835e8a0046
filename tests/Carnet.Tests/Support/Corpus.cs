namespace Carnet.Tests.Support;

/// <summary>The shared reference corpus, which stands beside the working tree and never inside the project.</summary>
public static class Corpus
{
    /// <summary>The folder that holds Carnet.slnx.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Absolute path of the corpus, which may not exist.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Repository, "..", "shared", "corpus"));

    /// <summary>Why tests on the corpus cannot run, or null when they can.</summary>
    public static string? Absence { get; } = Directory.Exists(Root) ? null : $"no corpus at {Root}";

    /// <summary>Files below a folder of the corpus, in a stable order; none when the corpus is absent.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern = "*")
    {
        var path = Path.Combine(Root, folder);
        return Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
    }

    private static string FindRepository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Carnet.slnx")))
            {
                return folder;
            }
        }

        return AppContext.BaseDirectory;
    }
}

/// <summary>A fact on the shared corpus, reported as skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute() => Skip = Corpus.Absence;
}

/// <summary>A theory on the shared corpus, reported as skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusTheoryAttribute : TheoryAttribute
{
    public CorpusTheoryAttribute() => Skip = Corpus.Absence;
}
