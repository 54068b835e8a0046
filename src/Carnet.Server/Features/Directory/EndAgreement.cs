using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>Ends the agreement of an establishment that is in force or still to begin.</summary>
internal sealed record EndAgreement(StructIdNat Structure);

/// <summary>Ends now; one that has not begun ends where it would begin. Source: rule A-9.</summary>
internal sealed class EndAgreementHandler(IDbContextFactory<CarnetDb> databases, Scribe scribe, TimeProvider clock)
    : IUseCase<EndAgreement, EstablishmentAgreement>
{
    public async Task<Outcome<EstablishmentAgreement>> RunAsync(Caller caller, EndAgreement request, CancellationToken ct)
    {
        if (caller is not Caller.Operator { Structure: null })
        {
            return await scribe.RefuseAsync(caller, TraceAct.Agreement, AgreementFailures.Operators, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.Now();
        var structure = request.Structure.Value;
        var row = await db.Set<AgreementRow>().AsNoTracking().Where(known => known.StructureId == structure
            && (known.Until == null || (known.Until > now && known.Until > known.Since)))
            .OrderBy(known => known.Since).FirstOrDefaultAsync(ct);
        if (row is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Agreement, AgreementFailures.Missing, ct);
        }

        var end = row.Since > now ? row.Since : now;
        var entry = new LedgerEntry { Change = writing => writing.Change(row, ending => ending.Until = end) };
        var agreement = row.ToAgreement() with { Until = end };
        var stored = await scribe.WriteAsync(caller, AddAgreementHandler.Line("agreement.ended", agreement), entry, ct);

        // Someone else ended it in the same moment: look again.
        return stored is LedgerResult.Stored ? agreement : await RunAsync(caller, request, ct);
    }
}
