using System.Collections.Immutable;

namespace Carnet.Domain.Notices;

/// <summary>What a person chooses messages by: one line of the preferences, one rule N.</summary>
public enum NoticeTopic
{
    /// <summary>Messages that are part of an act, e.g. a login code: nothing to choose.</summary>
    None = 0,

    /// <summary>N-1.</summary>
    Opening = 1,

    /// <summary>N-2.</summary>
    FirstReading = 2,

    /// <summary>N-3.</summary>
    NewDocument = 3,

    /// <summary>N-4.</summary>
    Emergency = 4,

    /// <summary>N-5, and the campaign of L-7.</summary>
    Objection = 5,

    /// <summary>N-6.</summary>
    Closing = 6,

    /// <summary>N-7.</summary>
    Account = 7,

    /// <summary>N-8.</summary>
    Consultation = 8,
}

/// <summary>How a message travels.</summary>
public enum Channel
{
    Email = 1,
    Sms = 2,
    Letter = 3,

    /// <summary>To the software of a professional, which asked for its answer at an address of its own; never to a person.</summary>
    Software = 4,
}

/// <summary>What a person chose for one topic.</summary>
public enum NoticeWay
{
    /// <summary>By e-mail, else by SMS, else by letter.</summary>
    Usual = 0,
    Email = 1,
    Sms = 2,
    Letter = 3,

    /// <summary>No message.</summary>
    Silent = 4,
}

/// <summary>What the rules say about topics and kinds.</summary>
/// <remarks>Source: rules N-1 to N-8.</remarks>
public static class NoticeRules
{
    /// <summary>The topics that a person sees, in the order of the rules.</summary>
    public static ImmutableArray<NoticeTopic> Topics { get; } =
        [.. Enum.GetValues<NoticeTopic>().Where(topic => topic is not NoticeTopic.None)];

    public static NoticeTopic TopicOf(NoticeKind kind) => (int)kind < 10 ? NoticeTopic.None : (NoticeTopic)((int)kind / 10);

    /// <summary>Emergency, closing and credentials are always told.</summary>
    public static bool MaySwitchOff(NoticeTopic topic)
        => topic is not (NoticeTopic.Emergency or NoticeTopic.Closing or NoticeTopic.Account or NoticeTopic.None);

    /// <summary>Whether a letter is written where there is neither e-mail nor telephone, or where both failed.</summary>
    /// <remarks>A letter for each document or reader would cost more than it tells; the history shows both.</remarks>
    public static bool WorthALetter(NoticeTopic topic)
        => topic is not (NoticeTopic.NewDocument or NoticeTopic.FirstReading or NoticeTopic.None);

    /// <summary>After this age a message that did not leave is not sent any more; null where it never grows old.</summary>
    public static TimeSpan? LifeOf(NoticeKind kind)
        => kind is NoticeKind.LoginCode or NoticeKind.IdentityCode or NoticeKind.RecoveryCode ? TimeSpan.FromMinutes(10)
            : kind is NoticeKind.AsynchronousAnswer ? TimeSpan.FromDays(1)
            : null;
}
