using System.Globalization;
using Carnet.Server.Features.Openings;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Public;

/// <summary>Number, given name and birth date of somebody whom one represents, as they were typed.</summary>
internal sealed record StatedForm(IReadOnlyDictionary<string, string> Values, string? Problem, string? Field)
{
    private const int LongestValue = 100;
    private static readonly string[] Names = ["numero", "prenom", "naissance", "urgence", "samu", "accord"];

    public static StatedForm Empty { get; } = new(new Dictionary<string, string>(), null, null);

    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>Null while something is missing.</summary>
    public StatedPerson? Person => Problem is null ? new(this["numero"]!, this["prenom"]!, Birth(this["naissance"]!)!.Value) : null;

    public static StatedForm Of(IFormCollection form)
    {
        var values = Names.ToDictionary(name => name, name => form[name].ToString().Trim() is var text
            && text.Length > LongestValue ? text[..LongestValue] : text);
        var (field, problem) = values switch
        {
            _ when values["numero"].Count(char.IsLetterOrDigit) != 15
                => ("numero", T("Le numéro compte 15 signes avec sa clé, les deux derniers")),
            _ when values["prenom"].Length == 0 => ("prenom", T("Écrivez son premier prénom")),
            _ when Birth(values["naissance"]) is null => ("naissance", T("Écrivez la date en entier, par exemple 31/01/2015")),
            _ => ((string?)null, (string?)null),
        };
        return new StatedForm(values, problem, field);
    }

    public StatedForm With(string problem, string field) => this with { Problem = problem, Field = field };

    private static DateOnly? Birth(string text) => DateOnly.TryParseExact(
        text, OpeningDoor.DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) ? birth : null;
}
