using System.Collections.Immutable;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>One line of choice.</summary>
internal sealed record MessageLine(NoticeTopic Topic, NoticeWay Chosen, IReadOnlyList<(NoticeWay Way, string Name)> Ways);

/// <summary>What the page « Mes messages » shows.</summary>
internal sealed record MessagesView(
    IReadOnlyList<MessageLine> Lines, Contact Contact, MessageLanguage Language, bool Saved = false, string? Problem = null, string? Field = null);

/// <summary>What the page of the person's coordinates shows.</summary>
internal sealed record ContactView(string Email, string Phone, string Address, string? Problem = null, string? Field = null);

/// <summary>« Mes messages »: of what the person is told, by which way, and where. Source: rules N-1 to N-8.</summary>
internal static class MessagesDoor
{
    private const string Saved = "enregistre";
    public const string LanguageField = "langue-des-messages";

    public static void MapMessages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/messages", ShowAsync);
        pages.MapPost("/messages", ChooseAsync);
        pages.MapGet("/coordonnees", ShowContactAsync).WithMetadata(new FreshProof(FreshProofs.Contact));
        pages.MapPost("/coordonnees", ChangeAsync).WithMetadata(new FreshProof(FreshProofs.Contact));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ChooseNotices, NoticeChoices> choose, string? etat, CancellationToken ct)
        => (await choose.RunAsync(visitor.Caller, new(), ct)).Match(
            choices => Pages.Show<MessagesPage, MessagesView>(context, View(choices) with { Saved = etat == Saved }),
            PortalFailures.Of);

    private static async Task<IResult> ChooseAsync(
        HttpContext context, Visitor visitor, IUseCase<ChooseNotices, NoticeChoices> choose, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var ways = ImmutableDictionary.CreateBuilder<NoticeTopic, NoticeWay>();
        string? madeUp = null;
        foreach (var topic in NoticeRules.Topics)
        {
            if (form[topic.Field()].ToString() is not { Length: > 0 } chosen)
            {
                continue;
            }

            if (!Enum.TryParse<NoticeWay>(chosen, out var way) || !Enum.IsDefined(way))
            {
                madeUp ??= topic.Field();
            }
            else if (way is not NoticeWay.Usual)
            {
                ways[topic] = way;
            }
        }

        var wanted = new NoticePreferences(ways.ToImmutable());
        var code = form[LanguageField].ToString();
        MessageLanguage? language = MessageWords.Languages.FirstOrDefault(one => one.Code == code) is { Code: not null } asked
            ? asked.Language : null;
        if ((code.Length > 0 && language is null ? LanguageField : madeUp) is { } field)
        {
            return await AgainAsync(visitor, choose, context, wanted, language, T("Choisissez une réponse de la liste"), field, ct);
        }

        switch (await choose.RunAsync(visitor.Caller, new(wanted) { Language = language }, ct))
        {
            case Outcome<NoticeChoices>.Done:
                return SeeOther.To("/messages?etat=" + Saved);
            case Outcome<NoticeChoices>.Failed({ Kind: FailureKind.Invalid } wrong):
                return await AgainAsync(visitor, choose, context, wanted, language, PortalFailures.Words(wrong), null, ct);
            case Outcome<NoticeChoices>.Failed(var failure):
                return PortalFailures.Of(failure);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <param name="field">Null where the first choice that cannot be is meant.</param>
    private static async Task<IResult> AgainAsync(
        Visitor visitor, IUseCase<ChooseNotices, NoticeChoices> choose, HttpContext context, NoticePreferences wanted, MessageLanguage? language,
        string problem, string? field, CancellationToken ct)
        => (await choose.RunAsync(visitor.Caller, new(), ct)).Match(
            choices => Pages.Show<MessagesPage, MessagesView>(context,
                View(choices with { Preferences = wanted, Language = language ?? choices.Language }) with
                {
                    Problem = problem,
                    Field = field ?? (wanted.FirstWrong(choices.Contact) ?? NoticeTopic.Opening).Field(),
                },
                StatusCodes.Status422UnprocessableEntity),
            PortalFailures.Of);

    private static async Task<IResult> ShowContactAsync(
        HttpContext context, Visitor visitor, IUseCase<ChooseNotices, NoticeChoices> choose, CancellationToken ct)
        => (await choose.RunAsync(visitor.Caller, new(), ct)).Match(
            choices => Pages.Show<ContactPage, ContactView>(context, new ContactView(
                choices.Contact.Email ?? "", choices.Contact.Phone ?? "", choices.Contact.Address ?? "")),
            PortalFailures.Of);

    private static async Task<IResult> ChangeAsync(
        HttpContext context, Visitor visitor, IUseCase<ChangeContact, Contact> change, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var lines = form["adresse"].ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var typed = new ContactView(form["courriel"].ToString().Trim(), form["telephone"].ToString().Trim(), string.Join('\n', lines));
        var wanted = new Contact(Given(typed.Email), Given(typed.Phone), Given(typed.Address));
        return await change.RunAsync(visitor.Caller, new(wanted, form["mot-de-passe"].ToString()), ct) switch
        {
            Outcome<Contact>.Done => SeeOther.To("/messages?etat=" + Saved),
            Outcome<Contact>.Failed({ Kind: FailureKind.Invalid } wrong) => Pages.Show<ContactPage, ContactView>(context,
                Explain(typed, wanted, wrong), StatusCodes.Status422UnprocessableEntity),
            Outcome<Contact>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // The sentence of a failure names the field of the exchange format; a page names what the person reads.
    private static ContactView Explain(ContactView typed, Contact wanted, Failure wrong) => wrong switch
    {
        _ when wrong == AccountFailures.PasswordCurrent => typed with { Problem = PortalFailures.Words(wrong), Field = "mot-de-passe" },
        _ when wrong == AccountFailures.Unreachable => typed with
        {
            Problem = T("Donnez au moins une adresse électronique ou un téléphone : vos codes de connexion y arrivent"),
            Field = "courriel",
        },
        _ when (wanted with { Email = null }).Defect() is null => typed with
        {
            Problem = T("L’adresse électronique n’est pas complète"),
            Field = "courriel",
        },
        _ when (wanted with { Phone = null }).Defect() is null => typed with
        {
            Problem = T("Le numéro de téléphone n’est pas complet"),
            Field = "telephone",
        },
        _ => typed with { Problem = T("L’adresse postale tient en cinq lignes de 38 caractères"), Field = "adresse" },
    };

    private static string? Given(string text) => text.Length == 0 ? null : text;

    private static MessagesView View(NoticeChoices choices) => new(
    [
        .. NoticeRules.Topics.Select(topic => new MessageLine(
            topic, choices.Preferences.Of(topic), [.. MessageWords.Ways(topic, choices.Contact)])),
    ],
        choices.Contact, choices.Language);
}

/// <summary>Topics and ways in the words of the person.</summary>
internal static class MessageWords
{
    /// <summary>What messages are written in, each with its own name.</summary>
    public static IReadOnlyList<(MessageLanguage Language, string Code, string Name)> Languages { get; } =
        [(MessageLanguage.French, "fr", "Français"), (MessageLanguage.English, "en", "English")];

    public static string Field(this NoticeTopic topic) => topic switch
    {
        NoticeTopic.Opening => "ouverture",
        NoticeTopic.FirstReading => "lecteur",
        NoticeTopic.NewDocument => "document",
        NoticeTopic.Emergency => "urgence",
        NoticeTopic.Objection => "opposition",
        NoticeTopic.Closing => "fermeture",
        NoticeTopic.Account => "compte",
        NoticeTopic.Consultation => "consultation",
        NoticeTopic.None => "",
    };

    public static string Name(this NoticeTopic topic) => topic switch
    {
        NoticeTopic.Opening => T("Votre carnet est ouvert"),
        NoticeTopic.FirstReading => T("Un nouveau professionnel lit votre carnet"),
        NoticeTopic.NewDocument => T("Un document est ajouté"),
        NoticeTopic.Emergency => T("Quelqu’un entre en urgence"),
        NoticeTopic.Objection => T("Votre opposition est enregistrée"),
        NoticeTopic.Closing => T("Votre carnet se ferme, se rouvre ou va être détruit"),
        NoticeTopic.Account => T("Votre compte change : mot de passe, coordonnées, représentant, appareil"),
        NoticeTopic.Consultation => T("Un rendez-vous est nécessaire"),
        NoticeTopic.None => "",
    };

    /// <summary>The ways that exist for a topic and for what the person has given.</summary>
    public static IEnumerable<(NoticeWay Way, string Name)> Ways(NoticeTopic topic, Contact contact)
    {
        yield return (NoticeWay.Usual, T("Au plus simple"));
        if (contact.Email is { Length: > 0 })
        {
            yield return (NoticeWay.Email, T("Par courriel"));
        }

        if (contact.Phone is { Length: > 0 })
        {
            yield return (NoticeWay.Sms, T("Par SMS"));
        }

        yield return (NoticeWay.Letter, T("Par courrier"));
        if (NoticeRules.MaySwitchOff(topic))
        {
            yield return (NoticeWay.Silent, T("Ne pas me prévenir"));
        }
    }
}
