using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace Carnet.Bench.Load;

/// <summary>What a run of many clients gave.</summary>
internal sealed record LoadResult(int Answers, int Errors, TimeSpan Elapsed, TimeSpan Median, TimeSpan Slow, string? FirstError)
{
    public double PerSecond => Answers / Elapsed.TotalSeconds;
}

/// <summary>Some clients, each with one open connection and a thread of its own, send prepared messages as fast as they are answered.</summary>
internal sealed class LoadRun : IDisposable
{
    private readonly List<SoapConnection> _connections;

    public LoadRun(SoapDoor door, X509Certificate2 card, int clients)
        => _connections = [.. Enumerable.Range(0, clients).Select(_ => new SoapConnection(door, card))];

    /// <summary>Sends each message once, until all are sent or the time is over.</summary>
    public LoadResult Send(byte[][] messages, TimeSpan length, Func<HttpAnswer, bool> isRight)
    {
        var latencies = new long[messages.Length];
        var (next, errors, firstError) = (-1, 0, (string?)null);
        using var start = new ManualResetEventSlim();
        var end = long.MaxValue;
        var threads = _connections.ConvertAll(connection => new Thread(() => Work(connection)));
        threads.ForEach(thread => thread.Start());
        var watch = Stopwatch.StartNew();
        end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        start.Set();
        threads.ForEach(thread => thread.Join());
        watch.Stop();
        var sent = Math.Min(next + 1, messages.Length);
        var sorted = latencies.AsSpan(0, sent);
        sorted.Sort();
        return new LoadResult(
            sent - errors, errors, watch.Elapsed, At(sorted, 0.5), At(sorted, 0.99), firstError);

        void Work(SoapConnection connection)
        {
            start.Wait();
            while (Stopwatch.GetTimestamp() < end)
            {
                var index = Interlocked.Increment(ref next);
                if (index >= messages.Length)
                {
                    return;
                }

                var begun = Stopwatch.GetTimestamp();
                var wrong = Ask(connection, messages[index], isRight);
                latencies[index] = Stopwatch.GetTimestamp() - begun;
                if (wrong is not null)
                {
                    Interlocked.Increment(ref errors);
                    Interlocked.CompareExchange(ref firstError, wrong, null);
                }
            }
        }
    }

    private static string? Ask(SoapConnection connection, byte[] message, Func<HttpAnswer, bool> isRight)
    {
        try
        {
            var answer = connection.Send(message);
            return isRight(answer) ? null : answer.ToString();
        }
        catch (IOException cut)
        {
            return cut.Message; // and so are all that follow on this connection
        }
    }

    public void Dispose() => _connections.ForEach(connection => connection.Dispose());

    private static TimeSpan At(Span<long> sorted, double share)
        => sorted.IsEmpty ? default : Stopwatch.GetElapsedTime(0, sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)]);
}
