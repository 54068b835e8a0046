using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Trail;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carnet.Server.Portals.Shared;

/// <summary>Wraps everything that answers on the doors for people: headers, pages for what did not end well.</summary>
/// <remarks>
/// What is unknown, refused or somebody else's ends as an empty 404 inside and gets its page here, so that all of them
/// are the same bytes, whatever lies behind (V-6).
/// </remarks>
internal sealed partial class PortalPipeline(ILogger<PortalPipeline> logger) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(RunAsync);
        next(app);
    };

    private async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ListeningDoorFeature>()?.Door is not (ListeningDoor.Portals or ListeningDoor.Card))
        {
            await next(context);
            return;
        }

        SecurityHeaders.Set(context);
        Language.Current = context.Features.Get<ListeningDoorFeature>()?.Door is ListeningDoor.Card
            ? ReadingChoice.OfProfessional(context) : ReadingChoice.Of(context);

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException cause) when (!context.Response.HasStarted)
        {
            Restart(context, cause.StatusCode);
        }
        catch (Exception cause) when (!context.Response.HasStarted)
        {
            LogDefect(context.TraceIdentifier, cause.GetType().Name);
            Restart(context, cause is LedgerUnavailableException
                ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError);
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
        {
            await ShowAsync(context);
        }
    }

    private static Task ShowAsync(HttpContext context)
    {
        SecurityHeaders.Set(context);
        var page = new RazorComponentResult<ProblemPage>(new Dictionary<string, object?>
        {
            [nameof(ProblemPage.Status)] = context.Response.StatusCode,
            [nameof(ProblemPage.Professional)] = context.Features.Get<ListeningDoorFeature>()?.Door is ListeningDoor.Card,
            [nameof(ProblemPage.Reference)] =
                context.Response.StatusCode == StatusCodes.Status500InternalServerError ? context.TraceIdentifier : null,
        })
        {
            StatusCode = context.Response.StatusCode,
        };
        return page.ExecuteAsync(context);
    }

    private static void Restart(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
    }

    [LoggerMessage(LogLevel.Error, "A page failed, reference {Reference}: {Kind}")]
    private partial void LogDefect(string reference, string kind);
}
