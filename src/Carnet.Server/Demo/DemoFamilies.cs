using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform;

namespace Carnet.Server.Demo;

/// <summary>Those around the people of the demo: parents with logins of their own, a caregiver, persons to call.</summary>
internal static class DemoFamilies
{
    private const string Book = "Livret de famille vu au guichet";

    public static RepresentativeDraft Draft(DemoRepresentative one) => new(
        one.FamilyName, one.GivenName, one.Kind switch
        {
            "guardian" => RepresentativeKind.Guardian,
            "caregiver" => RepresentativeKind.Caregiver,
            _ => RepresentativeKind.Parent,
        },
        Extent.Full, new Contact(one.Email, one.Phone), null, null, null);

    /// <summary>What comes after the opening; on a second run, what is there stays.</summary>
    public static async Task SurroundAsync(
        IServiceProvider rooms, DemoPatient patient, Ins ins, Caller owner, Caller.Desk desk, DateTimeOffset now, CancellationToken ct)
    {
        var represent = rooms.GetRequiredService<IUseCase<Represent, NewRepresentative>>();
        Dictionary<string, Guid> mandates = [];
        foreach (var one in patient.Representatives.Skip(1))
        {
            if (await represent.RunAsync(desk, new(ins, Draft(one), Book, new(one.Login, one.Password)), ct)
                is Outcome<NewRepresentative>.Done(var named))
            {
                mandates[one.Slug] = named.Mandate;
            }
        }

        // A judge has left Noé's father the reading, for a year.
        if (mandates.TryGetValue("marc-quistremad", out var father))
        {
            await rooms.GetRequiredService<IUseCase<RestrictRepresentative, DecisionRecorded>>().RunAsync(
                desk, new(ins, father, Extent.Read, now.AddDays(-30), now.AddDays(335), "Jugement n° 26/0042, vu au guichet"), ct);
        }

        if (patient.Slug == "ines-rozenvel")
        {
            var name = rooms.GetRequiredService<IUseCase<NamePerson, PersonNamed>>();
            await name.RunAsync(owner, new(null, NamedRole.Trusted, "Yves Kerguenec", "mon frère", "06 39 98 00 71"), ct);
        }
    }
}
