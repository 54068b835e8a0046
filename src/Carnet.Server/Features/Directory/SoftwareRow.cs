using System.Security.Cryptography;
using System.Text;
using Carnet.Domain.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Directory;

/// <summary>A product that may call. The homologation number is a secret of its vendor: only its hash is kept.</summary>
internal sealed class SoftwareRow
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>SHA-256 in hexadecimal.</summary>
    public required string Homologation { get; init; }

    public required SoftwareProfiles Profiles { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public RegisteredSoftware ToSoftware() => new(Name, Version, Profiles, AddedAt);

    public static string HashOf(string homologation) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(homologation)));
}

/// <summary>Table <c>registered_software</c>; a reference table.</summary>
internal sealed class SoftwareMap : IEntityTypeConfiguration<SoftwareRow>
{
    public void Configure(EntityTypeBuilder<SoftwareRow> builder)
    {
        builder.ToTable("registered_software");
        builder.HasKey(software => new { software.Name, software.Version });
        builder.Property(software => software.Name).HasColumnName("name").HasMaxLength(100);
        builder.Property(software => software.Version).HasColumnName("version").HasMaxLength(50);
        builder.Property(software => software.Homologation).HasColumnName("homologation").HasMaxLength(100);
        builder.Property(software => software.Profiles).HasColumnName("profiles");
        builder.Property(software => software.AddedAt).HasColumnName("added_at");
    }
}
