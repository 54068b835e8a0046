using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Contextual;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Pki;
using Carnet.Server.Platform.Trail;
using Carnet.Server.Portals.Patient;
using Carnet.Server.Portals.Shared;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Portals.Contextual;

/// <summary>The activities among which the holder of a card chooses, and where they wanted to go.</summary>
internal sealed record ActivityChoice(string Path, IReadOnlyList<CardActivity> Activities);

/// <summary>The addresses that a software opens (TD0.9, TD0.10), each below the root of the site.</summary>
/// <remarks>
/// With a card alone the browser asks by GET. A software that has a VIHF sends it by POST to the same address, as a SOAP
/// envelope or in the field <c>VIHF</c> of a form; the reinforced regime (AIR) always does. Both end on an access and a
/// redirection, so that the number of the person stays in no address. Source: DMP 1.7; what the national service expects
/// of TD0.10 in detail is not public (DMP 10).
/// </remarks>
internal static class ContextEntryDoor
{
    private const int LargestToken = 256 * 1024;
    private const string TokenField = "VIHF";

    // A bare null would be taken for an empty array, and so for a message of no bytes.
    private static ReadOnlyMemory<byte>? NoToken => null;

    private const string ActivityField = "activite";

    /// <summary>Where each address of the protocol leads.</summary>
    private static readonly (string Path, string Page)[] Entries =
    [
        ("/AccesDirect/TableauDeBord/{ins}", ContextDoor.Record),
        ("/DossierPatient/{ins}", ContextDoor.Record),
        ("/GestionDMPPatient/{ins}", ContextDoor.Administrative),
        ("/Documents/{ins}", ContextDoor.Documents),
        ("/ParcoursDeSoins/{ins}", ContextDoor.Timeline),
        ("/HistoriqueAcces/{ins}", ContextDoor.History),
    ];

    public static void MapContextEntries(this IEndpointRouteBuilder pages)
    {
        foreach (var (path, page) in Entries)
        {
            pages.MapGet(path, (
                HttpContext http, IUseCase<RecogniseCard, RecognisedCard> cards, IUseCase<OpenContext, ContextOpened> open,
                IOptions<ContextualOptions> options, string ins, CancellationToken ct)
                => ByCardAsync(http, cards, open, options.Value, page, ins, ct));
            pages.MapPost(path, (
                HttpContext http, IContextTokens tokens, IUseCase<OpenContext, ContextOpened> open, Scribe scribe, string ins,
                CancellationToken ct) => ByTokenAsync(http, tokens, open, scribe, page, ins, ct));
        }
    }

    private static async Task<IResult> ByCardAsync(
        HttpContext http, IUseCase<RecogniseCard, RecognisedCard> cards, IUseCase<OpenContext, ContextOpened> open,
        ContextualOptions options, string page, string ins, CancellationToken ct)
    {
        if (options.PersonsOf(ins) is not { Count: > 0 } persons)
        {
            return ContextProblem.Show(http, RecordFailures.InvalidIns);
        }

        var recognised = await RecogniseAsync(http, cards, ct);
        return recognised switch
        {
            Outcome<RecognisedCard>.Done({ Caller: { } caller }) => await OpenAsync(http, open, caller, new(persons, CardGate.HashOf(http)), page, ct),
            Outcome<RecognisedCard>.Done(var several) => Pages.Show<ChooseActivityPage, ActivityChoice>(
                http, new(http.Request.Path, several.Activities)),
            Outcome<RecognisedCard>.Failed(var failure) => ContextProblem.Show(http, failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Who holds the card of the connection, in the activity that the address chooses or the only one.</summary>
    /// <remarks>A link may choose among the holder's own activities; it cannot give them one that is not theirs.</remarks>
    public static async Task<Outcome<RecognisedCard>> RecogniseAsync(
        HttpContext http, IUseCase<RecogniseCard, RecognisedCard> cards, CancellationToken ct)
    {
        var certificate = CardGate.CertificateOf(http);
        var card = CertificateIdentity.Of(certificate);
        return card.Person is not { } person
            ? ContextualFailures.CardOnly
            : await cards.RunAsync(ContextVisitor.Anonymous, new(
                person, card.Structure, certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                http.Request.Query[ActivityField].ToString() is { Length: > 0 and <= 32 } chosen ? chosen : null), ct);
    }

    private static async Task<IResult> ByTokenAsync(
        HttpContext http, IContextTokens tokens, IUseCase<OpenContext, ContextOpened> open, Scribe scribe, string page, string ins,
        CancellationToken ct)
    {
        try
        {
            if (await EnvelopeAsync(http, ct) is not { } envelope)
            {
                return await RefuseAsync(ContextualFailures.TokenMissing);
            }

            switch (await tokens.VerifyAsync(envelope, CardGate.CertificateOf(http), ct))
            {
                case Outcome<ContextToken>.Failed(var failure):
                    return await RefuseAsync(failure);
                case Outcome<ContextToken>.Done(var (caller, named, method)):
                    return named is not Outcome<Ins>.Done(var patient) ? await RefuseAsync(((Outcome<Ins>.Failed)named).Failure)
                        : patient.Value != ins ? await RefuseAsync(ContextualFailures.PatientMismatch)
                        : await OpenAsync(http, open, caller, new([patient], CardGate.HashOf(http), method), page, ct);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (SpentTokenException)
        {
            return await RefuseAsync(ContextualFailures.Replayed);
        }

        async Task<IResult> RefuseAsync(Failure failure)
        {
            await scribe.WriteAsync(
                ContextVisitor.Anonymous, new Happening(TraceAct.Knock, TraceOutcome.Refused, failure.Code), CancellationToken.None);
            return ContextProblem.Show(http, failure);
        }
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http, IUseCase<OpenContext, ContextOpened> open, Caller caller, OpenContext request, string page, CancellationToken ct)
    {
        var outcome = await open.RunAsync(caller, request, ct);
        if (outcome is not Outcome<ContextOpened>.Done(var opened))
        {
            return ContextProblem.Show(http, ((Outcome<ContextOpened>.Failed)outcome).Failure);
        }

        ContextCookie.Write(http, opened.Cookie);
        return SeeOther.To(page);
    }

    private static async Task<ReadOnlyMemory<byte>?> EnvelopeAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestToken;
        }

        if (!http.Request.HasFormContentType)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, ct);
            return body.Length > 0 ? body.ToArray() : NoToken;
        }

        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions
        {
            MemoryBufferThreshold = LargestToken,
            ValueLengthLimit = LargestToken,
            ValueCountLimit = 8,
        }));
        var field = (await http.Request.ReadFormAsync(ct))[TokenField].ToString();
        var bytes = new byte[field.Length];
        return field.Length > 0 && Convert.TryFromBase64String(field, bytes, out var length)
            ? bytes.AsMemory(0, length)
            : NoToken;
    }
}
