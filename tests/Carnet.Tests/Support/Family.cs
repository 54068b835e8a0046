using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Support;

/// <summary>A minor with parents who have logins of their own, in a house with real accounts.</summary>
internal sealed class Family
{
    /// <summary>Sixteen on the day on which the clock of the tests stands.</summary>
    public static readonly DateOnly Birth = new(2010, 9, 14);

    private Family(House house, Ins ins, RecordId id, Guid mother) => (House, Ins, Id, Mother) = (house, ins, id, mother);

    public House House { get; }

    public Ins Ins { get; }

    public RecordId Id { get; }

    /// <summary>Her mandate.</summary>
    public Guid Mother { get; }

    public Caller.Patient Child => Sample.Patient(Id);

    public static Task<House> HouseAsync(string database) => House.BuildAsync(
        Enum.Parse<DatabaseProvider>(database), services => services.AddSingleton<IAccountOpening, AccountOpening>());

    public static RepresentativeDraft Draft(
        string given, RepresentativeKind kind = RepresentativeKind.Parent, Extent extent = Extent.Full) => new(
        "TEST", given, kind, extent, new Contact($"{given.ToLowerInvariant()}@example.test", null), null, null, null);

    public static RepresentativeDraft Caregiver(string given, Extent extent, DateTimeOffset? since, DateTimeOffset? until)
        => Draft(given, RepresentativeKind.Caregiver, extent) with { Since = since, Until = until };

    public static Opening Opening(Ins ins, DateOnly birth, RepresentativeDraft? representative = null)
        => Sample.Opening(ins) with
        {
            Traits = Sample.Traits with { BirthDate = birth },
            Representative = representative,
        };

    public static async Task<Family> OpenAsync(House house, DateOnly? birth = null)
    {
        var ins = Sample.NextIns();
        var opened = (await house.RunAsync<OpenRecord, OpenedAnswer>(
            Sample.Desk, new(Opening(ins, birth ?? Birth, Draft("Muriel"))))).Done();
        await using var db = await house.OpenAsync();
        return new Family(house, ins, opened.Record, await db.Set<RepresentationRow>()
            .Where(row => row.RecordId == opened.Record).Select(row => row.MandateId).SingleAsync());
    }

    public async Task<Guid> AddFatherAsync() => (await House.RunAsync<Represent, NewRepresentative>(
        Sample.Desk, new(Ins, Draft("Erwan"), "Livret de famille"))).Done().Mandate;

    /// <summary>Somebody who acts with a mandate, as the portal makes them at this moment.</summary>
    public async Task<Caller.Representative> ActAsync(Guid mandate)
    {
        await using var db = await House.OpenAsync();
        var row = await db.Set<RepresentationRow>().AsNoTracking()
            .SingleAsync(known => known.RecordId == Id && known.MandateId == mandate);
        using var record = await House.Get<IRecords>().FindAsync(db, Id, default);
        var known = (await House.Get<IMandates>().AllAsync(db, record!, default)).Single(one => one.Row.MandateId == mandate);
        return new Caller.Representative(Id, row.HomeId, row.AccountId, known.Details.FullName, known.Mandate)
        {
            Origin = new Origin(Door.PatientPortal),
        };
    }

    /// <summary>One document of a doctor; the answer's code, or "done".</summary>
    public async Task<string> DepositAsync(Caller.Professional doctor, bool marked, string uniqueId)
        => (await House.RunAsync<SubmitDocuments, SubmissionAccepted>(doctor, new Lot(Ins, doctor).Add(
            "11488-4", uniqueId, change: draft => marked
                ? draft with { MarkCodes = ["INVISIBLE_REPRESENTANTS_LEGAUX"] } : draft).Request())).Code();

    public async Task<IReadOnlyList<DocumentLine>> ListAsync(Caller caller)
        => (await House.RunAsync<ListDocuments, DocumentList>(caller, new())).Match(list => list.Lines, _ => []);

    public static Caller.Professional InSecret(Caller.Professional doctor)
        => doctor with { Origin = doctor.Origin with { Secret = true } };
}
