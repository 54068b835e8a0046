using Carnet.Domain.Common;

namespace Carnet.Domain.Records;

/// <summary>Why a record is closed.</summary>
/// <remarks>Source: rule L-8; DMP 1.2 TD1.4.</remarks>
public enum ClosingReason
{
    /// <summary>FERMETURE_DEMANDE_PATIENT: the person asks for it, or who represents them.</summary>
    PersonsRequest = 1,

    /// <summary>DECES: the person has died; such a record is never reactivated.</summary>
    Death = 2,
}

/// <summary>The closing of a record; free text and names lie sealed.</summary>
/// <param name="Text">In the words of who asked; null where nothing was said. At most 1,000 characters.</param>
/// <param name="ClosedBy">Who closed, in a few words.</param>
/// <param name="RequestedBy">At whose request, where another one closed.</param>
public sealed record Closing(ClosingReason Reason, string? Text, string? ClosedBy, string? RequestedBy)
{
    /// <summary>Longest free text.</summary>
    public const int LongestText = 1_000;

    /// <summary>What is wrong with it, or null.</summary>
    public Failure? Defect() => this switch
    {
        _ when !Enum.IsDefined(Reason) => RecordFailures.ClosingReasonUnknown,
        { Text.Length: > LongestText } => RecordFailures.ClosingTextTooLong,
        _ => null,
    };

    public override string ToString() => "closing ***";
}

/// <summary>The reasons in the words of the protocol.</summary>
public static class ClosingReasons
{
    private static readonly (ClosingReason Reason, string Code)[] Codes =
        [(ClosingReason.PersonsRequest, "FERMETURE_DEMANDE_PATIENT"), (ClosingReason.Death, "DECES")];

    /// <summary>The code of a reason, e.g. <c>FERMETURE_DEMANDE_PATIENT</c>.</summary>
    public static string CodeOf(ClosingReason reason) => Array.Find(Codes, known => known.Reason == reason).Code;

    /// <summary>The reason of a code, or a failure that names the field.</summary>
    public static Outcome<ClosingReason> Read(string? code)
        => Array.Find(Codes, known => known.Code == code) is { Code: not null } found
            ? found.Reason
            : RecordFailures.ClosingReasonUnknown;
}
