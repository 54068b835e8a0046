using Carnet.Domain.Common;

namespace Carnet.Server.Portals.Shared;

/// <summary>The one table from failures to what a page answers; refused looks like unknown (V-6).</summary>
internal static class PortalFailures
{
    public static IResult Of(Failure failure) => TypedResults.StatusCode(failure.Kind switch
    {
        FailureKind.NotFound or FailureKind.Refused => StatusCodes.Status404NotFound,
        FailureKind.Invalid => StatusCodes.Status400BadRequest,
        FailureKind.Conflict => StatusCodes.Status503ServiceUnavailable,
    });
}
