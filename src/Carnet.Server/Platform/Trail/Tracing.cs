using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Platform.Keys;

namespace Carnet.Server.Platform.Trail;

/// <summary>What happened, before who and when are added.</summary>
internal sealed record Happening(TraceAct Act, TraceOutcome Outcome, string Code)
{
    public DocumentId? Document { get; init; }

    public string? Detail { get; init; }

    /// <summary>It concerns what a minor keeps secret (V-4); a secret connection says so by itself.</summary>
    public bool Secret { get; init; }
}

/// <summary>Turns a caller and a happening into a sealed line of the trail.</summary>
internal sealed class Tracing(TimeProvider clock)
{
    public TraceRow Line(RecordId record, RecordKey key, Caller caller, Happening happening)
    {
        var now = clock.Now();
        var actor = Actor.Of(caller);
        return TraceRow.Of(
            new TraceEntry(record, Guid.CreateVersion7(now), now, happening.Act, happening.Outcome, actor.Kind, actor.Id,
                actor.Structure, caller.Origin.Door, actor.Mode, happening.Document, happening.Code,
                new TraceDescription(actor.Name, actor.Trade, actor.Reason, caller.Origin.Software, happening.Detail))
            {
                Secret = happening.Secret || caller.Origin.Secret,
            },
            key);
    }

    /// <summary>A caller in the words of the trace.</summary>
    private readonly record struct Actor(
        ActorKind Kind, string? Id, string? Structure, AccessMode Mode, string? Name, string? Trade, string? Reason)
    {
        public static Actor Of(Caller caller) => caller switch
        {
            Caller.Patient p => new(ActorKind.Patient, p.Account.ToString(), null, AccessMode.Normal, null, null, null),
            Caller.Representative r => new(ActorKind.Representative, r.Account.ToString(), null, AccessMode.Normal, r.Name,
                Trades.Of(r.Mandate.Kind), null),
            Caller.AccountHolder h => new(ActorKind.Representative, h.Account.ToString(), null, AccessMode.Normal, h.Name,
                null, null),
            Caller.Professional p => new(ActorKind.Professional, p.Who.Id.Value, p.Who.Structure.Value, p.Mode,
                $"{p.Who.GivenName} {p.Who.FamilyName}", Trades.Of(p.Who), p.Reason),
            Caller.Employee e => new(ActorKind.Employee, e.Id.Value, e.Structure.Value, AccessMode.Normal, e.Name, null, null),
            Caller.Establishment e => new(ActorKind.Establishment, e.Structure.Value, e.Structure.Value, e.Mode, e.Person,
                null, null),
            Caller.Insurer => new(ActorKind.Insurer, null, null, AccessMode.Normal, "Assurance maladie", null, null),
            Caller.Desk d => new(ActorKind.Desk, null, null, AccessMode.Normal, d.Agent, "Accueil", null),
            Caller.Operator o => new(ActorKind.Operator, o.Name, o.Structure?.Value, AccessMode.Normal, o.Name, "Exploitant", null),
            Caller.Job j => new(ActorKind.Job, j.Name, null, AccessMode.Normal, "Carnet", j.Name, null),
            _ => new(ActorKind.Unidentified, null, null, AccessMode.Normal, null, null, null),
        };
    }
}
