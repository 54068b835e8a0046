using System.Collections.Immutable;
using Carnet.Domain.Documents;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Documents;

/// <summary>How a document's description lies in its sealed column.</summary>
internal static class DocumentDescriptionColumn
{
    public static byte[] Seal(RecordKey key, DocumentId id, DocumentDescription description)
        => key.Seal(SealedColumn.DocumentDescription, id.Value, Pack(description).Bytes);

    public static DocumentDescription Open(RecordKey key, DocumentId id, ReadOnlySpan<byte> sealedValue)
    {
        // A list opens as many as the record has documents: most fit on the stack.
        var length = RecordKey.ClearLength(sealedValue);
        Span<byte> clear = length <= 4096 ? stackalloc byte[length] : new byte[length];
        key.Open(SealedColumn.DocumentDescription, id.Value, sealedValue, clear);
        return Unpack(new Unpacker(clear));
    }

    public static Packer Author(Packer packer, DocumentAuthor author) => Code(packer
        .Text(author.Person).Text(author.PersonIdSystem).Text(author.PersonIdType).Text(author.FamilyName)
        .Text(author.GivenName).Text(author.Institution).Text(author.InstitutionName).Text(author.Role), author.Specialty);

    public static DocumentAuthor Author(ref Unpacker packed) => new(
        packed.Text(), packed.Common(), packed.Common(), packed.Text(), packed.Text(), packed.Text(), packed.Text(),
        packed.Text(), Code(ref packed));

    public static Packer Code(Packer packer, Code? code) => code is null
        ? packer.Text(null)
        : packer.Text(code.Value).Text(code.System).Text(code.Label);

    public static Code? Code(ref Unpacker packed)
        => packed.Common() is { } value ? new Code(value, packed.Common() ?? "", packed.Common()) : null;

    private static Packer Pack(DocumentDescription d)
    {
        var packer = new Packer(1).Text(d.Title).Text(d.Comments).Count(d.Authors.Length);
        foreach (var author in d.Authors)
        {
            Author(packer, author);
        }

        packer.Count(d.LegalAuthenticator is null ? 0 : 1);
        if (d.LegalAuthenticator is { } legal)
        {
            Author(packer, legal);
        }

        Code(packer, d.Format);
        Code(packer, d.FacilityType);
        Code(packer, d.PracticeSetting);
        Code(packer, d.Confidentiality);
        packer.Count(d.Events.Length);
        foreach (var code in d.Events)
        {
            Code(packer, code);
        }

        packer.Text(d.SourcePatientId);
        Texts(packer, d.SourcePatientInfo);
        Texts(packer, d.References);
        return packer.Text(d.LanguageCode).Instant(d.ServiceStart).Instant(d.ServiceStop).Text(d.CreationTime)
            .Text(d.ServiceStartTime).Text(d.ServiceStopTime).Text(d.Remark);
    }

    private static DocumentDescription Unpack(Unpacker packed)
    {
        var (title, comments) = (packed.Text()!, packed.Text());
        var authors = new DocumentAuthor[packed.Count()];
        for (var i = 0; i < authors.Length; i++)
        {
            authors[i] = Author(ref packed);
        }

        var legal = packed.Count() == 0 ? null : Author(ref packed);
        var (format, facility) = (Code(ref packed)!, Code(ref packed)!);
        var (practice, confidentiality) = (Code(ref packed)!, Code(ref packed)!);
        var events = new Code[packed.Count()];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = Code(ref packed)!;
        }

        return new DocumentDescription
        {
            Title = title,
            Comments = comments,
            Authors = ImmutableArray.Create(authors),
            LegalAuthenticator = legal,
            Format = format,
            FacilityType = facility,
            PracticeSetting = practice,
            Confidentiality = confidentiality,
            Events = ImmutableArray.Create(events),
            SourcePatientId = packed.Text(),
            SourcePatientInfo = Texts(ref packed),
            References = Texts(ref packed),
            LanguageCode = packed.Text()!,
            ServiceStart = packed.Instant(),
            ServiceStop = packed.Instant(),
            CreationTime = packed.Text()!,
            ServiceStartTime = packed.Text(),
            ServiceStopTime = packed.Text(),
            Remark = packed.Text(),
        };
    }

    private static void Texts(Packer packer, ImmutableArray<string> texts)
    {
        packer.Count(texts.Length);
        foreach (var text in texts)
        {
            packer.Text(text);
        }
    }

    private static ImmutableArray<string> Texts(ref Unpacker packed)
    {
        var texts = new string[packed.Count()];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = packed.Text()!;
        }

        return ImmutableArray.Create(texts);
    }
}
