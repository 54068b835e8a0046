using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Representation;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Records;

/// <summary>Opens a record for a person who asked for it.</summary>
/// <param name="Known">Identifier and password already agreed, as in the demo world; null draws both.</param>
/// <param name="Temporary">The password must be changed at the first login.</param>
internal sealed record OpenRecord(Opening Opening, Credentials? Known = null, bool Temporary = true)
{
    /// <summary>The same for the representative of a minor.</summary>
    public Credentials? KnownRepresentative { get; init; }

    /// <summary>Who represents the person too and has not opened it: told in the same commit .</summary>
    public IReadOnlyList<OtherHolder> Others { get; init; } = [];
}

/// <summary>Somebody else who represents a person, as the insurer reaches them; whoever acts never sees it .</summary>
/// <param name="Name">As a letter addresses them.</param>
/// <param name="Language">In which they are written to: that of their own record, French where they have none.</param>
internal sealed record OtherHolder(Contact Contact, string Name, MessageLanguage Language)
{
    public override string ToString() => "other holder ***";
}

/// <summary>
/// A record that is now open, and the paper to hand to the person; empty for a child, who has no access yet, and after an
/// automatic opening.
/// </summary>
internal sealed record OpenedAnswer(RecordId Record, Credentials Credentials)
{
    /// <summary>The paper of the representative, where an account was made for them.</summary>
    public Credentials? Representative => Representatives is [var first, ..] ? first : null;

    /// <summary>The same for each of them, in the order of the opening; null for who had an account already.</summary>
    public IReadOnlyList<Credentials?> Representatives { get; init; } = [];
}

/// <summary>Checks, makes the data key and the account, and stores all of it with the trace.</summary>
/// <remarks>
/// An automatic opening makes no account: so many passwords that nobody asked for would be so many doors. The desk
/// issues one when the person wants to come in. Source: rules L-1 to L-7; DMP 1.2 TD1.1 (DMPFound, DMPClosed).
/// </remarks>
internal sealed class OpenRecordHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, KeyWrap wrap, IAccountOpening accounts, IMandateOpening mandates,
    IRecords records, Scribe scribe, Tracing tracing, NoticeWriter notices, SystemKey systemKey, TimeProvider clock)
    : IUseCase<OpenRecord, OpenedAnswer>
{
    public async Task<Outcome<OpenedAnswer>> RunAsync(Caller caller, OpenRecord request, CancellationToken ct)
    {
        var automatic = request.Opening.Channel is OpeningChannel.Automatic;
        var id = ids.Of(request.Opening.Ins);
        if (!OpeningRules.MayOpen(caller, request.Opening.Channel) || (caller.PersonalRecord is { } own && own != id))
        {
            return await scribe.RefuseAsync(caller, TraceAct.OpenRecord, AccessFailures.NoRight, ct);
        }

        var opening = request.Opening;
        var defect = opening.Defect(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))
            ?? opening.Representatives.Select(one => one.Defect(opening.Traits.BirthDate, clock.Now())).FirstOrDefault(wrong => wrong is not null);
        if (defect is not null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.OpenRecord, defect, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await records.FindAsync(db, id, ct) is { } existing)
        {
            using (existing)
            {
                return await scribe.RefuseAsync(caller, existing, TraceAct.OpenRecord,
                    existing.Facts.Status is RecordStatus.Open ? RecordFailures.AlreadyOpen : RecordFailures.Closed);
            }
        }

        var wrapped = wrap.Create(id);
        using var key = wrap.Open(id, wrapped);
        List<OpenedMandate> represented = [];
        foreach (var draft in opening.Representatives)
        {
            switch (await MandateAsync(db, caller, id, key, request, draft, ct))
            {
                case Outcome<OpenedMandate>.Failed(var unfit):
                    return await scribe.RefuseAsync(caller, TraceAct.OpenRecord, unfit, ct);
                case Outcome<OpenedMandate>.Done(var mandate):
                    represented.Add(mandate);
                    break;
            }
        }

        var (rows, credentials) = !automatic && accounts.MayHaveOwn(opening.Traits.BirthDate)
            ? accounts.Prepare(id, key, opening.Contact, request.Known, request.Temporary)
            : ([], new Credentials("", ""));
        var entry = new LedgerEntry();
        entry.Rows.Add(new RecordKeyRow { RecordId = id, Wrapped = wrapped });
        var details = new RecordDetails(opening.Ins, opening.Traits, opening.Contact, opening.Consent?.CollectedBy ?? "")
        {
            Language = Language.Current.OfMessages, // of who opens it online; French at a desk
        };
        entry.Rows.Add(Row(id, opening, details, key));
        entry.Rows.AddRange(rows);
        entry.Rows.AddRange(represented.SelectMany(mandate => mandate.Rows));
        entry.Rows.AddRange(TraitIndexRow.Of(ids, id, opening.Traits));
        entry.Traces.Add(tracing.Line(id, key, caller,
            new Happening(TraceAct.OpenRecord, TraceOutcome.Done, $"channel.{opening.Channel}".ToLowerInvariant())
            {
                Detail = opening.Representatives.Any()
                    ? string.Join(", ", opening.Representatives.Select(who => $"{who.GivenName} {who.FamilyName}")) : null,
            }));
        notices.Tell(entry, NoticeKind.RecordOpened, id, key, details);
        await notices.TellOthersAsync(entry, NoticeKind.RepresentedRecordOpened, systemKey, request.Others, ct);
        return await scribe.WriteAsync(caller, entry) is LedgerResult.Stored
            ? new OpenedAnswer(id, credentials) { Representatives = [.. represented.Select(mandate => mandate.Credentials)] }
            : await RefuseTakenAsync(caller, id, ct);
    }

    // The holder of parental authority who comes first has consented; from now on all act for the minor (L-6, A-13).
    private Task<Outcome<OpenedMandate>> MandateAsync(
        CarnetDb db, Caller caller, RecordId id, RecordKey key, OpenRecord request, RepresentativeDraft draft, CancellationToken ct)
        => mandates.PrepareAsync(
            db, id, key, draft, consented: draft == request.Opening.Representative, (caller as Caller.Desk)?.Agent ?? "",
            draft == request.Opening.Representative ? request.KnownRepresentative : null, ct);

    // Someone else opened it in the same moment, or the identifier of the account is taken.
    private async Task<Failure> RefuseTakenAsync(Caller caller, RecordId id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var existing = await records.FindAsync(db, id, ct);
        return existing is null
            ? await scribe.RefuseAsync(caller, TraceAct.OpenRecord, RecordFailures.AlreadyOpen, ct)
            : await scribe.RefuseAsync(caller, existing, TraceAct.OpenRecord, RecordFailures.AlreadyOpen);
    }

    private RecordRow Row(RecordId id, Opening opening, RecordDetails details, RecordKey key) => new()
    {
        RecordId = id,
        Status = RecordStatus.Open,
        Channel = opening.Channel,
        OpenedAt = clock.Now(),
        BreakGlassRefused = opening.Consent?.BreakGlassRefused ?? false,
        SamuRefused = opening.Consent?.SamuRefused ?? false,
        MaskedInEmergency = opening.Consent?.MaskedInEmergency ?? false,
        Sealed = details.Seal(key),
    };
}
