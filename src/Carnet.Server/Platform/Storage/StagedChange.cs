using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Platform.Storage;

/// <summary>Changes rows that were read outside the transaction that writes.</summary>
/// <remarks>
/// An entry of the ledger may be tried twice, first with its group and then alone, so a change works on a copy: the row
/// keeps the values that were read, which the concurrency token is compared with. Two entries of one group that hold
/// the same row are a conflict for the second, as if it had come later.
/// </remarks>
internal static class StagedChange
{
    /// <summary>Stages new values for a row as it was read.</summary>
    public static void Change<T>(this CarnetDb db, T read, Action<T> change)
        where T : class => change(Hold(db, read));

    /// <summary>Stages the removal of a row as it was read.</summary>
    public static void Discard<T>(this CarnetDb db, T read)
        where T : class => db.Remove(Hold(db, read));

    private static T Hold<T>(CarnetDb db, T read)
        where T : class
    {
        var entry = db.Entry(read);
        var key = entry.Metadata.FindPrimaryKey()!.Properties.Select(property => entry.CurrentValues[property]);
        if (db.Set<T>().Local.FindEntryUntyped(key) is not null)
        {
            // Asked first: a row that is held to be removed would let itself be held again without a word.
            throw new DbUpdateConcurrencyException("The row is held by another entry of the same commit.");
        }

        var copy = (T)entry.CurrentValues.ToObject();
        db.Attach(copy);
        return copy;
    }
}
