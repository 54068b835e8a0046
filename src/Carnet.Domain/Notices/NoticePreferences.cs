using System.Collections.Immutable;
using Carnet.Domain.Common;
using Carnet.Domain.Records;

namespace Carnet.Domain.Notices;

/// <summary>One way to reach somebody.</summary>
/// <param name="To">E-mail address, telephone number, or the lines of a postal address with line feeds between them.</param>
public sealed record NoticeRoute(Channel Channel, string To)
{
    public override string ToString() => $"{Channel} ***";
}

/// <summary>By which way a person wants to be told of what; what is not said goes the usual way.</summary>
/// <remarks>Source: rules N-1 to N-8.</remarks>
public sealed record NoticePreferences(ImmutableDictionary<NoticeTopic, NoticeWay> Ways)
{
    public static NoticePreferences Usual { get; } = new(ImmutableDictionary<NoticeTopic, NoticeWay>.Empty);

    /// <summary>What holds for a topic: a topic that cannot be switched off never answers Silent.</summary>
    public NoticeWay Of(NoticeTopic topic) => Ways.GetValueOrDefault(topic) is var way
        && way is NoticeWay.Silent && !NoticeRules.MaySwitchOff(topic) ? NoticeWay.Usual : way;

    /// <summary>The first thing that cannot be chosen, or null.</summary>
    public Failure? Defect(Contact contact) => FirstWrong(contact) is { } topic ? Defect(topic, Ways[topic], contact) : null;

    /// <summary>The topic for which something was chosen that cannot be.</summary>
    public NoticeTopic? FirstWrong(Contact contact) => Ways.OrderBy(chosen => chosen.Key)
        .Where(chosen => Defect(chosen.Key, chosen.Value, contact) is not null)
        .Select(chosen => (NoticeTopic?)chosen.Key).FirstOrDefault();

    private static Failure? Defect(NoticeTopic topic, NoticeWay way, Contact contact) => (way, contact) switch
    {
        _ when !NoticeRules.Topics.Contains(topic) || !Enum.IsDefined(way) => NoticeFailures.UnknownChoice,
        (NoticeWay.Silent, _) when !NoticeRules.MaySwitchOff(topic) => NoticeFailures.AlwaysTold,
        (NoticeWay.Email, { Email: null or "" }) or (NoticeWay.Sms, { Phone: null or "" }) => NoticeFailures.NoSuchAddress,
        _ => null,
    };

    /// <summary>The ways for one message, best first; empty where the person is not told.</summary>
    /// <param name="name">The person as a letter addresses them.</param>
    /// <remarks>
    /// The first is taken. The others are for a kind that cannot be switched off, where the first turns out to lead
    /// nowhere. A letter is always last: it leaves even where no address is known, so that the failure is seen.
    /// </remarks>
    public ImmutableArray<NoticeRoute> RoutesOf(NoticeKind kind, Contact contact, string name)
    {
        var topic = NoticeRules.TopicOf(kind);
        var way = Of(topic);
        if (way is NoticeWay.Silent)
        {
            return [];
        }

        List<NoticeRoute> routes = [];
        if (contact.Email is { Length: > 0 } email)
        {
            routes.Add(new(Channel.Email, email));
        }

        if (contact.Phone is { Length: > 0 } phone)
        {
            routes.Add(new(Channel.Sms, phone));
        }

        if (NoticeRules.WorthALetter(topic) || way is NoticeWay.Letter)
        {
            routes.Add(new(Channel.Letter, contact.Address is { Length: > 0 } address ? $"{name}\n{address}" : name));
        }

        var best = routes.FindIndex(route => (int)route.Channel == (int)way);
        if (best > 0)
        {
            var chosen = routes[best];
            routes.RemoveAt(best);
            routes.Insert(0, chosen);
        }

        return NoticeRules.MaySwitchOff(topic) ? [.. routes.Take(1)] : [.. routes];
    }
}

/// <summary>Expected failures about messages; every code is listed in docs/failures.md.</summary>
public static class NoticeFailures
{
    public static Failure AlwaysTold { get; } = new(FailureKind.Invalid, "notice.always-told",
        "Ces messages ne se coupent pas : entrée en urgence, fermeture du carnet, sécurité de votre compte.");

    public static Failure NoSuchAddress { get; } = new(FailureKind.Invalid, "notice.no-such-address",
        "Vous n'avez pas donné d'adresse pour ce moyen : choisissez-en un autre, ou complétez vos coordonnées.");

    public static Failure UnknownChoice { get; } = new(FailureKind.Invalid, "notice.unknown-choice",
        "Ce choix n'existe pas dans la liste des messages.");
}
