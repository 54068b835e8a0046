using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Accounts;

/// <summary>Somebody who has an account and no record of their own: a parent, a guardian, a caregiver.</summary>
/// <remarks>Their number is drawn and comes from no INS; it has a data key of its own, like a record.</remarks>
internal sealed class AccountHolderRow
{
    public required RecordId RecordId { get; init; }

    public required byte[] Sealed { get; set; }

    public HolderDetails Details(RecordKey key) => HolderDetails.Open(key, Sealed);
}

/// <summary>Who they are.</summary>
internal sealed record HolderDetails(string FamilyName, string GivenName)
{
    /// <summary>In which language they are written to.</summary>
    public MessageLanguage Language { get; init; }

    public string FullName => $"{GivenName} {FamilyName}".Trim();

    public byte[] Seal(RecordKey key) => key.Seal(SealedColumn.HolderDetails, Guid.Empty,
        new Packer(2).Text(FamilyName).Text(GivenName).Count((int)Language).Bytes);

    public static HolderDetails Open(RecordKey key, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.HolderDetails, Guid.Empty, sealedValue));
        return new HolderDetails(packed.Text()!, packed.Text()!)
        {
            Language = packed.Version < 2 ? MessageLanguage.French : (MessageLanguage)packed.Count(),
        };
    }

    public override string ToString() => "holder ***";
}

/// <summary>Table <c>account_holder</c>.</summary>
internal sealed class AccountHolderMap : IEntityTypeConfiguration<AccountHolderRow>
{
    public void Configure(EntityTypeBuilder<AccountHolderRow> builder)
    {
        builder.ToTable("account_holder");
        builder.HasKey(holder => holder.RecordId);
        builder.Property(holder => holder.RecordId).HasColumnName("record_id");
        builder.Property(holder => holder.Sealed).HasColumnName("sealed");
    }
}
