namespace Carnet.Server.Platform.Hosting;

/// <summary>Reads secrets from files: <c>Carnet__Section__Key_FILE=/path</c> sets <c>Carnet:Section:Key</c> to its content.</summary>
internal static class SecretFiles
{
    private const string Suffix = "_FILE";

    public static IConfigurationBuilder AddSecretFiles(this IConfigurationBuilder configuration)
    {
        Dictionary<string, string?> values = [];
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string path }
                && name.StartsWith("Carnet__", StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            {
                var key = name[..^Suffix.Length].Replace("__", ":", StringComparison.Ordinal);
                values[key] = File.Exists(path)
                    ? File.ReadAllText(path).TrimEnd('\r', '\n')
                    : throw new InvalidOperationException($"{name} names the file {path}, which does not exist.");
            }
        }

        return configuration.AddInMemoryCollection(values);
    }
}
