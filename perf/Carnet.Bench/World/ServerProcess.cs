using System.Diagnostics;
using System.Globalization;
using Carnet.Bench.Load;

namespace Carnet.Bench.World;

/// <summary>The published server, as a child process with its doors on free loopback ports.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly int _operations;
    private readonly int _soap;
    private readonly string _demo;
    private SoapDoor? _door;

    private ServerProcess(Process process, int soap, int operations, int portals, string demo)
        => (_process, _soap, _operations, Portals, _demo) = (process, soap, operations, new Uri(Address("http", portals)), demo);

    /// <summary>Where people come in.</summary>
    public Uri Portals { get; }

    /// <summary>Known once the demo has its certificates.</summary>
    public SoapDoor Door => _door ??= SoapDoor.Of(_soap, _demo);

    public int ProcessId => _process.Id;

    public static ServerProcess Start(string program, ServerData data, int soapPort)
    {
        var (operations, portals) = (Ports.Free(), Ports.Free());
        var start = new ProcessStartInfo("dotnet", [Path.Combine(program, "carnet.dll"), "serve", "--demo", "--data", data.Folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Carnet__Doors__Portals"] = Address("http", portals);
        start.Environment["Carnet__Doors__Soap"] = Address("https", soapPort);
        start.Environment["Carnet__Doors__Operations"] = Address("http", operations);
        foreach (var (key, value) in data.Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(data.Folder, "..", "server.log"), append: true) { AutoFlush = true });
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServerProcess(process, soapPort, operations, portals, data.Demo);
    }

    /// <summary>Waits until the demo world is complete and the server says that it is ready.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var ready = new Uri($"http://127.0.0.1:{_operations}/health/ready");
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; await Task.Delay(100))
        {
            RequireAlive();
            try
            {
                if (File.Exists(Path.Combine(_demo, "people.json")) && (await http.GetAsync(ready)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
        }

        throw new TimeoutException("The server did not become ready.");
    }

    public void RequireAlive()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The server ended with code {_process.ExitCode}; see server.log."));
        }
    }

    /// <summary>Asks it to end, as a service manager does, and waits.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Tool.Run("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}"));
            if (!_process.WaitForExit(TimeSpan.FromSeconds(20)))
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private static string Address(string scheme, int port) => string.Create(CultureInfo.InvariantCulture, $"{scheme}://localhost:{port}");
}
