using Carnet.Server.Platform.Keys;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Letters;

/// <summary>Section <c>Carnet:Letters</c>: letters for the provider who prints and posts; without a sender there are none.</summary>
internal sealed class LetterOptions
{
    /// <summary>Name and address of the sender, <c>|</c> between the lines.</summary>
    public string? Sender { get; set; }

    /// <summary>TrueType file whose signs are embedded; by default the DejaVu Sans that systems install.</summary>
    public string Font { get; set; } = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

    public bool IsSetUp => !string.IsNullOrWhiteSpace(Sender);

    public IReadOnlyList<string> SenderLines => [.. (Sender ?? "").Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}

/// <summary>Refuses to start on letters that could not be written.</summary>
internal sealed class LetterOptionsValidation : IValidateOptions<LetterOptions>
{
    public ValidateOptionsResult Validate(string? name, LetterOptions options)
        => !options.IsSetUp ? ValidateOptionsResult.Success
            : options.SenderLines.Count > 6 ? ValidateOptionsResult.Fail("Carnet:Letters:Sender has more than six lines.")
            : !File.Exists(options.Font) ? ValidateOptionsResult.Fail(
                $"Carnet:Letters:Font names {options.Font}, which does not exist; allowed: a TrueType file (Debian: fonts-dejavu-core).")
            : ValidateOptionsResult.Success;
}

/// <summary>The folder in which letters wait to be fetched for the post.</summary>
/// <remarks>
/// A letter names a person and where they live, so it lies sealed under the server's own key, in a file that only its
/// owner reads: the data folder alone reveals nobody. It is opened when it is handed over, and then it is gone. Its name
/// is the number of the message, so that one written twice is one letter.
/// </remarks>
internal sealed class LetterSpool(IOptions<DataOptions> data, SystemKey systemKey)
{
    private const string Suffix = ".letter";

    private string Folder => Path.Combine(data.Value.Directory, "letters");

    public async Task PutAsync(Guid id, ReadOnlyMemory<byte> pdf, CancellationToken ct)
    {
        PrivateFolder.Ensure(Folder);
        using var key = await systemKey.OpenAsync(ct);
        SecretFile.Write(Path.Combine(Folder, id + Suffix), key.Seal(SealedColumn.Letter, id, pdf.Span));
    }

    /// <summary>Writes every waiting letter as a PDF into a folder and forgets it; how many there were.</summary>
    /// <remarks>A file is durable before the letter is forgotten; cut off in between, the letter is written again under its name.</remarks>
    public async Task<int> ExportAsync(string folder, CancellationToken ct)
    {
        if (!Directory.Exists(Folder))
        {
            return 0;
        }

        PrivateFolder.Ensure(folder);
        using var key = await systemKey.OpenAsync(ct);
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(Folder, "*" + Suffix).Order(StringComparer.Ordinal))
        {
            ct.ThrowIfCancellationRequested();
            if (Guid.TryParse(Path.GetFileNameWithoutExtension(path), out var id))
            {
                SecretFile.Write(Path.Combine(folder, $"{id}.pdf"), key.Open(SealedColumn.Letter, id, await File.ReadAllBytesAsync(path, ct)));
                File.Delete(path);
                count++;
            }
        }

        return count;
    }
}

/// <summary>A folder that only its owner enters.</summary>
internal static class PrivateFolder
{
    public static void Ensure(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
