using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform.Keys;

namespace Carnet.Tests.Support;

/// <summary>No account is made.</summary>
internal sealed class FakeAccounts : IAccountOpening
{
    public (IReadOnlyList<object> Rows, Credentials Credentials) Prepare(
        RecordId record, RecordKey key, Contact contact, Credentials? known, bool temporary)
        => ([], known ?? new Credentials("login", "password"));

    public bool MayHaveOwn(DateOnly birth) => true;

    public HolderAccount PrepareHolder(
        string familyName, string givenName, Contact contact, Credentials? known, bool temporary)
        => throw new NotSupportedException("A house without accounts holds nobody else's either.");
}

/// <summary>A clinical document of one line: <c>unique id | type | INS | OID | birth name | author | filling</c>.</summary>
internal sealed class FakeClinicalDocuments : IClinicalDocuments
{
    public static byte[] Write(string uniqueId, string type, Ins ins, string birthName, string author, string filling = "")
        => Encoding.UTF8.GetBytes($"{uniqueId}|{type}|{ins.Value}|{ins.Oid}|{birthName}|{author}|{filling}");

    public Outcome<ClinicalHeader> ReadHeader(Stream content)
    {
        var cells = new StreamReader(content).ReadToEnd().Split('|');
        return cells.Length < 7
            ? DocumentFailures.CdaInvalid("Le document n'est pas lisible.")
            : new ClinicalHeader(
                cells[0], new Code(cells[1], DocumentTypes.TryFind(cells[1], out var type) ? type.CodeSystem : "", null),
                [(cells[2], cells[3])], new StatedTraits(cells[4], null, null, null), [cells[5]], []);
    }

    public RenderedClinicalDocument Render(Stream content, Func<int, string> imageAddress) => new("<p>corps</p>", null, null, 0);

    public string Words(ReadOnlyMemory<byte> content, int most) => "";

    public void CopyBody(Stream content, Stream target, long limit) => content.CopyTo(target);

    public (string MediaType, byte[] Bytes)? Image(Stream content, int number) => null;
}

/// <summary>Believes a signature that reads <c>signed</c>.</summary>
internal sealed class FakeLotSignatures : ILotSignatures
{
    public Task<X509Certificate2?> VerifyAsync(
        ReadOnlyMemory<byte> signature, string submissionUniqueId,
        IReadOnlyDictionary<string, Func<Stream>> documents, CancellationToken ct)
    {
        if (Encoding.UTF8.GetString(signature.Span) != "signed")
        {
            return Task.FromResult<X509Certificate2?>(null);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var day = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return Task.FromResult<X509Certificate2?>(
            new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(day, day.AddYears(1)));
    }
}

/// <summary>Contents in an order that the test chooses.</summary>
internal sealed class FakeContents(params (string? Key, byte[] Bytes)[] parts) : IContentSource
{
    private int _next;

    public ValueTask<(string? Key, Stream Content)?> NextAsync(CancellationToken ct)
        => ValueTask.FromResult<(string?, Stream)?>(
            _next < parts.Length ? (parts[_next].Key, new MemoryStream(parts[_next++].Bytes)) : null);
}

/// <summary>Builds sets of documents: <c>new Lot(ins, caller).Add("11488-4")</c>.</summary>
internal sealed class Lot(Ins ins, Carnet.Domain.Access.Caller caller, string birthName = "LEFEVRE")
{
    private static int _numbers;
    private readonly List<DocumentDraft> _drafts = [];
    private readonly List<(string? Key, byte[] Bytes)> _parts = [];

    public string UniqueId { get; init; } = NextOid();

    public static string NextOid() => $"1.2.250.1.999.{Interlocked.Increment(ref _numbers)}";

    public IReadOnlyList<DocumentDraft> Drafts => _drafts;

    public Lot Add(
        string typeCode, string? uniqueId = null, string[]? marks = null, Guid? replaces = null, string filling = "texte",
        Func<DocumentDraft, DocumentDraft>? change = null, string? key = null)
    {
        uniqueId ??= NextOid();
        key ??= $"Document{_drafts.Count + 1:00}";
        var draft = Draft(key, uniqueId, typeCode) with { MarkCodes = ["N", .. marks ?? []], Replaces = replaces };
        _drafts.Add(change is null ? draft : change(draft));
        _parts.Add((key, FakeClinicalDocuments.Write(uniqueId, typeCode, ins, birthName, AuthorId(caller), filling)));
        return this;
    }

    public Lot AddSignature(string text)
    {
        _drafts.Add(Draft("Signature01", NextOid(), "E1762") with { IsSignature = true });
        _parts.Add(("Signature01", Encoding.UTF8.GetBytes(text)));
        return this;
    }

    public Lot Parts(Func<List<(string? Key, byte[] Bytes)>, IEnumerable<(string? Key, byte[] Bytes)>> change)
    {
        List<(string?, byte[])> changed = [.. change(_parts)];
        _parts.Clear();
        _parts.AddRange(changed);
        return this;
    }

    public SubmitDocuments Request(Func<SubmissionDraft, SubmissionDraft>? change = null) => new(
        ins, change is null ? Set() : change(Set()), [.. _drafts], new FakeContents([.. _parts]));

    public SubmissionDraft Set() => new(
        UniqueId, "1.2.250.1.999", ins, "20270301080000", new Code("07", "1.2.250.1.213.2.2", null), null, null, [Author(caller)], null);

    public static DocumentAuthor Author(Carnet.Domain.Access.Caller caller) => caller switch
    {
        Carnet.Domain.Access.Caller.Professional p => new(
            p.Who.Id.Value, PsIdNat.Oid, "IDNPS", p.Who.FamilyName, p.Who.GivenName, p.Who.Structure.Value, "Cabinet", null, null),
        _ => new(null, null, null, null, null, AuthorId(caller), "Structure", null, null),
    };

    private static string AuthorId(Carnet.Domain.Access.Caller caller) => caller switch
    {
        Carnet.Domain.Access.Caller.Professional p => p.Who.Id.Value,
        Carnet.Domain.Access.Caller.Establishment e => e.Structure.Value,
        Carnet.Domain.Access.Caller.Employee e => e.Structure.Value,
        _ => "patient",
    };

    private DocumentDraft Draft(string key, string uniqueId, string typeCode)
    {
        DocumentTypes.TryFind(typeCode, out var type);
        var code = new Code("x", "y", null);
        return new DocumentDraft(
            key, null, ins, uniqueId, new Code(typeCode, type?.CodeSystem ?? "", type?.Label),
            new Code(type?.ClassCode ?? "", DocumentTypes.ClassSystem, null), "text/xml", ["N"],
            new DocumentDescription
            {
                Title = "Titre confidentiel",
                Authors = [Author(caller)],
                Format = new Code("urn:ihe:iti:xds-sd:text:2008", "1.3.6.1.4.1.19376.1.2.3", null),
                FacilityType = code,
                PracticeSetting = code,
                Confidentiality = new Code("N", MarkCodes.BaseSystem, null),
                LanguageCode = "fr-FR",
                CreationTime = "20270201",
            },
            new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero), null, null, null, IsSignature: false);
    }
}
