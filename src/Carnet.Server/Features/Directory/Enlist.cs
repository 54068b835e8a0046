using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>A structure for the directory.</summary>
internal sealed record ListedStructure(StructIdNat Id, string Name, string Kind, string Sector);

/// <summary>One activity of one professional for the directory.</summary>
/// <param name="Mail">Secure mailbox (MSSanté), to which messages about patients go.</param>
internal sealed record ListedActivity(
    PsIdNat Person, string FamilyName, string GivenName, string Profession, string? Qualification, StructIdNat Structure,
    string? Mail = null);

/// <summary>A locum's place for the directory: the activity replaced, from its start to its end.</summary>
/// <param name="Until">Excluded.</param>
internal sealed record ListedReplacement(ListedActivity Locum, PsIdNat Replaced, DateTimeOffset From, DateTimeOffset Until);

/// <summary>Adds to the directory what it does not have yet; what it has stays.</summary>
internal sealed record Enlist(IReadOnlyList<ListedStructure> Structures, IReadOnlyList<ListedActivity> Activities)
{
    public IReadOnlyList<ListedReplacement> Replacements { get; init; } = [];
}

/// <summary>Writes directory entries; names lie sealed under the server's own key.</summary>
internal sealed class EnlistHandler(IDbContextFactory<CarnetDb> databases, SystemKey systemKey, ILedger ledger)
    : IUseCase<Enlist, int>
{
    public async Task<Outcome<int>> RunAsync(Caller caller, Enlist request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var key = await systemKey.OpenAsync(ct);
        var structures = await db.Set<DirectoryStructureRow>().Select(row => row.StructureId).ToHashSetAsync(ct);
        var activities = (await db.Set<DirectoryActivityRow>()
            .Select(row => new { row.PersonId, row.StructureId, row.Profession }).ToListAsync(ct))
            .Select(row => (row.PersonId, row.StructureId, row.Profession)).ToHashSet();

        var entry = new LedgerEntry();
        entry.Rows.AddRange(request.Structures.Where(listed => structures.Add(listed.Id.Value)).Select(listed =>
            new DirectoryStructureRow
            {
                StructureId = listed.Id.Value,
                Kind = listed.Kind,
                Sector = listed.Sector,
                Active = true,
                Sealed = key.Seal(SealedColumn.DirectoryDetails, Guid.Empty, new Packer(1).Text(listed.Name).Bytes),
            }));
        entry.Rows.AddRange(request.Activities
            .Where(listed => activities.Add((listed.Person.Value, listed.Structure.Value, listed.Profession)))
            .Select(listed => new DirectoryActivityRow
            {
                PersonId = listed.Person.Value,
                StructureId = listed.Structure.Value,
                Profession = listed.Profession,
                Qualification = listed.Qualification,
                Sealed = key.Seal(SealedColumn.DirectoryDetails, Guid.Empty,
                    new Packer(2).Text(listed.FamilyName).Text(listed.GivenName).Text(listed.Mail).Bytes),
            }));
        var places = (await db.Set<DirectoryReplacementRow>()
            .Select(row => new { row.PersonId, row.StructureId, row.ReplacedId }).ToListAsync(ct))
            .Select(row => (row.PersonId, row.StructureId, row.ReplacedId)).ToHashSet();
        entry.Rows.AddRange(request.Replacements
            .Where(listed => places.Add((listed.Locum.Person.Value, listed.Locum.Structure.Value, listed.Replaced.Value)))
            .Select(listed => DirectoryReplacementRow.Of(key, listed)));
        await ledger.WriteAsync(entry);
        return entry.Rows.Count;
    }
}
