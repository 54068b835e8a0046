namespace Carnet.Tests.Support;

/// <summary>A fact that needs an outside program, reported as skipped with the reason where one is missing.</summary>
/// <remarks>
/// A tool is a program on the PATH (<c>xmlsec1</c>) or a file or folder of the repository (<c>tests/oracles/node_modules</c>).
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = tools.FirstOrDefault(tool => Find(tool) is null) is { } missing ? $"{missing} is not installed" : null;
    }

    public string[] Tools { get; }

    /// <summary>Absolute path of the tool, or null.</summary>
    public static string? Find(string tool)
    {
        if (tool.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.Combine(Corpus.Repository, tool);
            return Path.Exists(path) ? path : null;
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, tool))
            .FirstOrDefault(File.Exists);
    }
}
