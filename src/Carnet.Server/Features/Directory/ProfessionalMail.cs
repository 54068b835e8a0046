using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>What this room shows to the others: the secure mailbox of a professional.</summary>
internal interface IProfessionalMail
{
    /// <summary>The address, or null where the directory knows none.</summary>
    /// <param name="number">PS_IdNat.</param>
    Task<string?> OfAsync(string number, CancellationToken ct);
}

/// <summary>Reads it from the activities of the professional; the first that has one.</summary>
internal sealed class ProfessionalMail(IDbContextFactory<CarnetDb> databases, SystemKey systemKey) : IProfessionalMail
{
    public async Task<string?> OfAsync(string number, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<DirectoryActivityRow>().AsNoTracking().Where(row => row.PersonId == number)
            .OrderBy(row => row.StructureId).Select(row => row.Sealed).ToListAsync(ct);
        using var key = await systemKey.OpenAsync(ct);
        return rows.Select(row => Mail(key, row)).FirstOrDefault(mail => mail is not null);
    }

    private static string? Mail(RecordKey key, byte[] row)
    {
        var details = new Unpacker(key.Open(SealedColumn.DirectoryDetails, Guid.Empty, row));
        (_, _) = (details.Text(), details.Text());
        return details.Version < 2 ? null : details.Text();
    }
}
