using System.Globalization;

namespace Carnet.Bench;

/// <summary>Which database stands behind the server.</summary>
internal enum Backend
{
    PostgreSql,
    Sqlite,
}

/// <summary>What is asked of the server.</summary>
internal enum Workload
{
    Iti41,
    Iti18,
    Iti43,
    Iti57,
    Td02,
    Td03,

    /// <summary>60 % deposits, 25 % lists, 10 % documents, 5 % questions whether there is a record.</summary>
    Mixed,
}

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    /// <summary>Folder of the published server.</summary>
    public string Server { get; private init; } = Path.Combine("artifacts", "server");

    /// <summary>File whose marked part is replaced by the results; only a whole run writes it.</summary>
    public string Report { get; private init; } = Path.Combine("docs", "performance.md");

    /// <summary>Where the temporary folders go: the disk that is measured.</summary>
    public string Folder { get; private init; } = Path.GetTempPath();

    public IReadOnlyList<Backend> Backends { get; private init; } = [Backend.PostgreSql, Backend.Sqlite];

    public IReadOnlyList<Workload> Workloads { get; private init; } = Enum.GetValues<Workload>();

    /// <summary>The record with ten thousand documents too.</summary>
    public bool LongRecord { get; private init; } = true;

    /// <summary>The patient's portal too.</summary>
    public bool Portal { get; private init; } = true;

    /// <summary>Known and unknown people at the entrance too.</summary>
    public bool Entrance { get; private init; } = true;

    public IReadOnlyList<int> Clients { get; private init; } = [1, 8, 32];

    /// <summary>Length of one run.</summary>
    public TimeSpan Length { get; private init; } = TimeSpan.FromSeconds(8);

    /// <summary>Part of the measurements only: good for a profile, not for the report.</summary>
    public bool IsPartial => Backends.Count < 2 || Workloads.Count < Enum.GetValues<Workload>().Length || Clients.Count < 3;

    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw Wrong(arguments[i]);
            options = (arguments[i], value) switch
            {
                ("--server", _) => options with { Server = value },
                ("--report", _) => options with { Report = value },
                ("--folder", _) => options with { Folder = value },
                ("--only", "sqlite") => options with { Backends = [Backend.Sqlite] },
                ("--only", "postgres") => options with { Backends = [Backend.PostgreSql] },
                ("--workload", "long") => options with { Workloads = [], Portal = false, Entrance = false },
                ("--workload", "portal") => options with { Workloads = [], LongRecord = false, Entrance = false },
                ("--workload", "entrance") => options with { Workloads = [], LongRecord = false, Portal = false },
                ("--workload", _) when Enum.TryParse<Workload>(value, ignoreCase: true, out var one)
                    => options with { Workloads = [one], LongRecord = false, Portal = false, Entrance = false },
                ("--clients", _) => options with { Clients = [.. value.Split(',').Select(Number)] },
                ("--seconds", _) => options with { Length = TimeSpan.FromSeconds(Number(value)) },
                _ => throw Wrong(arguments[i]),
            };
        }

        return options;
    }

    private static int Number(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Wrong(text);

    private static ArgumentException Wrong(string argument) => new(
        $"\"{argument}\" is not understood. Options: --server DIR, --only sqlite|postgres, "
        + "--workload iti41|iti18|iti43|iti57|td02|td03|mixed|long|portal|entrance, "
        + "--clients 1,8,32, --seconds N, --folder DIR, --report FILE.");
}
