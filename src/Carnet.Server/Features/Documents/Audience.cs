using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using static Carnet.Server.Platform.Languages.Spoken;

namespace Carnet.Server.Features.Documents;

/// <summary>Somebody of whom it is explained whether they see a document.</summary>
/// <param name="Kind">What they are where they have no number, e.g. <c>team</c>.</param>
/// <param name="Days">When what a reason speaks of began or ended, by the reason's fact.</param>
/// <param name="Remark">What is said after the reasons, with its own punctuation.</param>
internal sealed record ExplainedSubject(
    string Name, string? Number, string Kind, Caller Caller, IReadOnlyDictionary<string, DateTimeOffset> Days, string Remark = "")
{
    public string Reads { get; init; } = T("le lit");

    public string SeesOnly { get; init; } = T("voit qu’il existe, sans l’ouvrir");

    public string DoesNot { get; init; } = T("ne le voit pas");

    public string? DayOf(Reason reason) => Days.TryGetValue(reason.Fact, out var at) ? FrenchDay.Of(at) : null;
}

/// <summary>
/// Gathers everybody who has to do with a record: who acts for the person, let in, blocked, authors, staff of a stay,
/// locums, emergencies; to who acts for a minor nobody of whom the minor's secret care would speak (V-4).
/// </summary>
internal sealed class Audience(
    IProfessionals professionals, IStructureNames structures, IMandates mandates, IRuleBooks rules, TimeProvider clock)
{
    private static readonly Origin Origin = new(Door.Job);
    private static readonly PsIdNat Somebody = Enumerable.Range(0, 10)
        .Select(check => PsIdNat.TryCreate($"81000000000{check}", out var id) ? id : default).First(id => id != default);

    private static readonly StructIdNat Nowhere = StructIdNat.TryCreate("4" + Somebody.Value[1..] + "001", out var place)
        ? place
        : throw new InvalidOperationException("The number of nobody's practice does not hold its check.");

    /// <summary>All of them whom the caller may know of, the person first.</summary>
    public async Task<IReadOnlyList<ExplainedSubject>> OfAsync(
        CarnetDb db, Caller caller, OpenedRecord record, DocumentRow row, CancellationToken ct)
    {
        var facts = await ShownAccess.ToAsync(db, caller, record, ct);
        var document = row.Facts();
        var numbers = facts.Grants.Select(grant => grant.Holder).Concat(facts.Emergencies.Select(window => window.Holder))
            .Concat(document.AuthorPerson is { } author ? [author] : []).Distinct().ToList();
        var known = await professionals.OfAsync(db, [.. numbers.Select(number => number.Value)], ct);
        var locums = await professionals.LocumsOfAsync(db, [.. facts.Grants.Select(grant => grant.Holder.Value)], ct);
        var teams = facts.Teams.Where(team => team.CaresAt(rules.Current.Policy, clock.Now())).DistinctBy(team => team.Structure).ToList();
        var places = await structures.OfAsync(db,
            [.. teams.Select(team => team.Structure.Value).Concat(document.AuthorStructure is { } by ? [by.Value] : []).Distinct()], ct);
        return
        [
            Owner(caller, facts),
            .. (await mandates.AllAsync(db, record, ct)).Where(known => known.Mandate.ExtentAt(clock.Now()) is not Extent.None)
                .Select(known => Representative(caller, facts, known)),
            .. numbers.SelectMany(number => Activities(number, known, facts)),
            .. locums.Select(locum => Professional(locum.Who, facts, [locum.Place])),
            .. teams.Select(team => Team(team, places)),
            .. document.AuthorPerson is null && document.AuthorStructure is { } structure
                ? (ExplainedSubject[])[Structure(structure, places)] : [],
            Emergency(T("En urgence, un médecin que vous n’avez pas autorisé"), AccessMode.BreakGlass),
            Emergency(T("Un médecin du SAMU"), AccessMode.Samu),
        ];
    }

    /// <summary>The professional who asks about themselves.</summary>
    public ExplainedSubject Self(Caller.Professional caller, RecordFacts facts)
        => new(T("Vous"), caller.Who.Id.Value, "self", caller, DaysOf(caller.Who, facts))
        {
            Reads = T("le lisez"),
            SeesOnly = T("voyez qu’il existe, sans l’ouvrir. Refusé"),
            DoesNot = T("ne le voyez pas. Refusé"),
        };

    /// <summary>What somebody of each trade would do, once let in.</summary>
    public static IReadOnlyList<ExplainedTrade> TradesOf(DocumentFacts document, RecordFacts facts, DateTimeOffset now, RuleBook book)
    {
        var open = facts with { Grants = [new Grant(Somebody, Blocked: false, Treating: false, now, null)], Teams = [] };
        return
        [
            .. book.Habilitations.Rows.Select(line => (line.Role, Qualification: line.Qualification is "*" ? (string?)null : line.Qualification))
                .Append((Role: Practitioner.Physician, Qualification: "SM25"))
                .Select(trade => (Name: trade is { Role: Practitioner.Physician, Qualification: "SM25" } ? "Médecin du travail" : Trades.ProfessionName(trade.Role),
                    Verdict.Of(Stranger(trade.Role, trade.Qualification, AccessMode.Normal), open, document, now, book).Reads))
                .GroupBy(trade => trade.Name).Select(trade => new ExplainedTrade(trade.Key, trade.Any(one => one.Reads)))
                .OrderByDescending(trade => trade.Reads).ThenBy(trade => trade.Trade, StringComparer.Ordinal),
        ];
    }

    private static ExplainedSubject Owner(Caller asks, RecordFacts facts) => OrYou(asks is not Caller.Representative, new(
        T("La personne elle-même"), null, "owner", new Caller.Patient(facts.Id, Guid.Empty) { Origin = Origin },
        new Dictionary<string, DateTimeOffset>()));

    private static ExplainedSubject Representative(Caller asks, RecordFacts facts, KnownMandate known)
    {
        var caller = new Caller.Representative(
            facts.Id, known.Row.HomeId, known.Row.AccountId, known.Details.FullName, known.Mandate)
        {
            Origin = Origin,
        };
        return OrYou((asks as Caller.Representative)?.Mandate.Id == known.Row.MandateId, new(
            $"{known.Details.FullName}, {T(Trades.Of(known.Row.Kind)).ToLowerInvariant()},", null,
            $"representative {known.Row.Kind}".ToLowerInvariant(), caller, new Dictionary<string, DateTimeOffset>()));
    }

    private static ExplainedSubject OrYou(bool you, ExplainedSubject subject) => !you ? subject : subject with
    {
        Name = T("Vous"),
        Reads = T("le lisez"),
        SeesOnly = T("voyez qu’il existe"),
        DoesNot = T("ne le voyez pas"),
    };

    // One line for each activity: what counts is the activity of the call (I-3).
    private IEnumerable<ExplainedSubject> Activities(PsIdNat number, IReadOnlyList<KnownProfessional> known, RecordFacts facts)
    {
        var activities = known.Where(who => who.Id == number.Value).DistinctBy(who => (who.Profession, who.Qualification)).ToList();
        return activities.Count > 0
            ? activities.Select(who => Professional(who, facts, []))
            : [Unlisted(number, facts)];
    }

    private ExplainedSubject Professional(KnownProfessional who, RecordFacts facts, IReadOnlyList<Replacement> places)
    {
        PsIdNat.TryCreate(who.Id, out var id);
        StructIdNat.TryCreate(who.Structure, out var structure);
        var practitioner = new Practitioner(id, who.FamilyName, who.GivenName, who.Profession, who.Qualification, structure, "")
        {
            Replaces = [.. places],
        };
        return new ExplainedSubject($"{who.FullName}, {T(Trades.Of(practitioner)).ToLowerInvariant()},", who.Id, "professional",
            new Caller.Professional(practitioner, AccessMode.Normal, null, Reinforced: false) { Origin = Origin },
            DaysOf(practitioner, facts), EmergencyRemark(id, facts));
    }

    // Whom the directory no longer lists comes in no more; what the person said about them is still shown.
    private ExplainedSubject Unlisted(PsIdNat number, RecordFacts facts)
    {
        var who = new Practitioner(number, "", "", "", null, Nowhere, "");
        return new ExplainedSubject(T("Le professionnel n° {0}, inconnu de l’annuaire,", number.Value), number.Value, "professional",
            new Caller.Professional(who, AccessMode.Normal, null, Reinforced: false) { Origin = Origin }, DaysOf(who, facts),
            EmergencyRemark(number, facts));
    }

    private string EmergencyRemark(PsIdNat number, RecordFacts facts)
    {
        var now = clock.Now();
        var last = facts.Emergencies.Where(window => window.Holder == number).MaxBy(window => window.Since);
        return last is null ? ""
            : last.LastsAt(now) ? T(" ; une urgence déclarée le {0} dure encore", FrenchDay.Of(last.Since))
            : T(" ; entré en urgence le {0}, cet accès a pris fin", FrenchDay.Of(last.Since));
    }

    private static ExplainedSubject Team(CareTeam team, IReadOnlyDictionary<string, string> places)
    {
        var who = new Practitioner(Somebody, "", "", Practitioner.Physician, "SM26", team.Structure, "");
        var place = places.GetValueOrDefault(team.Structure.Value, team.Structure.Value);
        return new ExplainedSubject(T("Un médecin de l’équipe de soins ({0})", place), null, $"team {team.Structure.Value}",
            new Caller.Professional(who, AccessMode.Normal, null, Reinforced: false) { Origin = Origin },
            new Dictionary<string, DateTimeOffset> { [Why.TeamCares.Fact] = team.Since });
    }

    private static ExplainedSubject Structure(StructIdNat structure, IReadOnlyDictionary<string, string> places)
        => new(places.GetValueOrDefault(structure.Value, T("La structure n° {0}", structure.Value)), null, $"structure {structure.Value}",
            new Caller.Establishment(structure, "", "", AccessMode.Normal) { Origin = Origin }, new Dictionary<string, DateTimeOffset>());

    private static ExplainedSubject Emergency(string name, AccessMode mode)
        => new(name, null, mode is AccessMode.Samu ? "samu" : "break-glass", Stranger(Practitioner.Physician, "SM59", mode),
            new Dictionary<string, DateTimeOffset>())
        {
            Reads = T("peut le lire"),
        };

    private static Caller.Professional Stranger(string profession, string? qualification, AccessMode mode) => new(
        new Practitioner(Somebody, "", "", profession, qualification, Nowhere, ""), mode, new string('.', AccessRules.ShortestReason),
        Reinforced: false)
    {
        Origin = Origin,
    };

    private Dictionary<string, DateTimeOffset> DaysOf(Practitioner who, RecordFacts facts)
    {
        Dictionary<string, DateTimeOffset> days = [];
        if (facts.GrantOf(who.Id) is { } grant)
        {
            days[Why.Consented.Fact] = days[Why.BlockedByName.Fact] = grant.Since;
            days[Why.ConsentExpired.Fact] = grant.Until ?? grant.Since;
        }

        if (facts.TeamOf(who.Structure, rules.Current.Policy, clock.Now()) is { } team)
        {
            days[Why.TeamCares.Fact] = team.Since;
        }

        return days;
    }
}
