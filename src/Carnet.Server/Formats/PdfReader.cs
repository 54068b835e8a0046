using System.Diagnostics;
using System.Text;
using Carnet.Server.Features.Documents;

namespace Carnet.Server.Formats;

/// <summary>Reads PDF files in a child process, which is ended when a file takes too long or too much.</summary>
/// <remarks>
/// 256 MiB of memory, two seconds of the processor and twenty of the clock for a file; one child at a time, started when it is needed and kept while it
/// is. Nothing is written to a disk: contents travel by pipes. Source: OWASP ASVS 5.0 5.2.1, 5.3.3.
/// </remarks>
internal sealed class PdfReader : IFileWords, IDisposable
{
    public const string Command = "read-pdf";

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);
    private const int MostWaits = 10;

    private readonly SemaphoreSlim _turn = new(1);
    private Process? _child;

    public async Task<string> OfPdfAsync(ReadOnlyMemory<byte> pdf, CancellationToken ct)
    {
        if (pdf.Length > PdfWords.LargestFile)
        {
            return "";
        }

        await _turn.WaitAsync(ct);
        try
        {
            if (_child is null or { HasExited: true })
            {
                _child = Start();
            }

            using var asking = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var words = AskAsync(_child, pdf, asking.Token);
            if (!await EndsInTimeAsync(_child, words))
            {
                await asking.CancelAsync();
            }

            return await words ?? End();
        }
        catch (Exception cause) when (cause is OperationCanceledException or IOException)
        {
            return End();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        End();
        _turn.Dispose();
    }

    // On a busy machine the clock says little: what counts is what the child has worked.
    private static async Task<bool> EndsInTimeAsync(Process child, Task words)
    {
        var before = child.TotalProcessorTime;
        for (var wait = 0; wait < MostWaits; wait++)
        {
            if (await Task.WhenAny(words, Task.Delay(MostTime)) == words)
            {
                return true;
            }

            child.Refresh();
            if (child.HasExited || child.TotalProcessorTime - before > MostTime)
            {
                break;
            }
        }

        return words.IsCompleted;
    }

    private static async Task<string?> AskAsync(Process child, ReadOnlyMemory<byte> pdf, CancellationToken ct)
    {
        await PdfWords.WriteFrameAsync(child.StandardInput.BaseStream, pdf, ct);
        return await PdfWords.ReadFrameAsync(child.StandardOutput.BaseStream, 4 * PdfWords.MostCharacters, ct) is { } words
            ? Encoding.UTF8.GetString(words) : null;
    }

    private static Process Start()
    {
        // In a test, or under "dotnet carnet.dll", the program that runs is not ours; then it is told which file is.
        var own = typeof(PdfReader).Assembly.Location;
        var isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) is not "carnet";
        var start = new ProcessStartInfo(isHost ? "dotnet" : Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (isHost)
        {
            start.ArgumentList.Add(own);
        }

        start.ArgumentList.Add(Command);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Carnet__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name); // connection strings and secrets of the server
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0"; // a dump would hold the document
        var child = Process.Start(start) ?? throw new IOException("The reader of PDF files did not start.");
        child.ErrorDataReceived += (_, _) => { };
        child.BeginErrorReadLine();
        return child;
    }

    private string End()
    {
        if (_child is { } child)
        {
            try
            {
                child.Kill();
            }
            catch (InvalidOperationException)
            {
                // It had ended by itself.
            }

            child.Dispose();
        }

        _child = null;
        return "";
    }
}
