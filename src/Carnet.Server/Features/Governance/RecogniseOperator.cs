using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>Somebody says that they are an operator, and proves it.</summary>
internal sealed record RecogniseOperator(string Name, string Secret)
{
    public override string ToString() => $"operator {Name} ***";
}

/// <summary>Compares the secret; a failed try is traced.</summary>
internal sealed class RecogniseOperatorHandler(
    IDbContextFactory<CarnetDb> databases, OperatorSecrets secrets, Scribe scribe) : IUseCase<RecogniseOperator, Caller.Operator>
{
    public async Task<Outcome<Caller.Operator>> RunAsync(Caller caller, RecogniseOperator request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var known = await db.Set<OperatorRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == request.Name, ct);
        return secrets.IsRight(known, request.Secret) && known is { State: OperatorState.Active }
            ? new Caller.Operator(known.Name, known.StructureId is { } number && StructIdNat.TryCreate(number, out var structure) ? structure : null)
            {
                Origin = caller.Origin,
            }
            : await scribe.RefuseAsync(caller, TraceAct.Knock, OperatorFailures.NotRecognised, ct);
    }
}
