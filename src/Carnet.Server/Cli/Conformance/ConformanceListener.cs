using System.Text.Json;
using Carnet.Server.Platform.Hosting;

namespace Carnet.Server.Cli.Conformance;

/// <summary>Stands before the SOAP door of a running server and notes each call and its answer.</summary>
/// <remarks>
/// It copies what passes and changes nothing of it. A call that is larger than the copy, or that is cut off, is served all
/// the same and noted as unreadable. Nothing of the person goes to the journal: a step, a code, a software.
/// </remarks>
/// <param name="journal">A line of JSON for each call; null keeps none.</param>
/// <param name="tell">Gets a sentence for each call.</param>
internal sealed class ConformanceListener(
    ConformanceRecord record, TextWriter? journal, Action<string> tell, TimeProvider clock) : IStartupFilter
{
    /// <summary>Bytes of a message that are kept to be read; the envelope comes first in it.</summary>
    private const int MostKept = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _writing = new();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(RunAsync);
        next(app);
    };

    private async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<ListeningDoorFeature>()?.Door is not ListeningDoor.Soap || !HttpMethods.IsPost(http.Request.Method))
        {
            await next(http);
            return;
        }

        var (at, requestType) = (clock.GetUtcNow(), http.Request.ContentType);
        using var asked = new CopyingStream(http.Request.Body, MostKept);
        using var answered = new CopyingStream(http.Response.Body, MostKept);
        (http.Request.Body, http.Response.Body) = (asked, answered);
        await next(http);
        await http.Response.CompleteAsync();
        Note(await ExchangeReader.ReadAsync(
            at, requestType, asked.Kept(), http.Response.ContentType, answered.Kept(), CancellationToken.None));
    }

    private void Note(Exchange exchange)
    {
        var shown = record.Add(exchange);
        lock (_writing)
        {
            journal?.WriteLine(JsonSerializer.Serialize(exchange, Lines));
            journal?.Flush();
            tell($"{exchange.Step}  {(exchange.Accepted ? "accepté" : $"refusé, {exchange.Code}")}"
                + $"{(exchange.Software.Length > 0 ? $"  ({exchange.Software})" : "")}");
            foreach (var step in shown)
            {
                tell($"  étape montrée : {step.Transaction}, {step.What}");
            }
        }
    }
}
