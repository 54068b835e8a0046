using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Carnet.Domain.Access;
using Carnet.Tests.Support;

namespace Carnet.Tests.Endpoints;

/// <summary>A-7: two server processes on one PostgreSQL change their rules at the same instant, without a restart.</summary>
public sealed class TwoServersTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "carnet.dll");

    private readonly ScratchFolder _folder = new();
    private readonly List<Process> _processes = [];
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }

            process.Dispose();
        }

        _client.Dispose();
        _folder.Dispose();
    }

    [Theory, OnPostgreSql]
    [Trait("rule", "A-7")]
    public async Task A_7_two_processes_agree_on_the_new_matrix_from_its_instant_on(string database)
    {
        Assert.Equal("PostgreSql", database);
        var postgres = await PostgresCluster.CreateDatabaseAsync();
        try
        {
            await RunAsync(postgres, null, "migrate");
            Uri[] servers = [await ServeAsync(postgres), await ServeAsync(postgres)];
            var (anne, bruno) = (await AddAsync(postgres, "anne"), await AddAsync(postgres, "bruno"));
            var file = _folder.Write("matrix.csv", HabilitationMatrix.DefaultText + "10;SM26;10;only;11488-4;essai\n");
            await RunAsync(postgres, anne, "rules", "propose", "habilitations", file, "--source", "essai", "--operator", "anne");
            await RunAsync(postgres, bruno, "rules", "approve", "habilitations", "2", "--operator", "bruno");

            List<(DateTimeOffset Asked, DateTimeOffset Answered, int Version)> answers = [];
            while (answers.Count < 2_000 && answers.TakeLast(2).Count(answer => answer.Version == 2) < 2)
            {
                foreach (var server in servers)
                {
                    var asked = TimeProvider.System.GetUtcNow();
                    var version = await VersionAsync(server) ?? 0;
                    answers.Add((asked, TimeProvider.System.GetUtcNow(), version));
                }

                await Task.Delay(25);
            }

            using var shown = JsonDocument.Parse(await _client.GetStringAsync(new Uri(servers[0], "/regles/habilitations.json")));
            var effective = shown.RootElement.GetProperty("EffectiveAt").GetDateTimeOffset();
            Assert.All(answers.Where(answer => answer.Answered < effective), answer => Assert.Equal(1, answer.Version));
            Assert.All(answers.Where(answer => answer.Asked >= effective), answer => Assert.Equal(2, answer.Version));
            Assert.Equal((1, 2), (answers[0].Version, answers[^1].Version));
        }
        finally
        {
            _processes.Where(process => !process.HasExited).ToList().ForEach(process => process.Kill());
            await PostgresCluster.DropDatabaseAsync(postgres);
        }
    }

    private async Task<string> AddAsync(string postgres, string name)
        => (await RunAsync(postgres, null, "operators", "add", name)).Split('\n')
            .Single(line => line.StartsWith("secret  ", StringComparison.Ordinal))[8..].Trim();

    private async Task<string> RunAsync(string postgres, string? secret, params string[] arguments)
    {
        using var process = Launch(postgres, "", secret, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{arguments[0]}: {await output}");
        return await output;
    }

    private async Task<Uri> ServeAsync(string postgres)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        var process = Launch(postgres, address, null, "serve");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        _processes.Add(process);
        for (var round = 0; round < 1_200; round++)
        {
            Assert.False(process.HasExited, "the server ended while it started");
            if (await VersionAsync(new Uri(address)) == 1)
            {
                return new Uri(address);
            }

            await Task.Delay(25);
        }

        throw new TimeoutException("The server did not open its door.");
    }

    private async Task<int?> VersionAsync(Uri server)
    {
        try
        {
            using var answer = JsonDocument.Parse(await _client.GetStringAsync(new Uri(server, "/regles/habilitations.json")));
            return answer.RootElement.GetProperty("Version").GetInt32();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private Process Launch(string postgres, string portals, string? secret, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments, "--data", Path.Combine(_folder.Path, "data")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment["Carnet__Database__Provider"] = "PostgreSql";
        start.Environment["Carnet__Database__ConnectionString"] = postgres;
        start.Environment["Carnet__Doors__Portals"] = portals;
        start.Environment["Carnet__Doors__Soap"] = "";
        start.Environment["Carnet__Doors__Operations"] = "";
        if (secret is not null)
        {
            start.Environment["CARNET_OPERATOR_SECRET"] = secret;
        }

        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
