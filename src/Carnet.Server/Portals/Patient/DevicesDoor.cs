using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>The browsers from which one has come in, and forgetting one. Source: rule N-7.</summary>
internal static class DevicesDoor
{
    private const string Path = "/appareils";

    public static void MapDevices(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).WithMetadata(new BeforeChoice());
        pages.MapPost(Path, ForgetAsync).WithMetadata(new BeforeChoice());
    }

    /// <summary>The browser of this request, in words of ours alone.</summary>
    public static Device Of(HttpContext context)
        => new(SessionCookie.ReadDevice(context), BrowserName.Of(context.Request.Headers.UserAgent.ToString()));

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListDevices, DeviceList> devices, CancellationToken ct)
        => SessionCookie.Read(context) is not { } cookie
            ? SeeOther.To("/connexion")
            : (await devices.RunAsync(visitor.Caller, new(cookie), ct)).Match(
                list => Pages.Show<DevicesPage, DeviceList>(context, list), PortalFailures.Of);

    private static async Task<IResult> ForgetAsync(
        HttpContext context, Visitor visitor, IUseCase<ForgetDevice, DeviceForgotten> forget, CancellationToken ct)
        => Guid.TryParse((await context.Request.ReadFormAsync(ct))["appareil"], out var device)
            ? (await forget.RunAsync(visitor.Caller, new(device), ct)).Match(_ => SeeOther.To(Path), PortalFailures.Of)
            : TypedResults.StatusCode(StatusCodes.Status400BadRequest);
}
