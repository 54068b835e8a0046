namespace Carnet.Domain.Documents;

/// <summary>Where a document stands in its life; anything but Approved is shown only when asked for.</summary>
/// <remarks>Source: rule V-5; DMP 3.2 availabilityStatus.</remarks>
public enum DocumentStatus
{
    Approved = 0,

    /// <summary>Replaced by a later version.</summary>
    Deprecated = 1,

    /// <summary>Put away by the author or the treating doctor.</summary>
    Archived = 2,

    /// <summary>Withdrawn by the author; logical, the content stays sealed.</summary>
    Deleted = 3,
}
