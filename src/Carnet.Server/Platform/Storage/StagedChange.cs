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
        var copy = (T)db.Entry(read).CurrentValues.ToObject();
        try
        {
            db.Attach(copy);
        }
        catch (InvalidOperationException cause)
        {
            throw new DbUpdateConcurrencyException("The row is held by another entry of the same commit.", cause);
        }

        return copy;
    }
}
