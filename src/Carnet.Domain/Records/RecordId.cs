namespace Carnet.Domain.Records;

/// <summary>Identifier of a record: a UUID made by a keyed hash of the INS, so that it tells nothing of the person.</summary>
public readonly record struct RecordId(Guid Value)
{
    /// <summary>Where traces go that concern no record, e.g. a refused token.</summary>
    public static RecordId None { get; } = new(Guid.Empty);

    public override string ToString() => Value.ToString();
}
