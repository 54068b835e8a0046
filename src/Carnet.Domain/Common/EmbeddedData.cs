using System.Text;

namespace Carnet.Domain.Common;

/// <summary>Rule data that travels inside the assembly: lines of semicolon-separated cells, <c>#</c> starts a remark.</summary>
internal static class EmbeddedData
{
    /// <summary>The lines of <c>Carnet.Domain.{room}.{file}</c>, without remarks and blanks.</summary>
    public static IEnumerable<string[]> Lines(string name)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream("Carnet.Domain." + name)
            ?? throw new InvalidOperationException($"The assembly lacks its data file {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split(';');
            }
        }
    }

    /// <summary>The whole of <c>Carnet.Domain.{room}.{file}</c>.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream("Carnet.Domain." + name)
            ?? throw new InvalidOperationException($"The assembly lacks its data file {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>What was read from a file that ships with the assembly: a defect there is ours.</summary>
    public static T Sound<T>(Outcome<T> read, string name) => read.Match(
        value => value, failure => throw new InvalidOperationException($"{name}: {failure.Detail}"));
}
