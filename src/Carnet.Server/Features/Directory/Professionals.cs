using Carnet.Domain.Access;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>One activity of a professional as the directory knows it.</summary>
/// <param name="Id">PS_IdNat.</param>
internal sealed record KnownProfessional(
    string Id, string FamilyName, string GivenName, string Profession, string? Qualification, string Structure)
{
    public bool IsPhysician => Profession == Practitioner.Physician;

    public string FullName => $"{GivenName} {FamilyName}";

    public override string ToString() => $"professional {Id}";
}

/// <summary>What this room shows to the others: who a number is.</summary>
internal interface IProfessionals
{
    /// <summary>Every activity of these people that has not ended; who is unknown is left out.</summary>
    Task<IReadOnlyList<KnownProfessional>> OfAsync(CarnetDb db, IReadOnlyCollection<string> numbers, CancellationToken ct);

    /// <summary>Who holds the place of one of these people now.</summary>
    Task<IReadOnlyList<(KnownProfessional Who, Replacement Place)>> LocumsOfAsync(
        CarnetDb db, IReadOnlyCollection<string> replaced, CancellationToken ct);
}

/// <summary>Reads activities and opens their names. Source: rule I-3.</summary>
internal sealed class Professionals(SystemKey systemKey, TimeProvider clock) : IProfessionals
{
    public async Task<IReadOnlyList<KnownProfessional>> OfAsync(
        CarnetDb db, IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        if (numbers.Count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var rows = await db.Set<DirectoryActivityRow>().AsNoTracking()
            .Where(row => numbers.Contains(row.PersonId) && (row.Until == null || row.Until > now))
            .OrderBy(row => row.StructureId).ToListAsync(ct);
        using var key = await systemKey.OpenAsync(ct);
        return [.. rows.Select(row => Open(key, row))];
    }

    public async Task<IReadOnlyList<(KnownProfessional Who, Replacement Place)>> LocumsOfAsync(
        CarnetDb db, IReadOnlyCollection<string> replaced, CancellationToken ct)
    {
        if (replaced.Count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var rows = await db.Set<DirectoryReplacementRow>().AsNoTracking()
            .Where(row => replaced.Contains(row.ReplacedId) && row.From <= now && row.Until > now).ToListAsync(ct);
        using var key = await systemKey.OpenAsync(ct);
        return
        [
            .. from row in rows
               select (Open(key, row.Sealed, row.PersonId, row.Profession, row.Qualification, row.StructureId), row.ToReplacement()),
        ];
    }

    private static KnownProfessional Open(RecordKey key, DirectoryActivityRow row)
        => Open(key, row.Sealed, row.PersonId, row.Profession, row.Qualification, row.StructureId);

    private static KnownProfessional Open(
        RecordKey key, byte[] sealedNames, string person, string profession, string? qualification, string structure)
    {
        var names = new Unpacker(key.Open(SealedColumn.DirectoryDetails, Guid.Empty, sealedNames));
        return new KnownProfessional(person, names.Text() ?? "", names.Text() ?? "", profession, qualification, structure);
    }
}
