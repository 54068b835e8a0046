using System.Collections.Immutable;
using Carnet.Domain.Documents;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Documents;

/// <summary>What describes a set, opened.</summary>
internal sealed record SubmissionDescription(
    string SubmissionTime, Code ContentType, string? Title, string? Comments, ImmutableArray<DocumentAuthor> Authors,
    string? IntendedRecipient);

/// <summary>How a set's description lies in its sealed column.</summary>
internal static class SubmissionDescriptionColumn
{
    public static byte[] Seal(RecordKey key, SubmissionId id, SubmissionDescription d)
    {
        var packer = DocumentDescriptionColumn.Code(new Packer(1).Text(d.SubmissionTime), d.ContentType)
            .Text(d.Title).Text(d.Comments).Count(d.Authors.Length);
        foreach (var author in d.Authors)
        {
            DocumentDescriptionColumn.Author(packer, author);
        }

        return key.Seal(SealedColumn.SubmissionDescription, id.Value, packer.Text(d.IntendedRecipient).Bytes);
    }

    public static SubmissionDescription Open(RecordKey key, SubmissionId id, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.SubmissionDescription, id.Value, sealedValue));
        var (time, type) = (packed.Text()!, DocumentDescriptionColumn.Code(ref packed)!);
        var (title, comments) = (packed.Text(), packed.Text());
        var authors = new DocumentAuthor[packed.Count()];
        for (var i = 0; i < authors.Length; i++)
        {
            authors[i] = DocumentDescriptionColumn.Author(ref packed);
        }

        return new SubmissionDescription(time, type, title, comments, ImmutableArray.Create(authors), packed.Text());
    }
}
