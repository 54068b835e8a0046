using System.Text.Encodings.Web;
using System.Text.Json;
using Carnet.Server.Features.Accounts;

namespace Carnet.Server.Demo;

/// <summary>Where the doors of the running demo are.</summary>
public sealed record DemoBaseUrls(string Portals, string Soap, string Card, string Fhir, string Operations);

/// <summary>Writes demo/people.json, on whose shape tests and vendors rely.</summary>
public static class PeopleFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Read by people in a text editor; it never goes into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="today">Children under fifteen have no access of their own on that day: login and password are null.</param>
    public static byte[] Write(DemoBaseUrls baseUrls, DateOnly today) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            BaseUrls = baseUrls,
            Patients = DemoPeople.Patients.Select(patient => new
            {
                patient.Slug,
                patient.Ins,
                patient.InsOid,
                patient.BirthName,
                patient.GivenNames,
                patient.UsedName,
                patient.Sex,
                BirthDate = patient.BirthDate.ToString("yyyy-MM-dd", null),
                patient.BirthPlace,
                Login = HasOwnAccess(patient, today) ? patient.Login : null,
                Password = HasOwnAccess(patient, today) ? patient.Password : null,
                patient.Email,
                patient.Phone,
                patient.Representatives,
                patient.Story,
            }),
            Professionals = DemoTown.Professionals.Select(professional => new
            {
                professional.Slug,
                professional.Rpps,
                professional.FamilyName,
                professional.GivenName,
                professional.Profession,
                professional.Specialty,
                professional.Structure,
                Card = professional.Slug,
                professional.Story,
            }),
            Structures = DemoTown.Structures.Select(structure => new
            {
                structure.Slug,
                structure.Finess,
                Idnst = structure.IdNst,
                structure.Name,
                structure.Kind,
                structure.Sector,
            }),
            Employees = DemoTown.Employees.Select(employee => new
            {
                employee.Slug,
                employee.PsIdNat,
                employee.FamilyName,
                employee.GivenName,
                employee.Structure,
                Card = employee.Slug,
                employee.Story,
            }),
        },
        Options);

    private static bool HasOwnAccess(DemoPatient patient, DateOnly today)
        => patient.BirthDate.AddYears(new AccountsOptions().OwnAccountFromAge) <= today;
}
