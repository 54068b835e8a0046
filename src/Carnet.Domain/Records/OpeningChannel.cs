namespace Carnet.Domain.Records;

/// <summary>By which way a record was opened.</summary>
/// <remarks>Source: rule L-1; P19, S20.</remarks>
public enum OpeningChannel
{
    /// <summary>INTERNET: the person.</summary>
    Internet = 1,

    /// <summary>ACCUEIL: a desk of the insurer.</summary>
    Desk = 2,

    /// <summary>OFFICINE.</summary>
    Pharmacy = 3,

    /// <summary>PSL: a professional in practice.</summary>
    Professional = 4,

    /// <summary>ES.</summary>
    Establishment = 5,

    /// <summary>AS.</summary>
    SocialWorker = 6,

    /// <summary>AUTOMATIQUE, after the objection window.</summary>
    Automatic = 7,
}

/// <summary>Whether a record lives.</summary>
public enum RecordStatus
{
    Open = 1,

    /// <summary>Nobody reads, nobody feeds; kept sealed for ten years.</summary>
    Closed = 2,
}
