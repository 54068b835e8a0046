namespace Carnet.Wire.Xds;

/// <summary>A named list of values, kept as sent.</summary>
/// <remarks>Source: OASIS ebRIM 3.0 2.4.</remarks>
public sealed record Slot(string Name, IReadOnlyList<string> Values)
{
    public Slot(string name, string value) : this(name, [value]) { }
}
