namespace Carnet.Server.Platform.Jobs;

/// <summary>Work that the server does of itself, again and again.</summary>
/// <remarks>
/// How far it has come lies in the rows themselves: a batch takes what is due now and stores, in one commit for each row,
/// the effect together with the change that makes the row due no more. So it may be cut off anywhere and started again,
/// and where two servers do it at once, the second to commit meets a conflict and stores nothing. Every act is traced
/// with <see cref="JobSetup.Caller"/>. Once in production a name is not changed: it stands in the trail.
/// </remarks>
internal interface IJob
{
    /// <summary>Small letters and hyphens.</summary>
    string Name { get; }

    /// <summary>What it does, in a French sentence, for <c>carnet jobs list</c>.</summary>
    string Purpose { get; }

    /// <summary>Pause between two rounds.</summary>
    TimeSpan Period { get; }

    /// <summary>Does a bounded part of what is due; how many rows are done. Zero says that nothing is left to do now.</summary>
    Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct);
}
