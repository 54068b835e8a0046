using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Platform.Trail;

/// <summary>A line of the trail as it is stored; written once, never changed.</summary>
internal sealed class TraceRow
{
    public required RecordId RecordId { get; init; }

    public required Guid TraceId { get; init; }

    /// <summary>Number of the batch that holds it, set when it is committed.</summary>
    public long Batch { get; set; }

    /// <summary>Place in the batch.</summary>
    public int Leaf { get; set; }

    public required DateTimeOffset At { get; init; }

    public required TraceAct Act { get; init; }

    public required TraceOutcome Outcome { get; init; }

    public required ActorKind Actor { get; init; }

    public string? ActorId { get; init; }

    public string? StructureId { get; init; }

    public required Door Door { get; init; }

    public required AccessMode Mode { get; init; }

    public DocumentId? DocumentId { get; init; }

    public required string Code { get; init; }

    /// <summary>Kept from those who represent the person (V-4); in clear, so that pages and counts stay right.</summary>
    public bool Secret { get; init; }

    public required byte[] Sealed { get; init; }

    /// <summary>Seals an entry for storage.</summary>
    public static TraceRow Of(TraceEntry entry, RecordKey key) => new()
    {
        RecordId = entry.Record,
        TraceId = entry.Id,
        At = entry.At,
        Act = entry.Act,
        Outcome = entry.Outcome,
        Actor = entry.Actor,
        ActorId = entry.ActorId,
        StructureId = entry.Structure,
        Door = entry.Door,
        Mode = entry.Mode,
        DocumentId = entry.Document,
        Code = entry.Code,
        Secret = entry.Secret,
        Sealed = key.Seal(SealedColumn.TraceDescription, entry.Id, new Packer(1)
            .Text(entry.Described.ActorName).Text(entry.Described.ActorTrade).Text(entry.Described.Reason)
            .Text(entry.Described.Software).Text(entry.Described.Detail).Bytes),
    };

    /// <summary>Opens a stored line.</summary>
    public TraceEntry Open(RecordKey key)
    {
        var description = new Unpacker(key.Open(SealedColumn.TraceDescription, TraceId, Sealed));
        return new TraceEntry(RecordId, TraceId, At, Act, Outcome, Actor, ActorId, StructureId, Door, Mode, DocumentId,
            Code, new TraceDescription(description.Text(), description.Text(), description.Text(), description.Text(),
                description.Text()))
        {
            Secret = Secret,
        };
    }

    /// <summary>Hash of the whole line over its canonical bytes: every column, sealed ones as they lie.</summary>
    /// <remarks>So the trail can be verified without any key, and still can after the record's key was destroyed.</remarks>
    public byte[] LeafHash()
    {
        var line = new Packer(1).Long(Batch).Long(Leaf).Text(RecordId.ToString()).Text(TraceId.ToString())
            .Long(At.ToMicro()).Count((int)Act).Count((int)Outcome).Count((int)Actor).Text(ActorId).Text(StructureId)
            .Count((int)Door).Count((int)Mode).Text(DocumentId?.ToString()).Text(Code)
            .Text(Convert.ToBase64String(Sealed));
        // A line that is not secret hashes as it did before there were secret ones.
        return MerkleTree.Leaf((Secret ? line.Count(1) : line).Bytes);
    }
}

/// <summary>Table <c>trace</c>: insert only.</summary>
internal sealed class TraceMap : IEntityTypeConfiguration<TraceRow>
{
    public void Configure(EntityTypeBuilder<TraceRow> builder)
    {
        builder.ToTable("trace");
        builder.HasKey(trace => new { trace.RecordId, trace.TraceId });
        builder.Property(trace => trace.RecordId).HasColumnName("record_id");
        builder.Property(trace => trace.TraceId).HasColumnName("trace_id").ValueGeneratedNever();
        builder.Property(trace => trace.Batch).HasColumnName("batch");
        builder.Property(trace => trace.Leaf).HasColumnName("leaf");
        builder.Property(trace => trace.At).HasColumnName("at");
        builder.Property(trace => trace.Act).HasColumnName("act").HasConversion<short>();
        builder.Property(trace => trace.Outcome).HasColumnName("outcome").HasConversion<short>();
        builder.Property(trace => trace.Actor).HasColumnName("actor").HasConversion<short>();
        builder.Property(trace => trace.ActorId).HasColumnName("actor_id").HasMaxLength(64);
        builder.Property(trace => trace.StructureId).HasColumnName("structure_id").HasMaxLength(32);
        builder.Property(trace => trace.Door).HasColumnName("door").HasConversion<short>();
        builder.Property(trace => trace.Mode).HasColumnName("mode").HasConversion<short>();
        builder.Property(trace => trace.DocumentId).HasColumnName("document_id");
        builder.Property(trace => trace.Code).HasColumnName("code").HasMaxLength(64);
        builder.Property(trace => trace.Secret).HasColumnName("secret");
        builder.Property(trace => trace.Sealed).HasColumnName("sealed");
        builder.HasIndex(trace => trace.Batch).HasDatabaseName("ix_trace_batch");
    }
}
