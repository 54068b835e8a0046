using System.Globalization;
using System.Text.Json;
using Carnet.Server.Demo;

namespace Carnet.Tests.Demo;

public sealed class DemoPeopleTests
{
    [Fact]
    public void Every_number_has_a_valid_key()
    {
        Assert.All(DemoPeople.Patients, patient =>
        {
            var (body, key) = (patient.Ins[..13], patient.Ins[13..]);
            Assert.Equal(15, patient.Ins.Length);
            Assert.Equal(97 - (long.Parse(body, CultureInfo.InvariantCulture) % 97),
                long.Parse(key, CultureInfo.InvariantCulture));
            Assert.Equal(patient.Sex == "F" ? '2' : '1', patient.Ins[0]);
        });
        Assert.All(DemoTown.Professionals, professional => Assert.True(professional.Rpps.Length == 11
            && Luhn(professional.Rpps)));
        Assert.All(DemoTown.Structures, structure => Assert.True(structure.Finess.Length == 9
            && Luhn(structure.Finess)));
    }

    [Fact]
    public void Nobody_is_there_twice_and_enough_people_are()
    {
        Unique(DemoPeople.Patients.Select(patient => patient.Slug));
        Unique(DemoPeople.Patients.Select(patient => patient.Ins));
        Unique(DemoTown.Professionals.Select(professional => professional.Rpps));
        Unique(DemoTown.Structures.Select(structure => structure.Finess));
        Unique(DemoTown.Professionals.Select(professional => professional.Slug)
            .Concat(DemoTown.Employees.Select(employee => employee.Slug)));
        Assert.True(DemoPeople.Patients.Count >= 12 && DemoTown.Professionals.Count >= 12);
        Assert.Superset(
            new HashSet<string>("hospital practice pharmacy laboratory ehpad samu insurer".Split(' ')),
            DemoTown.Structures.Select(structure => structure.Kind).ToHashSet());
    }

    [Fact]
    public void Surnames_serve_as_canaries()
        => Assert.All(DemoPeople.Patients, patient => Assert.Matches("^[A-Z]{8,}$", patient.BirthName));

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        Assert.All(DemoTown.Professionals, professional => DemoTown.Structure(professional.Structure));
        Assert.All(DemoTown.Employees, employee => DemoTown.Structure(employee.Structure));
        Assert.All(DemoPeople.Patients.SelectMany(patient => patient.Choices.Authorised.Concat(patient.Choices.Blocked)
            .Append(patient.Choices.TreatingPhysician ?? "claire-kerscaven")), slug => DemoTown.Professional(slug));
    }

    [Fact]
    public void Passwords_are_long_and_addresses_are_fictional()
    {
        var persons = DemoPeople.Patients.Select(patient => (patient.Password, patient.Email, patient.Phone))
            .Concat(DemoPeople.Patients.SelectMany(patient => patient.Representatives)
                .Select(parent => (parent.Password, parent.Email, parent.Phone)));

        Assert.All(persons, person =>
        {
            Assert.True(person.Password.Length >= 15);
            Assert.True(person.Email.Length == 0 || person.Email.EndsWith(".example", StringComparison.Ordinal));
            Assert.True(person.Phone.Length == 0 || person.Phone.StartsWith("063998", StringComparison.Ordinal));
        });
        Assert.Contains(persons, person => person is { Email: "", Phone: "" });
    }

    [Fact]
    public void The_file_of_people_has_its_promised_shape()
    {
        using var file = JsonDocument.Parse(PeopleFile.Write(new DemoBaseUrls("a", "b", "c", "d", "e"), new DateOnly(2027, 3, 1)));
        var root = file.RootElement;

        Assert.Equal(["portals", "soap", "card", "fhir", "operations"], Keys(root.GetProperty("baseUrls")));
        Assert.Equal(
            ["slug", "ins", "insOid", "birthName", "givenNames", "usedName", "sex", "birthDate", "birthPlace", "login",
                "password",
                "email", "phone", "representatives", "story"],
            Keys(root.GetProperty("patients")[0]));
        Assert.Equal(["slug", "rpps", "familyName", "givenName", "profession", "specialty", "structure", "card",
            "story"],
            Keys(root.GetProperty("professionals")[0]));
        Assert.Equal(["slug", "finess", "idnst", "name", "kind", "sector"], Keys(root.GetProperty("structures")[0]));
        var patients = root.GetProperty("patients").EnumerateArray().ToList();
        Assert.All(patients, patient => Assert.Equal(
            string.CompareOrdinal(patient.GetProperty("birthDate").GetString(), "2012-03-01") > 0,
            patient.GetProperty("login").ValueKind is JsonValueKind.Null));
        Assert.Contains(patients, patient => patient.GetProperty("login").ValueKind is JsonValueKind.Null);
        Assert.Equal("1958-03-12", root.GetProperty("patients")[0].GetProperty("birthDate").GetString());
        Assert.Equal("SM26", root.GetProperty("professionals")[0].GetProperty("specialty").GetString());
    }

    private static string[] Keys(JsonElement element) => [.. element.EnumerateObject().Select(property
        => property.Name)];

    private static void Unique(IEnumerable<string> values)
    {
        var all = values.ToArray();
        Assert.Equal(all.Length, all.Distinct(StringComparer.Ordinal).Count());
    }

    private static bool Luhn(string number) => number.Reverse()
        .Select((character, i) => (character - '0') * (i % 2 == 1 ? 2 : 1))
        .Sum(digit => digit > 9 ? digit - 9 : digit) % 10 == 0;
}
