using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Contextual;

/// <summary>A professional who has come in for one person. The database alone lets nobody in: it holds hashes.</summary>
internal sealed class WebContextRow
{
    /// <summary>SHA-256 of the 256 random bits that the browser holds.</summary>
    public required byte[] CookieHash { get; init; }

    /// <summary>SHA-256 of the certificate of the connection that opened it; no other one goes on with it.</summary>
    public required byte[] CertificateHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last page, to the minute.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>Who and for whom, under the server's own key.</summary>
    public required byte[] Sealed { get; init; }

    public bool LivesAt(DateTimeOffset now, ContextualOptions options)
        => now < CreatedAt + options.AtMost && now < SeenAt + options.Idle;

    /// <summary>Seals who came in for whom.</summary>
    public static byte[] Seal(RecordKey systemKey, byte[] cookieHash, Caller caller, Ins patient, string? method)
    {
        var packed = new Packer(1).Text(patient.Value).Text(patient.Oid).Text(method)
            .Text(caller.Origin.Software).Text(caller.Origin.SoftwareName).Byte((byte)(caller.Origin.Secret ? 1 : 0));
        packed = caller switch
        {
            Caller.Professional { Who: var who } p => packed.Byte(1).Byte((byte)(p.Reinforced ? 1 : 0))
                .Text(who.Id.Value).Text(who.Structure.Value).Text(who.Sector)
                .Text(who.FamilyName).Text(who.GivenName).Text(who.Profession).Text(who.Qualification)
                .Byte((byte)p.Mode).Text(p.Reason),
            Caller.Employee e => packed.Byte(2).Byte((byte)(e.Reinforced ? 1 : 0))
                .Text(e.Id.Value).Text(e.Structure.Value).Text(e.Sector).Text(e.Name),
            _ => throw new ArgumentException("Only persons come in by their software.", nameof(caller)),
        };
        return systemKey.Seal(SealedColumn.WebContext, Row(cookieHash), packed.Bytes);
    }

    /// <summary>Who came in and for whom; the token that opened the access is spent and stands here no more.</summary>
    public (Caller Caller, Ins Patient, string? Method) Open(RecordKey systemKey)
    {
        var packed = new Unpacker(systemKey.Open(SealedColumn.WebContext, Row(CookieHash), Sealed));
        var patient = Ins.TryCreate(packed.Text(), packed.Text(), out var ins) ? ins : throw Damaged();
        var method = packed.Text();
        var origin = new Origin(Door.ProfessionalPortal, packed.Text())
        {
            SoftwareName = packed.Text(),
            Secret = packed.Byte() == 1,
        };
        var isProfessional = packed.Byte() == 1;
        var reinforced = packed.Byte() == 1;
        var person = PsIdNat.TryCreate(packed.Text(), out var id) ? id : throw Damaged();
        var structure = StructIdNat.TryCreate(packed.Text(), out var number) ? number : throw Damaged();
        var sector = packed.Text()!;
        if (!isProfessional)
        {
            return (new Caller.Employee(person, packed.Text()!, structure, sector, reinforced) { Origin = origin }, patient, method);
        }

        var (family, given, profession, qualification) = (packed.Text()!, packed.Text()!, packed.Text()!, packed.Text());
        return (new Caller.Professional(new Practitioner(person, family, given, profession, qualification, structure, sector),
            (AccessMode)packed.Byte(), packed.Text(), reinforced)
        {
            Origin = origin,
        }, patient, method);
    }

    private static Guid Row(byte[] cookieHash) => new(cookieHash.AsSpan(0, 16), bigEndian: true);

    private static InvalidOperationException Damaged() => new("A stored number does not hold its own check.");
}

/// <summary>Table <c>web_context</c>; a reference table.</summary>
internal sealed class WebContextMap : IEntityTypeConfiguration<WebContextRow>
{
    public void Configure(EntityTypeBuilder<WebContextRow> builder)
    {
        builder.ToTable("web_context");
        builder.HasKey(context => context.CookieHash);
        builder.Property(context => context.CookieHash).HasColumnName("cookie_hash");
        builder.Property(context => context.CertificateHash).HasColumnName("certificate_hash");
        builder.Property(context => context.CreatedAt).HasColumnName("created_at");
        builder.Property(context => context.SeenAt).HasColumnName("seen_at");
        builder.Property(context => context.Sealed).HasColumnName("sealed");
        builder.HasIndex(context => context.CreatedAt).HasDatabaseName("ix_web_context_created");
    }
}
