using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Contextual;

/// <summary>A professional opens the pages of one person, out of their software.</summary>
/// <param name="Candidates">Whom the number may mean, one for each register; the first who has a record is meant.</param>
/// <param name="Certificate">SHA-256 of the certificate of the connection.</param>
/// <param name="Method">How an establishment says that it authenticated them; null where they hold their own card.</param>
internal sealed record OpenContext(IReadOnlyList<Ins> Candidates, byte[] Certificate, string? Method = null)
{
    public override string ToString() => "open context ***";
}

/// <summary>What the browser holds from now on.</summary>
internal sealed record ContextOpened(Ticket Cookie);

/// <summary>Decides, then stores and traces the access; the token that opened it is spent in the same transaction.</summary>
/// <remarks>Source: rules A-8, T-1; DMP 1.7.</remarks>
internal sealed class OpenContextHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, IRuleBooks rules, SystemKey systemKey, Scribe scribe,
    TimeProvider clock) : IUseCase<OpenContext, ContextOpened>
{
    public async Task<Outcome<ContextOpened>> RunAsync(Caller caller, OpenContext request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        foreach (var patient in request.Candidates)
        {
            using var record = await records.FindAsync(db, ids.Of(patient), ct);
            if (record is not null)
            {
                return await OpenAsync(caller, patient, record, request, ct);
            }
        }

        return await scribe.RefuseAsync(caller, TraceAct.OpenWeb, RecordFailures.Unknown, ct);
    }

    private async Task<Outcome<ContextOpened>> OpenAsync(
        Caller caller, Ins patient, OpenedRecord record, OpenContext request, CancellationToken ct)
    {
        var now = clock.Now();
        if (caller is not (Caller.Professional or Caller.Employee))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.OpenWeb, AccessFailures.NoRight);
        }

        if (caller.Origin.Secret && SecretCare.Defect(caller, record.Details().Traits.BirthDate, now) is { } notSecret)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.OpenWeb, notSecret);
        }

        if (AccessRules.OpenWeb(new AccessQuestion(caller, record.Facts, now), rules.Current) is AccessDecision.Refused(var cause, _))
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.OpenWeb, AccessFailures.Of(cause));
        }

        var cookie = Ticket.Draw();
        var entry = new LedgerEntry();
        using (var key = await systemKey.OpenAsync(ct))
        {
            entry.Rows.Add(new WebContextRow
            {
                CookieHash = cookie.Hash(),
                CertificateHash = request.Certificate,
                CreatedAt = now,
                SeenAt = now,
                Sealed = WebContextRow.Seal(key, cookie.Hash(), caller, patient, request.Method),
            });
        }

        await scribe.WriteAsync(caller, record, new Happening(TraceAct.OpenWeb, TraceOutcome.Done, "ground.right"), entry);
        return new ContextOpened(cookie);
    }
}
