using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;

namespace Carnet.Server.Features.Documents.Personal;

/// <summary>The person fills in one of the forms; it becomes the new version of its document.</summary>
/// <param name="Number">Drawn when the form was shown.</param>
internal sealed record SaveWish(WishKind Kind, Guid Number, IReadOnlyDictionary<string, string> Values)
{
    public override string ToString() => "save wish ***";
}

/// <summary>Older versions stay, as with every document. Source: rules F-2, F-6; CSP L. 1111-11.</summary>
internal sealed class SaveWishHandler(
    IUseCase<ReadWishes, WishList> read, IUseCase<AddOwnDocument, OwnDocumentAdded> add, Scribe scribe)
    : IUseCase<SaveWish, OwnDocumentAdded>
{
    private const int LongestPart = 4_000;
    private const int MostLines = 60;

    public async Task<Outcome<OwnDocumentAdded>> RunAsync(Caller caller, SaveWish request, CancellationToken ct)
    {
        var form = WishForm.Of(request.Kind);
        if (form.OnlyThePerson && caller is not Caller.Patient)
        {
            return await scribe.RefuseAsync(caller, TraceAct.Deposit, PersonalFailures.OnlyThePerson, ct);
        }

        var sections = form.Parts.Select(part => new PersonalSection(
                part.Loinc, part.Title, Lines(request.Values.GetValueOrDefault(part.Field) ?? ""), form.IsList))
            .Where(section => section.Lines.Count > 0).ToList();
        if (sections.Count == 0)
        {
            return PersonalFailures.Nothing;
        }

        if (request.Values.Values.Any(value => value.Length > LongestPart)
            || sections.Exists(section => section.Lines.Count > MostLines))
        {
            return PersonalFailures.TextTooLong;
        }

        return await read.RunAsync(caller, new(), ct) switch
        {
            Outcome<WishList>.Done(var list) => await add.RunAsync(
                caller, new AddOwnDocument(request.Number, form.TypeCode, form.Title, null, "", [])
                {
                    Sections = sections,
                    Replaces = list.Of(request.Kind).Document,
                }, ct),
            Outcome<WishList>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IReadOnlyList<string> Lines(string text)
        => [.. text.ReplaceLineEndings("\n").Split('\n').Select(AddOwnDocumentHandler.Printable).Where(line => line.Length > 0)];
}
