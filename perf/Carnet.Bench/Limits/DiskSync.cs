using System.Diagnostics;

namespace Carnet.Bench.Limits;

/// <summary>How often a second the disk takes 8 kB for good: what every durable write waits for.</summary>
internal static class DiskSync
{
    private const int Block = 8 * 1024;
    private const int Blocks = 2_000;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(0.7);

    public static double PerSecond(string folder)
    {
        var path = Path.Combine(folder, $"sync-{Guid.CreateVersion7()}");
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, options: FileOptions.DeleteOnClose);
        RandomAccess.Write(file, new byte[Block * Blocks], 0);
        RandomAccess.FlushToDisk(file);
        var block = new byte[Block];
        block.AsSpan().Fill((byte)'y');
        var count = 0;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed < Length; count++)
        {
            RandomAccess.Write(file, block, (long)(count % Blocks) * Block);
            RandomAccess.FlushToDisk(file);
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}
