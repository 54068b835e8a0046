using System.Buffers;
using Carnet.Domain.Common;
using static Carnet.Server.Platform.Languages.Wording;

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

    /// <summary>What a failure says to a person: its sentence without the names of fields that a program needs, « (email) ».</summary>
    public static string Words(Failure failure)
    {
        var words = failure.Detail;
        for (var open = words.IndexOf(" (", StringComparison.Ordinal); open >= 0;)
        {
            var close = words.IndexOf(')', open);
            if (close > 0 && words.AsSpan(open + 2, close - open - 2).IndexOfAnyExcept(FieldSigns) < 0)
            {
                words = words.Remove(open, close + 1 - open);
                open = words.IndexOf(" (", open, StringComparison.Ordinal);
            }
            else
            {
                open = words.IndexOf(" (", open + 1, StringComparison.Ordinal);
            }
        }

        return T(words);
    }

    // As they stand in a wire format or on a command line; the words of a person are not written so.
    private static readonly SearchValues<char> FieldSigns =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_', ");
}
