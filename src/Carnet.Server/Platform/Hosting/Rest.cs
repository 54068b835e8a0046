using System.Runtime.InteropServices;

namespace Carnet.Server.Platform.Hosting;

/// <summary>Gives memory back to the machine when nobody asks for anything.</summary>
/// <remarks>
/// A start and a busy hour leave room behind that the runtime and the C library would keep for the next one. On a small
/// machine the database next door can use it. Done once at each rest, never while requests come.
/// </remarks>
internal sealed class Rest(TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1.5);

    /// <summary>Less than one request allocates: nobody was there.</summary>
    private const long Stillness = 64 * 1024;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        var (last, rested) = (0L, 0L);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = GC.GetTotalAllocatedBytes();
            if (IsTime(last, now, rested))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                Trim();
                rested = now;
            }

            last = now;
        }
    }

    /// <summary>Whether nobody was there since the last look, and enough has happened since the last rest.</summary>
    /// <param name="last">Bytes allocated in all at the last look; likewise the others.</param>
    internal static bool IsTime(long last, long now, long rested) => now - last < Stillness && now - rested > 8 * Stillness;

    private static void Trim()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library)
            && NativeLibrary.TryGetExport(library, "malloc_trim", out var trim))
        {
            Marshal.GetDelegateForFunctionPointer<MallocTrim>(trim)(0);
        }
    }

    private delegate int MallocTrim(nuint pad);
}
