using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>Takes a product off the list.</summary>
internal sealed record RemoveSoftware(string Name, string Version);

/// <summary>Takes effect within a minute on every server.</summary>
internal sealed class RemoveSoftwareHandler(IDbContextFactory<CarnetDb> databases, Scribe scribe)
    : IUseCase<RemoveSoftware, RegisteredSoftware>
{
    public async Task<Outcome<RegisteredSoftware>> RunAsync(Caller caller, RemoveSoftware request, CancellationToken ct)
    {
        if (caller is not Caller.Operator { Structure: null })
        {
            return await scribe.RefuseAsync(caller, TraceAct.RegisterSoftware, SoftwareFailures.Operators, ct);
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<SoftwareRow>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.Name == request.Name && known.Version == request.Version, ct);
        if (row is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.RegisterSoftware, SoftwareFailures.Unknown, ct);
        }

        var entry = new LedgerEntry { Change = writing => writing.Discard(row) };

        // Somebody else removed it in the same moment: look again.
        var line = AddSoftwareHandler.Line("software.removed", row.ToSoftware());
        return await scribe.WriteAsync(caller, line, entry, ct) is LedgerResult.Stored
            ? row.ToSoftware()
            : await RunAsync(caller, request, ct);
    }
}
