using System.Globalization;

namespace Carnet.Wire.Cda.Rendering;

/// <summary>What stands above a clinical document when people read it, in French words.</summary>
/// <param name="Title">Title, else the label of the type.</param>
/// <param name="TypeLabel">Label of the type as the author wrote it.</param>
/// <param name="Patient">One line: names, sex, birth date.</param>
/// <param name="Authors">One line each: name or device, then structure.</param>
/// <param name="Organization">Structure of the first author, else of the keeper.</param>
/// <param name="LegalAuthenticator">Who answers for the document.</param>
/// <param name="Date">When it was made.</param>
/// <param name="ServicePeriod">When the documented act took place.</param>
/// <param name="Version">Number of the version, when above 1.</param>
/// <remarks>Source: CI-SIS Structuration minimale 1.16.</remarks>
public sealed record CdaLetterhead(
    string Title,
    string? TypeLabel,
    string? Patient,
    IReadOnlyList<string> Authors,
    string? Organization,
    string? LegalAuthenticator,
    string? Date,
    string? ServicePeriod,
    int? Version)
{
    /// <summary>Puts a header into words; what is absent stays null.</summary>
    public static CdaLetterhead Of(CdaHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var first = header.Authors.Count > 0 ? header.Authors[0] : null;
        return new CdaLetterhead(
            header.Title ?? header.Code?.DisplayName ?? "Document sans titre",
            header.Code?.DisplayName,
            PatientLine(header.Patient),
            [.. header.Authors.Select(ActorLine).OfType<string>()],
            first?.Organization?.Name ?? header.Custodian?.Name,
            ActorLine(header.LegalAuthenticator),
            Day(header.EffectiveTime),
            Period(header.ServiceEvents.Count > 0 ? header.ServiceEvents[0].Time : null),
            header.VersionNumber > 1 ? header.VersionNumber : null);
    }

    /// <summary>A time as French people write it, no more precise than it was given.</summary>
    public static string? Day(CdaTime? time) => time?.Value is not { } value
        ? null
        : value.ToString(
            time.Precision switch
            {
                CdaPrecision.Year => "yyyy",
                CdaPrecision.Month => "MM/yyyy",
                CdaPrecision.Day => "dd/MM/yyyy",
                CdaPrecision.Hour or CdaPrecision.Minute or CdaPrecision.Second => "dd/MM/yyyy HH:mm",
            },
            CultureInfo.InvariantCulture);

    private static string? Period(CdaInterval? interval)
    {
        var (low, high) = (Day(interval?.Low), Day(interval?.High));
        return high is null || high == low ? low : low is null ? $"jusqu’au {high}" : $"du {low} au {high}";
    }

    private static string? ActorLine(CdaActor? actor)
    {
        var who = actor?.Person?.Display is { Length: > 0 } name ? name : actor?.Device;
        var parts = new[] { who, actor?.Code?.DisplayName, actor?.Organization?.Name }.OfType<string>().ToArray();
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    private static string? PatientLine(CdaPatient? patient)
    {
        if (patient is null)
        {
            return null;
        }

        var name = patient.BirthName ?? patient.UsedName;
        var used = patient.UsedName is { } other && other != name ? $" (nom utilisé : {other})" : "";
        var born = (Day(patient.BirthTime), patient.Sex) switch
        {
            (null, _) => "",
            (var day, "F") => $", née le {day}",
            (var day, "M") => $", né le {day}",
            (var day, _) => $", naissance le {day}",
        };
        return string.Join(' ', new[] { name, patient.BirthGivenNames ?? patient.FirstGivenName }.OfType<string>())
            + used + born;
    }
}
