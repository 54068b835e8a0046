using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Carnet.Tests.Support;

/// <summary>The built server as a process of its own, to be killed.</summary>
internal sealed class CarnetProcess : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "carnet.dll");

    private readonly Process _process;

    private CarnetProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts it on a free port and waits until the door takes connections.</summary>
    /// <param name="postgres">Connection string, for a server beside others on one database; null for SQLite in the folder.</param>
    /// <param name="settings">More variables of the environment.</param>
    public static async Task<CarnetProcess> StartAsync(
        string folder, string? postgres = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var port = FreePort();
        var started = new CarnetProcess(
            Launch(folder, port, postgres, settings, "serve", "--demo", "--data", folder), new Uri($"https://127.0.0.1:{port}"));
        for (var round = 0; round < 1200; round++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return started;
            }
            catch (SocketException)
            {
                Assert.False(started._process.HasExited, "the server ended while it started");
                await Task.Delay(25);
            }
        }

        started.Dispose();
        throw new TimeoutException("The server did not open its door.");
    }

    /// <summary>Runs another command to its end.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(string folder, params string[] arguments)
    {
        using var process = Launch(folder, 0, null, null, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output);
    }

    /// <summary>Runs another command and kills it as soon as a sign is seen; false where it had ended before.</summary>
    public static async Task<bool> CutWhenAsync(string folder, Func<Task<bool>> sign, params string[] arguments)
    {
        using var process = Launch(folder, 0, null, null, arguments);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        while (!process.HasExited)
        {
            if (await sign())
            {
                process.Kill();
                await process.WaitForExitAsync();
                return true;
            }

            await Task.Delay(5);
        }

        return false;
    }

    /// <summary>SIGKILL, to this process alone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static Process Launch(
        string folder, int port, string? postgres, IReadOnlyDictionary<string, string>? settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["Carnet__Doors__Portals"] = "";
        start.Environment["Carnet__Doors__Operations"] = "";
        start.Environment["Carnet__Doors__Soap"] = $"https://127.0.0.1:{port}";
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        if (postgres is not null)
        {
            start.Environment["Carnet__Database__Provider"] = "PostgreSql";
            start.Environment["Carnet__Database__ConnectionString"] = postgres;
        }

        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (arguments[0] is "serve")
        {
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
        }

        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
