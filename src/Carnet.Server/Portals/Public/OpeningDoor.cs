using System.Globalization;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Openings;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Patient;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Public;

/// <summary>For what somebody proves who they are.</summary>
internal enum ProofPurpose
{
    Open,
    Object,
}

/// <summary>A form of the way to one's own record, as it is shown again.</summary>
internal sealed record OpeningForm(
    ProofPurpose Purpose, IReadOnlyDictionary<string, string> Values, string? Problem = null, string? Field = null)
{
    public string? this[string name] => Values.GetValueOrDefault(name);

    public string Path => Purpose is ProofPurpose.Open ? "/ouvrir" : "/s-opposer";
}

/// <summary>Where somebody stands who has proven who they are.</summary>
internal sealed record OpeningStand(ProofPurpose Purpose, OpeningStatus Status, string GivenName);

/// <summary>Opening one's own record in three steps, and objecting. Source: rules L-2, L-7.</summary>
/// <remarks>
/// Every answer of the first two pages is the same for known and unknown people (V-6). What was saved is found again after
/// a new proof, from any device.
/// </remarks>
internal static class OpeningDoor
{
    private const int LongestValue = 300;
    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly string[] IdentityFields = ["numero", "nom", "prenom", "naissance", "sexe"];

    public static void MapOpening(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/ouvrir", () => Pages.Show<OpeningPage>());
        pages.MapGet("/s-opposer", () => Pages.Show<ObjectingPage>());
        foreach (var (path, purpose) in new[] { ("/ouvrir", ProofPurpose.Open), ("/s-opposer", ProofPurpose.Object) })
        {
            pages.MapGet(path + "/identite",
                (HttpContext context) => Pages.Show<IdentityPage, OpeningForm>(context, new(purpose, Nothing)));
            pages.MapPost(path + "/identite",
                (HttpContext context, IUseCase<ProveIdentity, ProofStarted> prove, CancellationToken ct)
                => ProveAsync(context, prove, purpose, ct));
            pages.MapGet(path + "/code", (HttpContext context) => SessionCookie.ReadProof(context) is null
                ? SeeOther.To(path + "/identite")
                : Pages.Show<IdentityCodePage, OpeningForm>(context, new(purpose, Nothing)));
            pages.MapPost(path + "/code", (
                HttpContext context, IUseCase<ConfirmIdentity, Carnet.Domain.Records.RecordId> confirm, CancellationToken ct)
                => ConfirmAsync(context, confirm, purpose, ct));
        }

        pages.MapGet("/ouvrir/choix", ShowChoicesAsync);
        pages.MapPost("/ouvrir/choix", SaveAsync);
        pages.MapGet("/ouvrir/acces", ShowAccessAsync);
        pages.MapPost("/ouvrir/acces", OpenAsync);
        pages.MapGet("/s-opposer/confirmer", ShowObjectionAsync);
        pages.MapPost("/s-opposer/confirmer", ObjectAsync);
    }

    private static async Task<IResult> ProveAsync(
        HttpContext context, IUseCase<ProveIdentity, ProofStarted> prove, ProofPurpose purpose, CancellationToken ct)
    {
        var values = await ReadAsync(context, ct);
        var form = new OpeningForm(purpose, values);
        if (Missing(values) is var (field, sentence))
        {
            return Again<IdentityPage>(context, form with { Problem = sentence, Field = field });
        }

        DateOnly.TryParseExact(values["naissance"].Trim(), DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var birth);
        var request = new ProveIdentity(values["numero"], values["nom"], values["prenom"], birth,
            values["sexe"] is "F" ? Sex.Female : Sex.Male);
        return (await prove.RunAsync(Visitor.Anonymous, request, ct)).Match(
            started =>
            {
                SessionCookie.WriteProof(context, started.Proof);
                return SeeOther.To(form.Path + "/code");
            },
            PortalFailures.Of);
    }

