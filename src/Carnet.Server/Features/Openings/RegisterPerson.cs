using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Openings;

/// <summary>The insurer names a person who may open a record by themselves, and where a code reaches them.</summary>
internal sealed record RegisterPerson(RegisteredPerson Person)
{
    public override string ToString() => "register person ***";
}

/// <summary>Adds or replaces one line of the insurer's list. It opens nothing and tells nobody.</summary>
/// <remarks>Source: rule L-1 (INTERNET).</remarks>
internal sealed class RegisterPersonHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, SystemKey systemKey, Scribe scribe, TimeProvider clock)
    : IUseCase<RegisterPerson, RecordId>
{
    public async Task<Outcome<RecordId>> RunAsync(Caller caller, RegisterPerson request, CancellationToken ct)
    {
        var person = request.Person;
        var opening = new Opening(person.Ins, person.Traits, person.Contact, null, OpeningChannel.Automatic);
        var failure = caller is not Caller.Desk ? AccessFailures.NoRight
            : opening.Defect(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        if (failure is not null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Announce, failure, ct);
        }

        var id = ids.Of(person.Ins);
        using var key = await systemKey.OpenAsync(ct);
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var known = await db.Set<RegisteredPersonRow>().AsNoTracking().SingleOrDefaultAsync(row => row.PersonId == id, ct);
            var entry = new LedgerEntry
            {
                Change = known is null ? null : writing => writing.Change(known, row =>
                {
                    row.Sealed = person.Seal(key, id.Value);
                    row.Version++;
                }),
            };
            if (known is null)
            {
                entry.Rows.Add(new RegisteredPersonRow { PersonId = id, Sealed = person.Seal(key, id.Value) });
            }

            if (await scribe.WriteAsync(caller, RecordId.None, key,
                new Happening(TraceAct.Announce, TraceOutcome.Done, "person.registered"), entry) is LedgerResult.Stored)
            {
                return id;
            }
        }
    }
}
