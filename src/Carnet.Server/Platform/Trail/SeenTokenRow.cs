using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Platform.Trail;

/// <summary>A token that was used; the database refuses it a second time, on every server and after a restart.</summary>
internal sealed class SeenTokenRow
{
    /// <summary>SHA-256 of the token's issuer and identifier.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>After this instant the token is refused for its age and the line may go.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Table <c>seen_token</c>; a reference table, it belongs to no record.</summary>
internal sealed class SeenTokenMap : IEntityTypeConfiguration<SeenTokenRow>
{
    public void Configure(EntityTypeBuilder<SeenTokenRow> builder)
    {
        builder.ToTable("seen_token");
        builder.HasKey(token => token.Hash);
        builder.Property(token => token.Hash).HasColumnName("hash");
        builder.Property(token => token.ExpiresAt).HasColumnName("expires_at");
        builder.HasIndex(token => token.ExpiresAt).HasDatabaseName("ix_seen_token_expires");
    }
}
