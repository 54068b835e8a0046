using Carnet.Client.Metadata;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Endpoints.Soap;
using Carnet.Server.Features.Documents;
using Carnet.Wire.Cda;
using Carnet.Wire.Xds;

namespace Carnet.Server.Demo;

/// <summary>Turns a demo document into the deposit that its author's software would make.</summary>
internal static class DemoDeposit
{
    /// <summary>OID below which the demo numbers its sets.</summary>
    private const string Source = "2.25.104601029093106120325512811871160837302";

    public static SubmitDocuments Of(DemoDocument document, Ins ins)
    {
        var bytes = document.ToCda();
        var header = CdaHeaderReader.Read(new MemoryStream(bytes));
        var depositor = DepositorOf(document);
        var entry = CdaMetadata.Entry(header, ins, depositor, $"urn:uuid:{IdOf(document.Key)}", (Marks)document.Marks);
        List<Association> associations = [];
        if (document.ReplacesKey is { } replaced)
        {
            associations.Add(new Association("rplc", AssociationTypes.Replace, entry.EntryUuid, $"urn:uuid:{IdOf(replaced)}"));
        }

        var set = new SubmissionSet
        {
            EntryUuid = "set",
            Authors = [CdaMetadata.SetAuthor(depositor)],
            ContentTypeCode = new CodedValue("07", "1.2.250.1.213.2.2", "Consultation"),
            SubmissionTime = Dtm.Format(document.Date),
            PatientId = entry.PatientId,
            SourceId = Source,
            UniqueId = DemoNumbers.Oid("set/" + document.Key),
            Title = new LocalizedString(document.Draft.Title),
        };
        var drafted = ((Outcome<DraftedSet>.Done)XdsToDomain.Read(new SubmitObjectsRequest(set, [entry], associations))).Value;
        return new SubmitDocuments(ins, drafted.Set, drafted.Documents, new OneContent(entry.EntryUuid, bytes));
    }

    private static Depositor DepositorOf(DemoDocument document)
    {
        if (document.AuthorKind is DemoAuthorKind.Professional)
        {
            var professional = DemoTown.Professional(document.Author!);
            var practice = DemoTown.Structure(professional.Structure);
            return new Depositor(professional.PsIdNat, professional.FamilyName, professional.GivenName,
                professional.AuthorSpecialty, practice.IdNst, practice.Name, practice.Sector);
        }

        var structure = DemoTown.Structure(document.Structure ?? DemoTown.Insurer);
        return new Depositor(null, null, null, null, structure.IdNst, structure.Name, structure.Sector);
    }

    // The same document has the same number in every demo world, so that an earlier one can be named.
    private static Guid IdOf(string key)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("carnet-demo/" + key));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    private sealed class OneContent(string key, byte[] bytes) : IContentSource
    {
        private bool _given;

        public ValueTask<(string? Key, Stream Content)?> NextAsync(CancellationToken ct)
        {
            (string?, Stream)? next = _given ? null : (key, new MemoryStream(bytes, writable: false));
            _given = true;
            return new(next);
        }
    }
}
