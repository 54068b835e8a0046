namespace Carnet.Bench.Report;

/// <summary>Two ways of one form compared: about who is known, about who is not.</summary>
/// <param name="Known">Median in milliseconds; so is <paramref name="Unknown"/>.</param>
/// <param name="Share">Of all pairs, in how many the known one took longer; 0.5 where nothing tells them apart.</param>
/// <param name="Z">Mann-Whitney: how many standard deviations the share is away from 0.5; beyond ± 2 by chance in one run of 20.</param>
internal sealed record EqualTime(string Name, int Tries, double Known, double Unknown, double Share, double Z)
{
    public static EqualTime Of(string name, List<double> known, List<double> unknown)
    {
        known.Sort();
        unknown.Sort();
        var (below, wins) = (0, 0.0);
        foreach (var time in known)
        {
            while (below < unknown.Count && unknown[below] < time)
            {
                below++;
            }

            wins += below;
        }

        var pairs = (double)known.Count * unknown.Count;
        var deviation = Math.Sqrt(pairs * (known.Count + unknown.Count + 1) / 12);
        return new(name, known.Count, known[known.Count / 2], unknown[unknown.Count / 2], wins / pairs, (wins - (pairs / 2)) / deviation);
    }
}
