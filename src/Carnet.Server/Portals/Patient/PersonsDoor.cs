using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Representation;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>What a form about a person shows again.</summary>
internal sealed record PersonForm(IReadOnlyDictionary<string, string> Values, string? Problem, string? Field)
{
    public static PersonForm Empty { get; } = new(new Dictionary<string, string>(), null, null);

    public string? this[string name] => Values.GetValueOrDefault(name);
}

/// <summary>What to hand over to a new caregiver; shown once.</summary>
internal sealed record CaregiverNamed(string Name, Credentials? Credentials);

/// <summary>Family and caregivers: who acts for the person, who is trusted, whom to call. Source: rules .</summary>
internal static class PersonsDoor
{
    private const string Path = "/proches";
    private const int LongestValue = 300;

    public static void MapPersons(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync);
        pages.MapGet(Path + "/aidant", (HttpContext context) => Pages.Show<CaregiverPage, PersonForm>(context, PersonForm.Empty))
            .WithMetadata(new FreshProof(FreshProofs.Caregiver));
        pages.MapPost(Path + "/aidant", NameCaregiverAsync).WithMetadata(new FreshProof(FreshProofs.Caregiver));
        pages.MapPost(Path + "/aidant/fin", EndAsync);
        pages.MapGet(Path + "/personne",
            (HttpContext context) => Pages.Show<NamedPersonPage, PersonForm>(context, PersonForm.Empty));
        pages.MapPost(Path + "/personne", NameAsync);
        pages.MapPost(Path + "/personne/retirer", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ListPersons, PersonsList> persons, CancellationToken ct)
        => (await persons.RunAsync(visitor.Caller, new(), ct)).Match(
            list => Pages.Show<PersonsPage, PersonsList>(context, list), PortalFailures.Of);

    private static async Task<IResult> NameCaregiverAsync(
        HttpContext context, Visitor visitor, IUseCase<NameCaregiver, NewRepresentative> name, CancellationToken ct)
    {
        var values = await ReadAsync(context, ct);
        if (!TryDay(values, "depuis", out var since) || !TryDay(values, "jusque", out var until))
        {
            return Again<CaregiverPage>(context, new PersonForm(
                values, T("Écrivez la date en entier, par exemple 31/12/2027"), TryDay(values, "depuis", out _) ? "jusque" : "depuis"));
        }

        var draft = new RepresentativeDraft(
            Value(values, "nom"), Value(values, "prenom"), RepresentativeKind.Caregiver,
            values.GetValueOrDefault("etendue") switch
            {
                "lire" => Extent.Read,
                "ajouter" => Extent.Add,
                "tenir" => Extent.Manage,
                _ => Extent.None,
            },
            new Contact(Optional(values, "courriel"), Optional(values, "telephone")),
            since is { } first ? FrenchDates.Start(first) : null,
            until is { } last ? FrenchDates.Start(last.AddDays(1)) : null,
            Optional(values, "identifiant"));
        return await name.RunAsync(visitor.Caller, new(null, draft), ct) switch
        {
            Outcome<NewRepresentative>.Done(var named) => Pages.Show<CaregiverNamedPage, CaregiverNamed>(
                context, new($"{draft.GivenName} {draft.FamilyName}", named.Credentials)),
            Outcome<NewRepresentative>.Failed({ Kind: FailureKind.Invalid or FailureKind.Conflict } failure)
                => Again<CaregiverPage>(context, new PersonForm(values, PortalFailures.Words(failure), CaregiverField(failure))),
            Outcome<NewRepresentative>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> EndAsync(
        HttpContext context, Visitor visitor, IUseCase<EndMandate, MandateEnded> end, CancellationToken ct)
    {
        var values = await ReadAsync(context, ct);
        return Guid.TryParse(values.GetValueOrDefault("mandat"), out var mandate)
            ? (await end.RunAsync(visitor.Caller, new(null, mandate), ct)).Match(
                _ => (visitor.Caller as Caller.Representative)?.Mandate.Id == mandate ? SeeOther.To("/pour-qui") : SeeOther.To(Path),
                PortalFailures.Of)
            : TypedResults.StatusCode(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> NameAsync(
        HttpContext context, Visitor visitor, IUseCase<NamePerson, PersonNamed> name, CancellationToken ct)
    {
        var values = await ReadAsync(context, ct);
        if (values.GetValueOrDefault("role") is not ("confiance" or "prevenir"))
        {
            return Again<NamedPersonPage>(context, new PersonForm(values, T("Choisissez ce que cette personne est pour vous"), "role"));
        }

        var request = new NamePerson(
            null, values["role"] is "confiance" ? NamedRole.Trusted : NamedRole.ToCall, Value(values, "nom"), Value(values, "lien"),
            Value(values, "telephone"));
        return await name.RunAsync(visitor.Caller, request, ct) switch
        {
            Outcome<PersonNamed>.Done => SeeOther.To(Path),
            Outcome<PersonNamed>.Failed({ Kind: FailureKind.Invalid or FailureKind.Conflict } failure)
                => Again<NamedPersonPage>(context, new PersonForm(values, PortalFailures.Words(failure), NamedField(failure))),
            Outcome<PersonNamed>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext context, Visitor visitor, IUseCase<RemoveNamedPerson, PersonRemoved> remove, CancellationToken ct)
    {
        var values = await ReadAsync(context, ct);
        return Guid.TryParse(values.GetValueOrDefault("personne"), out var person)
            ? (await remove.RunAsync(visitor.Caller, new(null, person), ct)).Match(_ => SeeOther.To(Path), PortalFailures.Of)
            : TypedResults.StatusCode(StatusCodes.Status400BadRequest);
    }

    private static string CaregiverField(Failure failure) => failure.Code switch
    {
        "caregiver.extent" => "etendue",
        "caregiver.until" or "representative.period" => "jusque",
        "representative.contact" => "courriel",
        "representative.login" => "identifiant",
        "record.trait-missing" => failure.Detail.Contains("email", StringComparison.Ordinal) ? "courriel" : "telephone",
        "representative.name" when failure.Detail.Contains("givenName", StringComparison.Ordinal) => "prenom",
        _ => "nom",
    };

    private static string NamedField(Failure failure) => failure.Code switch
    {
        "named.phone" => "telephone",
        "named.trusted" or "named.too-many" => "role",
        _ => "nom",
    };

    private static IResult Again<TPage>(HttpContext context, PersonForm form)
        where TPage : Microsoft.AspNetCore.Components.IComponent
        => Pages.Show<TPage, PersonForm>(context, form, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(HttpContext context, CancellationToken ct)
        => (await context.Request.ReadFormAsync(ct)).ToDictionary(
            field => field.Key,
            field => field.Value.ToString() is var text && text.Length > LongestValue ? text[..LongestValue] : field.Value.ToString());

    private static string Value(IReadOnlyDictionary<string, string> values, string name)
        => values.GetValueOrDefault(name)?.Trim() ?? "";

    private static string? Optional(IReadOnlyDictionary<string, string> values, string name)
        => Value(values, name) is { Length: > 0 } text ? text : null;

    // Browsers send a date of the calendar their own way; people without one write it as here.
    private static bool TryDay(IReadOnlyDictionary<string, string> values, string name, out DateOnly? day)
    {
        day = null;
        if (Optional(values, name) is not { } text)
        {
            return true;
        }

        var read = DateOnly.TryParseExact(
            text, ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        day = read ? parsed : null;
        return read;
    }
}
