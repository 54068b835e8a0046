namespace Carnet.Server.Platform;

/// <summary>Time as it is stored: whole microseconds in UTC, the finest that every database keeps.</summary>
internal static class Instants
{
    /// <summary>Now, cut to microseconds, so that what is hashed equals what is read back.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) => clock.GetUtcNow().Micro();

    public static DateTimeOffset Micro(this DateTimeOffset instant)
        => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>Microseconds since 1970.</summary>
    public static long ToMicro(this DateTimeOffset instant)
        => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicro(long micro)
        => DateTimeOffset.UnixEpoch.AddTicks(micro * TimeSpan.TicksPerMicrosecond);
}
