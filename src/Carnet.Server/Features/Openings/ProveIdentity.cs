using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Languages;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Openings;

/// <summary>Somebody says who they are, by number and traits, before they open a record or object.</summary>
/// <param name="Number">As typed; spaces do not count.</param>
internal sealed record ProveIdentity(string Number, string BirthName, string GivenName, DateOnly BirthDate, Sex Sex)
{
    public override string ToString() => "prove identity ***";
}

/// <summary>A proof that waits for its code; the same answer whether a code was sent or not.</summary>
internal sealed record ProofStarted(Ticket Proof);

/// <summary>Compares with the insurer's list and sends a code to where the insurer writes, never to where the browser says.</summary>
/// <remarks>
/// Nothing of the answer tells whether somebody is on the list, whether the traits fit, or whether a record exists: the
/// same queries run and the same rows are written. Source: rules L-2, V-6; OWASP ASVS 5.0 6.3.8.
/// </remarks>
internal sealed class ProveIdentityHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, SystemKey systemKey, IdentityCodes codes,
    LoginTrail trail, TimeProvider clock, IOptions<AccountsOptions> options) : IUseCase<ProveIdentity, ProofStarted>
{
    private static readonly string[] Registers = [Ins.NirOid, Ins.NiaOid, Ins.TestOid, Ins.DemoOid];

    public async Task<Outcome<ProofStarted>> RunAsync(Caller caller, ProveIdentity request, CancellationToken ct)
    {
        var number = string.Concat(request.Number.Where(c => !char.IsWhiteSpace(c)).Take(16)).ToUpperInvariant();
        var candidates = Registers.Select(oid => Ins.TryCreate(number, oid, out var ins) ? ids.Of(ins) : RecordId.None).ToList();
        using var key = await systemKey.OpenAsync(ct);
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var rows = await db.Set<RegisteredPersonRow>().AsNoTracking()
                .Where(row => candidates.Contains(row.PersonId)).ToListAsync(ct);
            var row = rows.FirstOrDefault();
            using var record = await records.FindAsync(db, row?.PersonId ?? RecordId.None, ct);
            var person = row?.Details(key);
            var now = clock.Now();
            var spent = await IdentityCodes.SpentAsync(db, row?.PersonId ?? RecordId.None, now, ct);
            var cause = person is null ? "opening.unknown"
                : !Agrees(person, request) ? "opening.traits"
                : codes.Obstacle(spent, person.Contact);
            var proof = Ticket.Draw();
            var (code, hash) = codes.Draw(proof.Hash(), codes.IsExhausted(spent));
            var entry = new LedgerEntry();
            entry.Rows.Add(new IdentityProofRow
            {
                ProofHash = proof.Hash(),
                PersonId = cause is null ? row!.PersonId : null,
                Number = spent.Proofs + 1,
                AskedAt = now,
                CodesSent = spent.Sent + 1,
                CodesSince = spent.Since,
                CodeHash = hash,
                ExpiresAt = now + options.Value.CodeLifetime,
                State = ProofState.Asked,
            });
            if (cause is null && IdentityCodes.Message(person!.Contact, code) is { } message)
            {
                entry.Rows.Add(OutboxRow.Of(message, key, now));
            }
            else
            {
                entry.Rows.Add(OutboxRow.ForNobody(
                    NoticeTexts.ToNobody(NoticeKind.IdentityCode, Channel.Sms, Language.Current.OfMessages, code), key, now));
            }

            var happening = new Happening(
                TraceAct.SendCode, cause is null ? TraceOutcome.Done : TraceOutcome.Refused, cause ?? "opening.code-sent");
            if (await trail.WriteAsync(caller, record, happening, entry, ct) is LedgerResult.Stored)
            {
                return new ProofStarted(proof);
            }
        }
    }

    private static bool Agrees(RegisteredPerson person, ProveIdentity request)
        => TraitComparison.Differences(person.Traits, new StatedTraits(
            request.BirthName, request.GivenName,
            request.BirthDate.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture),
            request.Sex)) is { Count: 0 } && TraitComparison.Fold(request.GivenName).Length > 0;
}

/// <summary>Codes that prove an identity: drawn, compared, counted.</summary>
internal sealed class IdentityCodes(RecordIds ids, IOptions<AccountsOptions> options)
{
    /// <summary>How long a proof counts, after it is over.</summary>
    public static readonly TimeSpan Counted = TimeSpan.FromDays(1);

    /// <param name="longer">Where so many wrong ones were tried that six digits could be guessed.</param>
    public (string Code, byte[] Hash) Draw(byte[] proofHash, bool longer)
    {
        var code = System.Security.Cryptography.RandomNumberGenerator.GetString("0123456789", longer ? 12 : 6);
        return (code, Hash(proofHash, code));
    }

    public bool IsRight(IdentityProofRow proof, string typed)
        => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            Hash(proof.ProofHash, string.Concat(typed.Take(24).Where(char.IsAsciiDigit))), proof.CodeHash);

    /// <summary>What a person has spent of what they may; the same query whether anybody is known or not.</summary>
    public static async Task<SpentCodes> SpentAsync(CarnetDb db, RecordId person, DateTimeOffset now, CancellationToken ct)
    {
        var proofs = await db.Set<IdentityProofRow>().AsNoTracking().Where(proof => proof.PersonId == person)
            .OrderByDescending(proof => proof.Number).ToListAsync(ct);
        var last = proofs.FirstOrDefault(); // its number counts, however old it is
        var (sent, since) = CodeBudget.Left(last?.CodesSent ?? 0, last?.CodesSince, now);
        return new SpentCodes(last?.Number ?? 0, sent, since, proofs.Where(proof => proof.AskedAt > now - Counted).Sum(proof => proof.WrongTries));
    }

    /// <summary>Why no code is sent, for the trail; or null.</summary>
    public string? Obstacle(SpentCodes spent, Contact contact) => spent switch
    {
        _ when contact is { Email: null or "", Phone: null or "" } => "opening.no-contact",
        _ when spent.Sent >= options.Value.CodesPerHour => "opening.too-many-codes",
        _ => null,
    };

    /// <summary>So many wrong codes in a day that the next ones are longer.</summary>
    public bool IsExhausted(SpentCodes spent) => spent.Wrong >= options.Value.WrongCodesPerDay;

    /// <summary>In the language of the page: nobody knows yet who reads it.</summary>
    public static OutboxMessage? Message(Contact contact, string code)
        => NoticeTexts.Compose(NoticeKind.IdentityCode, RecordId.None, contact switch
        {
            { Phone: { Length: > 0 } phone } => [new(Channel.Sms, phone)],
            { Email: { Length: > 0 } email } => [new(Channel.Email, email)],
            _ => [],
        }, Language.Current.OfMessages, code);

    private byte[] Hash(byte[] proofHash, string code)
        => ids.Hash("identity-code", $"{Convert.ToHexStringLower(proofHash)}\n{code}");
}

/// <summary>What somebody has spent in the last day.</summary>
/// <param name="Proofs">The number of their last proof; 0 where there is none.</param>
/// <param name="Sent">Codes that still count as sent.</param>
/// <param name="Since">Since when these count.</param>
/// <param name="Wrong">Codes that were wrong.</param>
internal sealed record SpentCodes(int Proofs, int Sent, DateTimeOffset Since, int Wrong);
