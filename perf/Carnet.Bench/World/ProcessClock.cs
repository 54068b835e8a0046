using System.Globalization;

namespace Carnet.Bench.World;

/// <summary>Processor time and memory of other processes, as Linux counts them.</summary>
internal static class ProcessClock
{
    /// <summary>Hundredths of a second, on every Linux of our days.</summary>
    private const double TickMilliseconds = 10;

    /// <summary>Milliseconds of processor time of one process.</summary>
    public static double Processor(int process)
    {
        var fields = Fields(process);
        return (Ticks(fields, 11) + Ticks(fields, 12)) * TickMilliseconds;
    }

    /// <summary>Milliseconds of processor time of a process and its children, those included that have ended.</summary>
    public static double ProcessorOfFamily(int parent)
    {
        var fields = Fields(parent);
        return ((Ticks(fields, 13) + Ticks(fields, 14)) * TickMilliseconds) + Processor(parent)
            + Children(parent).Sum(Processor);
    }

    /// <summary>MiB of resident memory.</summary>
    public static double Resident(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static List<int> Children(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => name!.All(char.IsAsciiDigit))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(process => Ticks(Fields(process), 1) == parent),
    ];

    // The name of the program may hold spaces and stands in brackets; what follows is numbers from the third field on.
    private static string[] Fields(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return []; // ended meanwhile
        }
    }

    private static double Ticks(string[] fields, int index)
        => fields.Length > index ? double.Parse(fields[index], CultureInfo.InvariantCulture) : 0;
}
