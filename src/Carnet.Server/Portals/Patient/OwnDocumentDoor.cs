using System.Globalization;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Documents.Personal;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>The form with which a person adds a document, as it is shown again.</summary>
internal sealed record OwnDocumentForm(
    Guid Number, string Type = "", string Title = "", string Day = "", string Text = "", string? Problem = null,
    string? Field = null);

/// <summary>A document that is in the record, or waits to be examined.</summary>
internal sealed record OwnDocumentDone(DocumentId Document, bool Waits);

/// <summary>The forms of wishes and health, as they are filled in.</summary>
internal sealed record WishFormView(
    WishForm Form, Guid Number, IReadOnlyDictionary<string, string> Values, bool Allowed, string? Problem = null,
    string? Field = null)
{
    public string? this[string name] => Values.GetValueOrDefault(name);
}

/// <summary>Documents that people add themselves, and their wishes. Source: rules F-2, F-7, F-10.</summary>
internal static class OwnDocumentDoor
{
    /// <summary>Bytes of a form with files: 20 MiB of them, and what goes around.</summary>
    private const int LargestUpload = (20 * 1024 * 1024) + (256 * 1024);

    private const int LargestForm = 64 * 1024;
    private const string Address = "/documents/ajouter";

    private static readonly (string Path, WishKind Kind)[] Forms =
        [("/volontes/directives", WishKind.Directives), ("/volontes/don", WishKind.Donation),
            ("/volontes/profil", WishKind.Profile)];

    public static void MapOwnDocuments(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, (HttpContext context, TimeProvider clock)
            => Pages.Show<AddDocumentPage, OwnDocumentForm>(context, new(Guid.CreateVersion7(clock.GetUtcNow()))));
        pages.MapPost(Address, AddAsync).WithMetadata(new FormLimit(LargestUpload));
        pages.MapGet("/volontes",
            (HttpContext context, Visitor visitor, IUseCase<ReadWishes, WishList> wishes, CancellationToken ct)
            => ShowAsync(context, visitor, wishes, ct));
        foreach (var (path, kind) in Forms)
        {
            pages.MapGet(path, (HttpContext context, Visitor visitor, IUseCase<ReadWishes, WishList> wishes,
                TimeProvider clock, CancellationToken ct)
                => FillInAsync(context, visitor, wishes, clock, kind, ct));
            pages.MapPost(path, (HttpContext context, Visitor visitor, IUseCase<SaveWish, OwnDocumentAdded> save,
                CancellationToken ct)
                => SaveAsync(context, visitor, save, kind, ct)).WithMetadata(new FormLimit(LargestForm));
        }
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, Visitor visitor, IUseCase<AddOwnDocument, OwnDocumentAdded> add, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        if (!Guid.TryParse(form["numero"], out var number))
        {
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        var shown = new OwnDocumentForm(number, Cut(form["type"], 40), Cut(form["titre"], 200), Cut(form["date"], 20),
            Cut(form["texte"], 20_001));
        DateOnly? day = null;
        if (shown.Day.Length > 0)
        {
            if (!DateOnly.TryParseExact(shown.Day, ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var read))
            {
                return Again(context, shown, PersonalFailures.DateWrong);
            }

            day = read;
        }

        List<ReadOnlyMemory<byte>> files = [];
        foreach (var file in form.Files.GetFiles("fichiers").Where(file => file.Length > 0).Take(PersonalFailures.MostPictures + 1))
        {
            var bytes = new byte[file.Length];
            await using var content = file.OpenReadStream();
            await content.ReadExactlyAsync(bytes, ct);
            files.Add(bytes);
        }

        return await add.RunAsync(visitor.Caller, new(number, shown.Type, shown.Title, day, shown.Text, files), ct) switch
        {
            Outcome<OwnDocumentAdded>.Done({ Waits: true } waiting)
                => Pages.Show<DocumentWaitsPage, OwnDocumentDone>(context, new(waiting.Document, Waits: true)),
            Outcome<OwnDocumentAdded>.Done(var added) => SeeOther.To($"/documents/{added.Document}"),
            Outcome<OwnDocumentAdded>.Failed({ Kind: FailureKind.Invalid } failure) => Again(context, shown, failure),
            Outcome<OwnDocumentAdded>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ReadWishes, WishList> wishes, CancellationToken ct)
        => (await wishes.RunAsync(visitor.Caller, new(), ct)).Match(
            list => Pages.Show<WishesPage, WishList>(context, list), PortalFailures.Of);

    private static async Task<IResult> FillInAsync(
        HttpContext context, Visitor visitor, IUseCase<ReadWishes, WishList> wishes, TimeProvider clock, WishKind kind,
        CancellationToken ct)
        => (await wishes.RunAsync(visitor.Caller, new(), ct)).Match(
            list => Show(context, new WishFormView(
                list.Of(kind).Form, Guid.CreateVersion7(clock.GetUtcNow()), list.Of(kind).Values, list.IsThePerson
                    || !list.Of(kind).Form.OnlyThePerson)),
            PortalFailures.Of);

    private static async Task<IResult> SaveAsync(
        HttpContext context, Visitor visitor, IUseCase<SaveWish, OwnDocumentAdded> save, WishKind kind, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        if (!Guid.TryParse(form["numero"], out var number))
        {
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        var shape = WishForm.Of(kind);
        var values = shape.Parts.ToDictionary(part => part.Field, part => form[part.Field].ToString().Trim());
        return await save.RunAsync(visitor.Caller, new(kind, number, values), ct) switch
        {
            Outcome<OwnDocumentAdded>.Done => SeeOther.To("/volontes"),
            Outcome<OwnDocumentAdded>.Failed({ Kind: FailureKind.Invalid } failure) => Show(context, new WishFormView(
                shape, number, values, Allowed: true,
                failure == PersonalFailures.Nothing ? T("Répondez au moins à une question")
                    : T("C’est trop long : raccourcissez vos réponses"),
                shape.Parts[0].Field)),
            Outcome<OwnDocumentAdded>.Failed(var failure) => PortalFailures.Of(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IResult Show(HttpContext context, WishFormView view)
    {
        var status = view.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return view.Form.Kind switch
        {
            WishKind.Directives => Pages.Show<DirectivesPage, WishFormView>(context, view, status),
            WishKind.Donation => Pages.Show<DonationPage, WishFormView>(context, view, status),
            WishKind.Profile => Pages.Show<ProfilePage, WishFormView>(context, view, status),
        };
    }

    private static IResult Again(HttpContext context, OwnDocumentForm form, Failure failure)
        => Pages.Show<AddDocumentPage, OwnDocumentForm>(
        context, form with
        {
            Problem = PortalFailures.Words(failure),
            Field = failure.Code switch
            {
                "own.type" => "type",
                "own.title" => "titre",
                "own.date" => "date",
                "own.text-too-long" => "texte",
                _ => "fichiers",
            },
        }, StatusCodes.Status422UnprocessableEntity);

    private static string Cut(Microsoft.Extensions.Primitives.StringValues value, int longest)
        => value.ToString().Trim() is var text && text.Length > longest ? text[..longest] : value.ToString().Trim();
}
