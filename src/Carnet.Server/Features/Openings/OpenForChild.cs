using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Openings;

/// <summary>A parent who has come in opens the record of their child.</summary>
internal sealed record OpenForChild(StatedPerson Child, bool Consents, bool BreakGlassAllowed, bool SamuAllowed);

/// <summary>It is open, and the parent acts in it from now on.</summary>
internal sealed record ChildRecordOpened(RecordId Record);

/// <summary>
/// Opens by the channel INTERNET with the consent of the parent whom the insurer knows, under the parent's own account.
/// </summary>
/// <remarks>
/// One parent suffices: opening is a usual act of parental authority, and either may close it again. A protected adult is
/// opened at a desk, which sees the judgment. Source: rules L-1, L-2, L-6, A-13, V-6; Code civil, art. 372-2.
/// </remarks>
internal sealed class OpenForChildHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, RepresentedPersons represented, IAccountFinder accounts,
    IUseCase<OpenRecord, OpenedAnswer> open, Platform.Keys.RecordIds ids, Scribe scribe, TimeProvider clock)
    : IUseCase<OpenForChild, ChildRecordOpened>
{
    public async Task<Outcome<ChildRecordOpened>> RunAsync(Caller caller, OpenForChild request, CancellationToken ct)
    {
        if (caller is not Caller.Patient parent)
        {
            return await scribe.RefuseAsync(caller, TraceAct.OpenRecord, AccessFailures.NoRight, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var own = await records.FindAsync(db, parent.Record, ct);
        if (own is not { Facts.Status: RecordStatus.Open }
            || await accounts.FindAsync(db, parent.Record, parent.Account, ct) is not { } account)
        {
            return await scribe.RefuseAsync(caller, TraceAct.OpenRecord, AccountFailures.NoSession, ct);
        }

        var now = clock.Now();
        var person = await represented.FindAsync(db, own.Details().Ins, request.Child, ct);
        var failure = person is null || Majority.IsMinorAt(own.Details().Traits.BirthDate, now) ? OpeningFailures.NotRepresented
            : !Majority.IsMinorAt(person.Traits.BirthDate, now) ? OpeningFailures.Protected
            : request.Consents ? null : OpeningFailures.ConsentMissing;
        if (failure is not null)
        {
            return await scribe.RefuseAsync(caller, own, TraceAct.OpenRecord, failure);
        }

        var opening = new OpenRecord(Opening(request, account, person!))
        {
            Others = await represented.OthersAsync(db, person!, own.Details().Ins, ct),
        };
        return (await open.RunAsync(Representative(parent, account, person!, now), opening, ct))
            .Match<Outcome<ChildRecordOpened>>(opened => new ChildRecordOpened(opened.Record), refused => refused);
    }

    private static Opening Opening(OpenForChild request, FoundAccount account, RegisteredPerson child) => new(
        child.Ins, child.Traits, child.Contact,
        new Consent($"{account.GivenName} {account.FamilyName}", !request.BreakGlassAllowed, !request.SamuAllowed, MaskedInEmergency: false),
        OpeningChannel.Internet)
    {
        Representative = new RepresentativeDraft(account.FamilyName, account.GivenName, RepresentativeKind.Parent, Extent.Full,
            account.Contact, Since: null, Until: null, account.Login),
    };

    // The trace of the opening says that it was the parent, who holds the mandate that is stored with it.
    private Caller.Representative Representative(
        Caller.Patient parent, FoundAccount account, RegisteredPerson child, DateTimeOffset now)
    {
        var mandate = new Mandate(Guid.Empty, RepresentativeKind.Parent, Extent.Full, now, null,
            Majority.InstantOf(child.Traits.BirthDate), [], InConflict: false);
        var name = $"{account.GivenName} {account.FamilyName}";
        return new Caller.Representative(ids.Of(child.Ins), parent.Record, parent.Account, name, mandate) { Origin = parent.Origin };
    }
}
