using Carnet.Bench.Limits;

namespace Carnet.Bench.Report;

/// <summary>One workload with so many clients.</summary>
/// <param name="Median">Milliseconds until the answer, half of them.</param>
/// <param name="Slow">Milliseconds until the answer, 99 of 100.</param>
/// <param name="Server">Milliseconds of processor time of the server for one request.</param>
/// <param name="Database">The same of PostgreSQL; null where the database lives in the server.</param>
/// <param name="Memory">MiB resident, mean over the run.</param>
/// <param name="Raw">What PostgreSQL alone does of the same work, right after; null where there is none.</param>
/// <param name="Syncs">Of the disk, a second, just before.</param>
internal sealed record Measurement(
    Workload Workload, int Clients, double PerSecond, double Median, double Slow, int Errors, double Server,
    double? Database, double Memory, RawRate? Raw, double Syncs);

/// <summary>All that was measured with one database.</summary>
/// <param name="Start">From the start of the process to the first right answer of the SOAP door.</param>
/// <param name="Idle">MiB resident after five seconds without work.</param>
/// <param name="EmptyPerSecond">Requests over mutual TLS that are refused at once, 8 clients.</param>
/// <param name="EmptyCost">Milliseconds of processor time of the server for one of them.</param>
/// <param name="Token">First verification of a VIHF.</param>
internal sealed record BackendResults(
    Backend Backend, TimeSpan Start, double Idle, double EmptyPerSecond, double EmptyCost, TimeSpan Token, Secrecy Secrecy, LongRecord? Long,
    IReadOnlyList<Measurement> Measurements)
{
    /// <summary>Pages of the patient's portal with 500 documents; empty where they were not asked for.</summary>
    public IReadOnlyList<PortalPage> Portal { get; init; } = [];

    /// <summary>Known and unknown people at the entrance; empty where they were not asked for.</summary>
    public IReadOnlyList<EqualTime> Entrance { get; init; } = [];
}

/// <summary>One page of the portal; milliseconds, and kB of HTML.</summary>
/// <param name="First">The very first time, with nothing in memory.</param>
internal sealed record PortalPage(string Name, double First, double Median, double Slow, double Weight);

/// <summary>One list of a record with very many documents.</summary>
/// <param name="Cost">Milliseconds of processor time of the server.</param>
internal sealed record LongRecord(int Documents, double Cost);

/// <summary>Median time of an answer, in milliseconds: about a masked document, about one that does not exist.</summary>
internal sealed record Secrecy(double Masked, double Unknown)
{
    public double Difference => Math.Abs(Masked - Unknown) / Unknown;
}
