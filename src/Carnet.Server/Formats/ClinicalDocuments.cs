using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Documents;
using Carnet.Wire;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Rendering;

namespace Carnet.Server.Formats;

/// <summary>CDA R2 in the words of the domain.</summary>
internal sealed class ClinicalDocuments : IClinicalDocuments
{
    private const int FirstHeading = 2;
    private const long LargestImage = 20 * 1024 * 1024;

    public Outcome<ClinicalHeader> ReadHeader(Stream content)
    {
        try
        {
            var header = CdaHeaderReader.ReadWhole(content);
            return CdaHeaderRules.Check(header).FirstOrDefault(defect => defect.Refuses) is { } defect
                ? DocumentFailures.CdaInvalid(defect.Message)
                : ToDomain(header);
        }
        catch (WireFormatException malformed)
        {
            return DocumentFailures.CdaInvalid(malformed.Message);
        }
    }

    public RenderedClinicalDocument Render(Stream content, Func<int, string> imageAddress)
    {
        var rendered = CdaRenderer.Render(content, new RenderOptions(FirstHeading, imageAddress));
        return new RenderedClinicalDocument(
            rendered.BodyHtml,
            rendered.Header.Body.Kind is CdaBodyKind.NonXml ? rendered.Header.Body.MediaType : null,
            null,
            rendered.Attachments.Count);
    }

    public string Words(ReadOnlyMemory<byte> content, int most)
    {
        try
        {
            return CdaWords.Read(content, most);
        }
        catch (WireFormatException)
        {
            return ""; // One document that cannot be read must not end the search in all the others.
        }
    }

    public void CopyBody(Stream content, Stream target, long limit) => CdaBody.CopyNonXmlTo(content, target, limit);

    public (string MediaType, byte[] Bytes)? Image(Stream content, int number)
    {
        using var bytes = new MemoryStream();
        return CdaAttachments.CopyTo(content, number, bytes, LargestImage) is { } media
            ? (media.MediaType, bytes.ToArray())
            : null;
    }

    private static ClinicalHeader ToDomain(CdaHeader header) => new(
        header.UniqueId,
        new Code(header.Code?.Code ?? "", header.Code?.CodeSystem ?? "", header.Code?.DisplayName),
        [.. (header.Patient?.Ids ?? []).Where(id => Ins.IsKnownOid(id.Root)).Select(id => (id.Extension ?? "", id.Root!))],
        new StatedTraits(
            header.Patient?.BirthName,
            header.Patient?.FirstGivenName ?? header.Patient?.BirthGivenNames,
            header.Patient?.BirthTime?.Raw,
            header.Patient?.Sex switch { "M" => Sex.Male, "F" => Sex.Female, _ => null },
            header.Patient?.BirthGivenNames),
        [.. header.Authors.SelectMany(author => author.Ids.Concat(author.Organization?.Ids ?? []))
            .Select(id => id.Extension).OfType<string>()],
        [.. header.RelatedDocuments.Where(link => link.TypeCode is "RPLC").SelectMany(link => link.ParentIds)
            .Select(id => id.ToXds())]);
}