    private static async Task<IResult> ConfirmAsync(
        HttpContext context, IUseCase<ConfirmIdentity, Carnet.Domain.Records.RecordId> confirm, ProofPurpose purpose,
        CancellationToken ct)
    {
        var form = new OpeningForm(purpose, Nothing);
        if (SessionCookie.ReadProof(context) is not { } proof)
        {
            return SeeOther.To(form.Path + "/identite");
        }

        var values = await ReadAsync(context, ct);
        return await confirm.RunAsync(Visitor.Anonymous, new(proof, values.GetValueOrDefault("code") ?? ""), ct) switch
        {
            Outcome<Carnet.Domain.Records.RecordId>.Done => SeeOther.To(purpose is ProofPurpose.Open ? "/ouvrir/choix"
                : "/s-opposer/confirmer"),
            Outcome<Carnet.Domain.Records.RecordId>.Failed(var failure) when failure == OpeningFailures.CodeWrong
                => Again<IdentityCodePage>(context, form with { Problem = PortalFailures.Words(failure), Field = "code" }),
            Outcome<Carnet.Domain.Records.RecordId>.Failed(var failure) => Restart(context, purpose, failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Task<IResult> ShowChoicesAsync(HttpContext context, IUseCase<ShowOpening, OpeningState> show,
        CancellationToken ct)
        => StandAsync(context, show, ProofPurpose.Open, state => Pages.Show<OpeningChoicesPage, OpeningForm>(
            context, new(ProofPurpose.Open, Values(state))), ct);

    private static async Task<IResult> SaveAsync(
        HttpContext context, IUseCase<ShowOpening, OpeningState> show, IUseCase<SaveOpening, OpeningDraft> save,
        CancellationToken ct)
    {
        var values = await ReadAsync(context, ct);
        return await StandAsync(context, show, ProofPurpose.Open, async _ =>
        {
            var form = new OpeningForm(ProofPurpose.Open, values);
            if (values.GetValueOrDefault("urgence") is not ("oui" or "non"))
            {
                return Again<OpeningChoicesPage>(context,
                    form with { Problem = T("Répondez pour l’entrée en urgence"), Field = "urgence" });
            }

            if (values.GetValueOrDefault("samu") is not ("oui" or "non"))
            {
                return Again<OpeningChoicesPage>(context, form with { Problem = T("Répondez pour le SAMU"), Field = "samu" });
            }

            var draft = new OpeningDraft(Optional(values, "courriel"), Optional(values, "telephone"),
                values.GetValueOrDefault("accord") is "oui", values["urgence"] is "oui", values["samu"] is "oui");
            return await save.RunAsync(Visitor.Anonymous, new(SessionCookie.ReadProof(context)!.Value, draft), ct) switch
            {
                Outcome<OpeningDraft>.Done => SeeOther.To("/ouvrir/acces"),
                Outcome<OpeningDraft>.Failed({ Kind: FailureKind.Invalid } failure)
                    => Again<OpeningChoicesPage>(context, form with
                    {
                        Problem = Said(failure),
                        Field = failure == OpeningFailures.ConsentMissing ? "accord"
                        : failure.Detail.Contains("phone", StringComparison.Ordinal)
                            && failure.Code is "record.trait-missing" ? "telephone" : "courriel",
                    }),
                Outcome<OpeningDraft>.Failed(var failure) => Restart(context, ProofPurpose.Open, failure),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }, ct);
    }

    private static Task<IResult> ShowAccessAsync(HttpContext context, IUseCase<ShowOpening, OpeningState> show,
        CancellationToken ct)
        => StandAsync(context, show, ProofPurpose.Open, state => state.Draft is { Consents: true }
            ? Pages.Show<OpeningAccessPage, OpeningForm>(context, new(ProofPurpose.Open, Nothing))
            : SeeOther.To("/ouvrir/choix"), ct);

    private static async Task<IResult> OpenAsync(
        HttpContext context, IUseCase<ShowOpening, OpeningState> show, IUseCase<OpenOwnRecord, OwnRecordOpened> open,
        CancellationToken ct)
    {
        var values = await ReadAsync(context, ct);
        return await StandAsync(context, show, ProofPurpose.Open, async _ =>
        {
            var form = new OpeningForm(ProofPurpose.Open, Nothing);
            var password = values.GetValueOrDefault("mot-de-passe") ?? "";
            if (password != values.GetValueOrDefault("confirmation"))
            {
                return Again<OpeningAccessPage>(context, form with
                {
                    Problem = T("Les deux mots de passe ne sont pas les mêmes"),
                    Field = "confirmation",
                });
            }

            switch (await open.RunAsync(Visitor.Anonymous, new(SessionCookie.ReadProof(context)!.Value, password), ct))
            {
                case Outcome<OwnRecordOpened>.Done(var opened):
                    SessionCookie.ForgetProof(context);
                    return Pages.Show<OpenedPage, OwnRecordOpened>(context, opened);
                case Outcome<OwnRecordOpened>.Failed({ Kind: FailureKind.Invalid } failure):
                    return Again<OpeningAccessPage>(context, form with { Problem = PortalFailures.Words(failure), Field = "mot-de-passe" });
                case Outcome<OwnRecordOpened>.Failed(var failure) when failure == OpeningFailures.DetailsMissing:
                    return SeeOther.To("/ouvrir/choix");
                case Outcome<OwnRecordOpened>.Failed(var failure):
                    return Restart(context, ProofPurpose.Open, failure);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }, ct);
    }

    private static Task<IResult> ShowObjectionAsync(HttpContext context, IUseCase<ShowOpening, OpeningState> show,
        CancellationToken ct)
        => StandAsync(context, show, ProofPurpose.Object, state => Pages.Show<ObjectPage, OpeningStand>(
            context, new(ProofPurpose.Object, state.Status, state.GivenName)), ct);

    private static Task<IResult> ObjectAsync(
        HttpContext context, IUseCase<ShowOpening, OpeningState> show, IUseCase<ObjectForOneself, DateTimeOffset> objectTo,
        CancellationToken ct)
        => StandAsync(context, show, ProofPurpose.Object, async _ =>
            (await objectTo.RunAsync(Visitor.Anonymous, new(SessionCookie.ReadProof(context)!.Value), ct)).Match(
                at =>
                {
                    SessionCookie.ForgetProof(context);
                    return Pages.Show<ObjectedPage, ObjectedView>(context, new(FrenchDates.LongDay(at)));
                },
                failure => Restart(context, ProofPurpose.Object, failure)), ct);

    private static Task<IResult> StandAsync(
        HttpContext context, IUseCase<ShowOpening, OpeningState> show, ProofPurpose purpose,
        Func<OpeningState, IResult> next, CancellationToken ct)
        => StandAsync(context, show, purpose, state => Task.FromResult(next(state)), ct);

    // Whoever has a record already, or is a minor, is told so here: only the holder of the code comes this far.
    private static async Task<IResult> StandAsync(
        HttpContext context, IUseCase<ShowOpening, OpeningState> show, ProofPurpose purpose,
        Func<OpeningState, Task<IResult>> next,
        CancellationToken ct)
    {
        var path = new OpeningForm(purpose, Nothing).Path;
        if (SessionCookie.ReadProof(context) is not { } proof)
        {
            return SeeOther.To(path + "/identite");
        }

        return await show.RunAsync(Visitor.Anonymous, new(proof), ct) switch
        {
            Outcome<OpeningState>.Done({ Status: OpeningStatus.None } state) => await next(state),
            Outcome<OpeningState>.Done({ Status: OpeningStatus.Minor } state) when purpose is ProofPurpose.Object => await next(state),
            Outcome<OpeningState>.Done(var state) => Pages.Show<OpeningStandPage, OpeningStand>(
                context, new(purpose, state.Status, state.GivenName)),
            Outcome<OpeningState>.Failed => SeeOther.To(path + "/identite"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IResult Restart(HttpContext context, ProofPurpose purpose, Failure failure)
    {
        SessionCookie.ForgetProof(context);
        return Again<IdentityPage>(context, new(purpose, Nothing, PortalFailures.Words(failure), "numero"));
    }

    // The first thing that is missing, in the order of the page; whether it fits nobody is told.
    private static (string Field, string Sentence)? Missing(IReadOnlyDictionary<string, string> values)
    {
        if (IdentityFields.FirstOrDefault(name => string.IsNullOrWhiteSpace(values.GetValueOrDefault(name))) is { } empty)
        {
            return (empty, empty switch
            {
                "numero" => T("Écrivez votre numéro de sécurité sociale"),
                "nom" => T("Écrivez votre nom de naissance"),
                "prenom" => T("Écrivez votre premier prénom"),
                "naissance" => T("Écrivez votre date de naissance"),
                _ => T("Choisissez le sexe inscrit à l’état civil"),
            });
        }

        return values["numero"].Count(char.IsLetterOrDigit) != 15
                ? ("numero", T("Le numéro compte 15 signes avec sa clé, les deux derniers"))
            : !DateOnly.TryParseExact(values["naissance"].Trim(), DayForms, CultureInfo.InvariantCulture,
                DateTimeStyles.None, out _)
                ? ("naissance", T("Écrivez la date en entier, par exemple 31/01/1980"))
            : values["sexe"] is not ("F" or "M") ? ("sexe", T("Choisissez le sexe inscrit à l’état civil"))
            : null;
    }

    public static string[] DayForms { get; } = ["dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd", "ddMMyyyy"];

    private static string Said(Failure failure) => failure.Code switch
    {
        "record.trait-missing" when failure.Detail.Contains("phone", StringComparison.Ordinal)
            => T("Ce numéro de téléphone n’a pas la forme attendue"),
        "record.trait-missing" => T("Cette adresse électronique n’a pas la forme attendue"),
        _ => PortalFailures.Words(failure),
    };

    private static Dictionary<string, string> Values(OpeningState state) => new()
    {
        ["courriel"] = (state.Draft is { } draft ? draft.Email : state.Known.Email) ?? "",
        ["telephone"] = (state.Draft is { } saved ? saved.Phone : state.Known.Phone) ?? "",
        ["accord"] = state.Draft is { Consents: true } ? "oui" : "",
        ["urgence"] = state.Draft is { } glass ? glass.BreakGlassAllowed ? "oui" : "non" : "",
        ["samu"] = state.Draft is { } samu ? samu.SamuAllowed ? "oui" : "non" : "",
    };

    private static IResult Again<TPage>(HttpContext context, OpeningForm form)
        where TPage : Microsoft.AspNetCore.Components.IComponent
        => Pages.Show<TPage, OpeningForm>(context, form, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(HttpContext context, CancellationToken ct)
        => (await context.Request.ReadFormAsync(ct)).ToDictionary(
            field => field.Key,
            field => field.Value.ToString() is var text && text.Length > LongestValue ? text[..LongestValue]
                : field.Value.ToString());

    private static string? Optional(IReadOnlyDictionary<string, string> values, string name)
        => values.GetValueOrDefault(name)?.Trim() is { Length: > 0 } text ? text : null;
}

/// <summary>The day on which an objection was recorded.</summary>
internal sealed record ObjectedView(string Day);
