using Carnet.Domain.Common;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Contextual;

/// <summary>Ends on a page that tells a professional what was refused, by its code.</summary>
/// <remarks>They are told what their software is told at the SOAP door; what may not be known has no sentence of its own there either.</remarks>
internal sealed record ContextProblem(Failure Failure)
{
    public static IResult Show(HttpContext http, Failure failure)
        => Pages.Show<ContextProblemPage, ContextProblem>(http, new(failure), failure.Kind switch
        {
            FailureKind.NotFound => StatusCodes.Status404NotFound,
            FailureKind.Refused => StatusCodes.Status403Forbidden,
            FailureKind.Invalid => StatusCodes.Status400BadRequest,
            FailureKind.Conflict => StatusCodes.Status503ServiceUnavailable,
        });
}
