using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Carnet.Server.Platform.Operations;

/// <summary>Collects the framework's and our own measures and writes them as Prometheus text.</summary>
/// <remarks>Only instruments and tags of an allow-list are kept: no address, no query and no name becomes a label.</remarks>
internal sealed class Metrics : IHostedService, IDisposable
{
    /// <summary>Our own meter.</summary>
    public static Meter Meter { get; } = new("Carnet");

    private static readonly HashSet<string> Instruments =
    [
        "http.server.request.duration", "http.server.active_requests", "kestrel.active_connections",
        "kestrel.tls_handshake.duration", "dotnet.gc.heap.total_allocated", "dotnet.process.memory.working_set",
        "dotnet.process.cpu.time", "carnet.ledger.entries", "carnet.ledger.commits", "carnet.budget.over",
        "carnet.notices.sent", "carnet.notices.given_up",
    ];

    private static readonly HashSet<string> Tags = ["http.request.method", "http.response.status_code", "http.route", "cpu.mode", "channel"];

    private readonly ConcurrentDictionary<(string Name, string Labels), Series> _series = new();
    private readonly MeterListener _listener = new();

    public Metrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Instruments.Contains(instrument.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    /// <summary>The present values, one series a line.</summary>
    public string Render()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in _series.OrderBy(series => series.Key.Name, StringComparer.Ordinal)
            .ThenBy(series => series.Key.Labels, StringComparer.Ordinal).GroupBy(series => series.Key.Name))
        {
            var summary = family.First().Value.IsSummary;
            text.Append("# TYPE ").Append(family.Key).Append(summary ? " summary\n" : " gauge\n");
            foreach (var ((name, labels), series) in family)
            {
                if (summary)
                {
                    Line(text, name + "_sum", labels, series.Sum);
                    Line(text, name + "_count", labels, series.Count);
                }
                else
                {
                    Line(text, name, labels, series.Sum);
                }
            }
        }

        return text.ToString();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, label) in tags)
        {
            if (Tags.Contains(key))
            {
                labels.Append(labels.Length == 0 ? "" : ",").Append(Name(key)).Append("=\"")
                    .Append(Convert.ToString(label, CultureInfo.InvariantCulture)).Append('"');
            }
        }

        var series = _series.GetOrAdd(
            (Name(instrument.Name), labels.ToString()), _ => new Series(instrument is Histogram<double> or Histogram<long>));
        series.Note(value, observed: instrument.IsObservable);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
        => text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ')
            .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

    private static string Name(string name) => name.Replace('.', '_');

    private sealed class Series(bool isSummary)
    {
        private readonly Lock _noting = new();

        public bool IsSummary { get; } = isSummary;

        public double Sum { get; private set; }

        public long Count { get; private set; }

        public void Note(double value, bool observed)
        {
            lock (_noting)
            {
                Sum = observed ? value : Sum + value;
                Count++;
            }
        }
    }
}
