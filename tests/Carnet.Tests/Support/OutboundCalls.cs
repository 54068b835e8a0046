using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Carnet.Tests.Support;

/// <summary>Hears of every name that this process resolves and every address that it connects to.</summary>
internal sealed class OutboundCalls : EventListener
{
    private readonly ConcurrentBag<string> _heard = [];

    /// <summary>What went anywhere else than to this machine.</summary>
    public IReadOnlyList<string> Abroad => [.. _heard.Where(text => !text.Contains("127.0.0.1", StringComparison.Ordinal)
        && !text.Contains("localhost", StringComparison.Ordinal) && !text.Contains("/tmp/", StringComparison.Ordinal)
        && !IsLoopbackBytes(text))];

    public int Count => _heard.Count;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "System.Net.Sockets" or "System.Net.NameResolution")
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is "ConnectStart" or "ResolutionStart")
        {
            _heard.Add($"{eventData.EventName} {string.Join(' ', eventData.Payload ?? new([]))}");
        }
    }

    // A socket address is told as InterNetwork:16:{port,port,127,0,0,1,…}; a Unix socket as Unix:….
    private static bool IsLoopbackBytes(string text) => text.Contains("127,0,0,1,", StringComparison.Ordinal)
        || text.Contains(" Unix:", StringComparison.Ordinal) || text.Contains("InterNetworkV6", StringComparison.Ordinal) && text.Contains(",0,0,0,0,0,0,0,1,", StringComparison.Ordinal);
}
