using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>Records the agreement under which an establishment's people read (AIR).</summary>
internal sealed record AddAgreement(EstablishmentAgreement Agreement);

/// <summary>One agreement of an establishment at a time; the directory must know it. Source: rule A-9.</summary>
internal sealed class AddAgreementHandler(IDbContextFactory<CarnetDb> databases, Scribe scribe)
    : IUseCase<AddAgreement, EstablishmentAgreement>
{
    public async Task<Outcome<EstablishmentAgreement>> RunAsync(Caller caller, AddAgreement request, CancellationToken ct)
    {
        var agreement = request.Agreement with
        {
            Since = request.Agreement.Since.Micro(),
            Until = request.Agreement.Until?.Micro(),
        };
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await DefectAsync(db, caller, agreement, ct) is { } defect)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Agreement, defect, ct);
        }

        var entry = new LedgerEntry();
        entry.Rows.Add(new AgreementRow
        {
            StructureId = agreement.Structure.Value,
            Since = agreement.Since,
            Until = agreement.Until,
            Methods = agreement.Methods,
            Simplified = agreement.Simplified,
        });
        return await scribe.WriteAsync(caller, Line("agreement.added", agreement), entry, ct) is LedgerResult.Stored
            ? agreement
            : await scribe.RefuseAsync(caller, TraceAct.Agreement, AgreementFailures.Overlaps, ct);
    }

    /// <summary>How an agreement stands in the trail.</summary>
    public static Happening Line(string code, EstablishmentAgreement agreement)
        => new(TraceAct.Agreement, TraceOutcome.Done, code)
        {
            Detail = $"{agreement.Structure} {string.Join(',', PrimaryMethodCodes.CodesOf(agreement.Methods))}"
                + (agreement.Simplified ? $",{PrimaryMethodCodes.Conforming}" : ""),
        };

    private static async Task<Failure?> DefectAsync(
        CarnetDb db, Caller caller, EstablishmentAgreement agreement, CancellationToken ct)
    {
        if (caller is not Caller.Operator { Structure: null })
        {
            return AgreementFailures.Operators;
        }

        if (agreement.Defect() is { } defect)
        {
            return defect;
        }

        var structure = agreement.Structure.Value;
        if (!await db.Set<DirectoryStructureRow>().AnyAsync(known => known.StructureId == structure && known.Active, ct))
        {
            return DirectoryFailures.UnknownStructure;
        }

        var (since, until) = (agreement.Since, agreement.Until ?? DateTimeOffset.MaxValue.Micro());
        return await db.Set<AgreementRow>().AnyAsync(known => known.StructureId == structure
            && known.Since < until && (known.Until == null || known.Until > since), ct)
            ? AgreementFailures.Overlaps
            : null;
    }
}
