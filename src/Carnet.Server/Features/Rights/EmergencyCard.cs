using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents.Personal;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Rights;

/// <summary>The person prints a card for their wallet.</summary>
internal sealed record MakeEmergencyCard;

/// <summary>What stands on it; no number and no way into the record.</summary>
/// <param name="Code">The same lines with their signature, for the QR code; at most some hundred characters.</param>
internal sealed record EmergencyCard(
    string Name, DateOnly Birth, IReadOnlyList<string> Allergies, IReadOnlyList<string> Treatments, IReadOnlyList<string> ToCall,
    DateOnly Until, string Code)
{
    public override string ToString() => "emergency card ***";
}

/// <summary>Takes the least that helps from the profile and the persons to call, signs it, and lets it end after a year.</summary>
/// <remarks>
/// A card opens nothing: whoever finds it reads what the person printed. The signature shows that it was not changed. Source:
/// rules A-12, T-1.
/// </remarks>
internal sealed class MakeEmergencyCardHandler(
    IDbContextFactory<CarnetDb> databases, IRecords records, IUseCase<ReadWishes, WishList> wishes,
    IUseCase<ListPersons, PersonsList> persons,
    TrailSigner signer, Scribe scribe, TimeProvider clock) : IUseCase<MakeEmergencyCard, EmergencyCard>
{
    private const int MostLines = 4;
    private const int LongestLine = 44;

    public async Task<Outcome<EmergencyCard>> RunAsync(Caller caller, MakeEmergencyCard request, CancellationToken ct)
    {
        if (await wishes.RunAsync(caller, new(), ct) is not Outcome<WishList>.Done(var list)
            || await persons.RunAsync(caller, new(), ct) is not Outcome<PersonsList>.Done(var around)
                || caller.PersonalRecord is not { } id)
        {
            return RecordFailures.Unknown;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, id, ct);
        if (record is null)
        {
            return RecordFailures.Unknown;
        }

        var details = record.Details();
        var profile = list.Of(WishKind.Profile).Values;
        var card = new EmergencyCard(
            details.AddressedName, details.Traits.BirthDate, Lines(profile, "allergies"), Lines(profile, "traitements"),
            [.. around.Named.Where(person => person.Phone is not null).OrderBy(person => person.Role).Take(2)
                .Select(person => Cut($"{person.Name} {person.Phone}"))],
            DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddYears(1), "");
        await scribe.WriteAsync(caller, record, new Happening(TraceAct.MakeCard, TraceOutcome.Done, "card.made"));
        return card with { Code = CardText.Sign(card, signer) };
    }

    private static IReadOnlyList<string> Lines(IReadOnlyDictionary<string, string> profile, string field)
        => [.. (profile.GetValueOrDefault(field) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Take(MostLines).Select(Cut)];

    private static string Cut(string line) => line.Length <= LongestLine ? line : line[..(LongestLine - 1)] + "…";
}

/// <summary>The text of a card: lines that people can read, the last one its signature.</summary>
internal static class CardText
{
    private const string Head = "CARNET 1";

    public static string Sign(EmergencyCard card, TrailSigner signer)
    {
        string[] lines =
        [
            Head, card.Name, string.Create(CultureInfo.InvariantCulture, $"{card.Birth:yyyy-MM-dd}"),
            "Allergies: " + (card.Allergies.Count == 0 ? "-" : string.Join("; ", card.Allergies)),
            "Traitements: " + (card.Treatments.Count == 0 ? "-" : string.Join("; ", card.Treatments)),
            "Prévenir: " + (card.ToCall.Count == 0 ? "-" : string.Join("; ", card.ToCall)),
            string.Create(CultureInfo.InvariantCulture, $"Jusqu'au {card.Until:yyyy-MM-dd}"),
        ];
        var text = string.Join('\n', lines);
        return $"{text}\n{Base64Url.EncodeToString(signer.Sign(Hash(text)))}";
    }

    /// <summary>Until when a card is good; null where it was changed or is none.</summary>
    public static DateOnly? Read(string code, TrailSigner signer)
    {
        var text = code.ReplaceLineEndings("\n").Trim();
        var end = text.LastIndexOf('\n');
        if (end < 0 || !text.StartsWith(Head + "\n", StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(end + 1)))
        {
            return null;
        }

        var (signed, last) = (text[..end], text[..end].Split('\n')[^1]);
        return signer.Verify(Hash(signed), Base64Url.DecodeFromChars(text.AsSpan(end + 1)))
            && DateOnly.TryParseExact(last.Replace("Jusqu'au ", "", StringComparison.Ordinal), "yyyy-MM-dd",
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
                ? until
                : null;
    }

    // A word of its own in front, so that no signature of the trail can pass for one of a card.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes("carnet-carte/1\n" + text));
}

/// <summary>Somebody holds a card and wants to know whether it is one.</summary>
internal sealed record CheckCard(string Code)
{
    public override string ToString() => "check card ***";
}

/// <summary>What was found; nothing of it is kept.</summary>
internal sealed record CheckedCard(bool Good, bool Over, DateOnly? Until);

/// <summary>Anybody may check.</summary>
internal sealed class CheckCardHandler(TrailSigner signer, TimeProvider clock) : IUseCase<CheckCard, CheckedCard>
{
    public Task<Outcome<CheckedCard>> RunAsync(Caller caller, CheckCard request, CancellationToken ct)
    {
        var until = CardText.Read(request.Code, signer);
        return Task.FromResult<Outcome<CheckedCard>>(new CheckedCard(
            until is not null, until < DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), until));
    }
}
