using System.Globalization;

namespace Carnet.Bench.World;

/// <summary>A PostgreSQL cluster of our own, with default settings, that ends with the run.</summary>
internal sealed class Cluster : IDisposable
{
    public const string User = "carnet";

    private readonly string _binaries;
    private readonly string _data;

    private Cluster(string binaries, string folder, int port)
        => (_binaries, _data, Folder, Port) = (binaries, Path.Combine(folder, "data"), folder, port);

    /// <summary>Also the folder of its socket.</summary>
    public string Folder { get; }

    public int Port { get; }

    /// <summary>The first process, parent of all others.</summary>
    public int ProcessId => int.Parse(
        File.ReadLines(Path.Combine(_data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public static Cluster Start(string folder)
    {
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
        {
            Tool.Run("chown", "postgres", folder);
        }

        var cluster = new Cluster(Find(), folder, Ports.Free());
        Tool.RunUnprivileged(cluster.Binary("initdb"), "-D", cluster._data, "-A", "trust", "-U", User, "-E", "UTF8");
        Tool.RunUnprivileged("sh", "-c",
            $"'{cluster.Binary("pg_ctl")}' -D '{cluster._data}' -w -l '{folder}/log' "
            + $"-o \"-p {cluster.Port} -k '{folder}' -c listen_addresses=127.0.0.1\" start >'{folder}/start.log' 2>&1");
        return cluster;
    }

    public string CreateDatabase(string name)
    {
        Tool.Run(Binary("createdb"), [.. Address, name]);
        return $"Host=127.0.0.1;Port={Port};Username={User};Database={name}";
    }

    /// <summary>Runs one of the client programs that come with the server.</summary>
    public string Client(string program, params IReadOnlyList<string> arguments)
        => Tool.Run(Binary(program), [.. Address, .. arguments]);

    public void Dispose() => Tool.RunUnprivileged(Binary("pg_ctl"), "-D", _data, "-m", "fast", "-w", "stop");

    private IReadOnlyList<string> Address => ["-h", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", User];

    private string Binary(string name) => Path.Combine(_binaries, name);

    private static string Find()
    {
        const string Debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "pgbench")))
            : [];
        return installed.Order(StringComparer.Ordinal).LastOrDefault()
            ?? Environment.GetEnvironmentVariable("PATH")!.Split(':')
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException("No PostgreSQL server is installed; use --only sqlite.");
    }
}
