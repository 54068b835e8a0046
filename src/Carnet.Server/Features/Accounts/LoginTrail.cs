using Carnet.Domain.Access;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Accounts;

/// <summary>Writes a step of a login where it belongs: to the person's record, else under the server's own key.</summary>
/// <remarks>An identifier that nobody has is not repeated: people type passwords in the wrong field.</remarks>
internal sealed class LoginTrail(Scribe scribe, SystemKey systemKey)
{
    public async Task<LedgerResult> WriteAsync(
        Caller caller, OpenedRecord? record, Happening happening, LedgerEntry effect, CancellationToken ct)
    {
        if (record is not null)
        {
            return await scribe.WriteAsync(caller, record, happening, effect);
        }

        using var key = await systemKey.OpenAsync(ct);
        return await scribe.WriteAsync(caller, RecordId.None, key, happening, effect);
    }
}
