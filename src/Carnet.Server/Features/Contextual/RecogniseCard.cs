using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Contextual;

/// <summary>Asks in which activity the holder of a card comes in.</summary>
/// <param name="Person">The number on the card.</param>
/// <param name="Unit">The employer on an employee's card.</param>
/// <param name="Name">As the card writes it; the directory's name is taken where it knows one.</param>
/// <param name="Chosen">The structure, where they have said it.</param>
internal sealed record RecogniseCard(PsIdNat Person, StructIdNat? Unit, string Name, string? Chosen = null)
{
    public override string ToString() => "recognise card ***";
}

/// <summary>One activity to choose.</summary>
internal sealed record CardActivity(string Structure, string StructureName, string Trade);

/// <summary>Who they are, or between which activities they must choose first.</summary>
/// <param name="Caller">Null while they have to choose.</param>
internal sealed record RecognisedCard(Caller? Caller, IReadOnlyList<CardActivity> Activities);

/// <summary>Looks the holder up: a card says who somebody is, the directory what they are and where.</summary>
/// <remarks>
/// The address of TD0.9 names no activity, so that with several the person is asked. A locum comes in the place that
/// they hold. Source: rules I-3, A-11; DMP 1.7, 8.2.
/// </remarks>
internal sealed class RecogniseCardHandler(
    IDbContextFactory<CarnetDb> databases, IProfessionals professionals, IStructureNames names, IAdmission admission, Scribe scribe,
    TimeProvider clock) : IUseCase<RecogniseCard, RecognisedCard>
{
    private static readonly Origin Origin = new(Door.ProfessionalPortal, "Navigateur");

    public async Task<Outcome<RecognisedCard>> RunAsync(Caller caller, RecogniseCard request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var activities = request.Person.Kind is PsIdNatKind.Rpps or PsIdNatKind.Adeli
            ? await ActivitiesAsync(db, request.Person, ct)
            : [];
        var structures = request.Person.Kind is PsIdNatKind.Rpps or PsIdNatKind.Adeli
            ? activities.Select(activity => activity.Structure).ToList()
            : request.Unit is { } unit ? [unit.Value] : [];
        var sectors = await db.Set<DirectoryStructureRow>().AsNoTracking()
            .Where(row => row.Active && structures.Contains(row.StructureId))
            .ToDictionaryAsync(row => row.StructureId, row => row.Sector, ct);
        var shown = await names.OfAsync(db, [.. sectors.Keys], ct);
        List<(Caller Caller, CardActivity Activity)> known =
        [
            .. from activity in activities
               where sectors.ContainsKey(activity.Structure)
               let who = Professional(request.Person, activity, sectors[activity.Structure])
               select ((Caller)who, new CardActivity(
                   activity.Structure, shown.GetValueOrDefault(activity.Structure, activity.Structure), Trades.Of(who.Who))),
        ];
        if (request.Unit is { } employer && activities.Count == 0 && sectors.TryGetValue(employer.Value, out var sector))
        {
            known.Add((new Caller.Employee(request.Person, request.Name, employer, sector) { Origin = Origin },
                new CardActivity(employer.Value, shown.GetValueOrDefault(employer.Value, employer.Value), "")));
        }

        var chosen = known.Count == 1 && request.Chosen is null ? known
            : known.FindAll(one => one.Activity.Structure == request.Chosen);
        return chosen.Count == 1 ? await AdmitAsync(chosen[0].Caller, ct)
            : known.Count > 0 && request.Chosen is null ? new RecognisedCard(null, [.. known.Select(one => one.Activity)])
            : await scribe.RefuseAsync(caller, TraceAct.Knock, ContextualFailures.NoActivity, ct);
    }

    private async Task<Outcome<RecognisedCard>> AdmitAsync(Caller caller, CancellationToken ct)
        => await admission.AdmitAsync(caller, ct) switch
        {
            Outcome<Caller>.Done(var admitted) => new RecognisedCard(admitted, []),
            Outcome<Caller>.Failed(var refused) => await scribe.RefuseAsync(caller, TraceAct.Knock, refused, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task<List<KnownProfessional>> ActivitiesAsync(CarnetDb db, PsIdNat person, CancellationToken ct)
    {
        var own = await professionals.OfAsync(db, [person.Value], ct);
        var now = clock.GetUtcNow();
        var replaced = await db.Set<DirectoryReplacementRow>().AsNoTracking()
            .Where(place => place.PersonId == person.Value && place.From <= now && place.Until > now)
            .Select(place => place.ReplacedId).ToListAsync(ct);
        var places = await professionals.LocumsOfAsync(db, replaced, ct);
        return
        [
            .. own.Concat(places.Where(place => place.Who.Id == person.Value).Select(place => place.Who))
                .DistinctBy(activity => (activity.Structure, activity.Profession)),
        ];
    }

    private static Caller.Professional Professional(PsIdNat person, KnownProfessional activity, string sector) => new(
        new Practitioner(person, activity.FamilyName, activity.GivenName, activity.Profession, activity.Qualification,
            StructIdNat.TryCreate(activity.Structure, out var structure) ? structure
                : throw new InvalidOperationException("A stored directory number does not hold its own check."), sector),
        AccessMode.Normal, null, Reinforced: false)
    {
        Origin = Origin,
    };
}
