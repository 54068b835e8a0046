namespace Carnet.Domain.Documents;

/// <summary>Our identifier of one document entry, a UUID v7; on the XDS wire the entryUUID.</summary>
public readonly record struct DocumentId(Guid Value)
{
    public static DocumentId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}

/// <summary>Our identifier of one submission, a UUID v7.</summary>
public readonly record struct SubmissionId(Guid Value)
{
    public static SubmissionId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}
