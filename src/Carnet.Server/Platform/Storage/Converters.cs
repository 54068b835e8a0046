using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Carnet.Server.Platform.Storage;

/// <summary>How typed values lie in each database: native on PostgreSQL, ordered bytes and numbers on SQLite.</summary>
internal static class Converters
{
    public static void Configure(ModelConfigurationBuilder conventions, bool sqlite)
    {
        if (sqlite)
        {
            conventions.Properties<Guid>().HaveConversion<GuidAsBytes>();
            conventions.Properties<RecordId>().HaveConversion<RecordIdAsBytes>();
            conventions.Properties<DocumentId>().HaveConversion<DocumentIdAsBytes>();
            conventions.Properties<SubmissionId>().HaveConversion<SubmissionIdAsBytes>();
            conventions.Properties<DateTimeOffset>().HaveConversion<InstantAsMicroseconds>();
        }
        else
        {
            conventions.Properties<RecordId>().HaveConversion<RecordIdAsGuid>();
            conventions.Properties<DocumentId>().HaveConversion<DocumentIdAsGuid>();
            conventions.Properties<SubmissionId>().HaveConversion<SubmissionIdAsGuid>();
        }
    }

    private sealed class GuidAsBytes() : ValueConverter<Guid, byte[]>(
        id => id.ToByteArray(true), bytes => new Guid(bytes, true));

    private sealed class RecordIdAsBytes() : ValueConverter<RecordId, byte[]>(
        id => id.Value.ToByteArray(true), bytes => new RecordId(new Guid(bytes, true)));

    private sealed class DocumentIdAsBytes() : ValueConverter<DocumentId, byte[]>(
        id => id.Value.ToByteArray(true), bytes => new DocumentId(new Guid(bytes, true)));

    private sealed class SubmissionIdAsBytes() : ValueConverter<SubmissionId, byte[]>(
        id => id.Value.ToByteArray(true), bytes => new SubmissionId(new Guid(bytes, true)));

    private sealed class InstantAsMicroseconds() : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToMicro(), micro => Instants.FromMicro(micro));

    private sealed class RecordIdAsGuid() : ValueConverter<RecordId, Guid>(id => id.Value, value => new RecordId(value));

    private sealed class DocumentIdAsGuid() : ValueConverter<DocumentId, Guid>(
        id => id.Value, value => new DocumentId(value));

    private sealed class SubmissionIdAsGuid() : ValueConverter<SubmissionId, Guid>(
        id => id.Value, value => new SubmissionId(value));
}
