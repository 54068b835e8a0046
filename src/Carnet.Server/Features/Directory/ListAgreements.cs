using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>Every agreement, past ones too; names no person, so reading it leaves no trace.</summary>
internal sealed record ListAgreements;

/// <summary>Lists by structure, then by time.</summary>
internal sealed class ListAgreementsHandler(IDbContextFactory<CarnetDb> databases)
    : IUseCase<ListAgreements, IReadOnlyList<EstablishmentAgreement>>
{
    public async Task<Outcome<IReadOnlyList<EstablishmentAgreement>>> RunAsync(
        Caller caller, ListAgreements request, CancellationToken ct)
    {
        if (caller is not Caller.Operator { Structure: null })
        {
            return AgreementFailures.Operators;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<AgreementRow>().AsNoTracking()
            .OrderBy(row => row.StructureId).ThenBy(row => row.Since).ToListAsync(ct);
        return rows.ConvertAll(row => row.ToAgreement());
    }
}
