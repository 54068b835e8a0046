using System.Text.Json;
using Carnet.Wire.Cda;

namespace Carnet.Server.Cli.Lps;

/// <summary>A person of people.json, as far as a client needs them.</summary>
internal sealed record KnownPerson(
    string Slug, string Ins, string InsOid, string BirthName, string GivenNames, string UsedName, string Sex,
    string BirthDate, string BirthPlace)
{
    /// <summary>The person as the header of a document names them.</summary>
    public CdaPatient ToCda() => new(
        [new CdaId(InsOid, Ins)], BirthName, UsedName.Length == 0 ? BirthName : UsedName, GivenNames,
        GivenNames.Split(' ')[0], GivenNames.Split(' ')[0], Sex,
        CdaTime.Parse(BirthDate.Replace("-", "", StringComparison.Ordinal)), BirthPlace, null, null);

    public override string ToString() => Slug;
}

/// <summary>The people and addresses of a demo world, read from its people.json.</summary>
internal sealed record PeopleIndex(string? SoapAddress, IReadOnlyList<KnownPerson> People)
{
    public static PeopleIndex None { get; } = new(null, []);

    public KnownPerson? Find(string slugOrIns) => People.FirstOrDefault(
        person => person.Slug == slugOrIns || person.Ins == slugOrIns);

    /// <exception cref="LpsUsageException">The file is not the people.json of a demo world.</exception>
    public static PeopleIndex Load(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            return new PeopleIndex(
                root.TryGetProperty("baseUrls", out var urls) && urls.TryGetProperty("soap", out var soap) ? soap.GetString() : null,
                [.. root.GetProperty("patients").EnumerateArray().Select(Person)]);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException)
        {
            throw new LpsUsageException($"« {path} » ne se lit pas comme le people.json d'un monde de démonstration.", cause);
        }
    }

    private static KnownPerson Person(JsonElement person) => new(
        Text("slug", person), Text("ins", person), Text("insOid", person), Text("birthName", person),
        string.Join(' ', person.GetProperty("givenNames").EnumerateArray().Select(name => name.GetString())),
        Text("usedName", person), Text("sex", person), Text("birthDate", person), Text("birthPlace", person));

    private static string Text(string name, JsonElement person) => person.GetProperty(name).GetString() ?? "";
}
