namespace Carnet.Wire.Xds;

/// <summary>One registry object as it stands in the message, before it is understood.</summary>
internal sealed class RimObject
{
    public required string Kind { get; init; }

    public required string Id { get; init; }

    public string? LogicalId { get; init; }

    public string? Home { get; init; }

    public string? Status { get; init; }

    public string? ObjectType { get; init; }

    public string? MimeType { get; init; }

    /// <summary>An association's type; a classification's scheme or node; an identifier's scheme.</summary>
    public string? Scheme { get; init; }

    /// <summary>A classification's node, which says what a package is.</summary>
    public string? Node { get; init; }

    /// <summary>An association's source; the object that a classification or identifier belongs to.</summary>
    public string? Source { get; init; }

    public string? Target { get; init; }

    /// <summary>A classification's code; an identifier's value.</summary>
    public string? Value { get; init; }

    public List<Slot> Slots { get; } = [];

    public LocalizedString? Name { get; set; }

    public LocalizedString? Description { get; set; }

    public string? VersionName { get; set; }

    public List<RimObject> Classifications { get; } = [];

    public List<RimObject> ExternalIdentifiers { get; } = [];
}
