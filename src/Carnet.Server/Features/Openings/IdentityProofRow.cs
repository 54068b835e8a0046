using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carnet.Server.Features.Openings;

/// <summary>How far a proof has come.</summary>
internal enum ProofState
{
    /// <summary>Traits were given; a code was sent, or would have been.</summary>
    Asked = 1,

    /// <summary>The code was right: whoever holds the ticket is the person.</summary>
    Proven = 2,

    /// <summary>It has served.</summary>
    Used = 3,
}

/// <summary>Somebody who proves who they are, by what they know and by a code sent to where the insurer writes.</summary>
/// <remarks>
/// One is made for every try, known or not, so that the step after it tells nothing. It also carries how many codes were sent
/// to the person: what is counted adds rows and changes none that an unknown person does not have, so that both cost the same.
/// </remarks>
internal sealed class IdentityProofRow
{
    /// <summary>SHA-256 of what the browser holds.</summary>
    public required byte[] ProofHash { get; init; }

    /// <summary>Null where nobody fits; such a proof never holds.</summary>
    public RecordId? PersonId { get; init; }

    /// <summary>Which proof of this person, from 1: of two at once the second finds its number taken and is judged again.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Codes that count as sent, this one among them; see <see cref="CodeBudget"/>.</summary>
    public required int CodesSent { get; init; }

    public required DateTimeOffset CodesSince { get; init; }

    /// <summary>Keyed hash of the code.</summary>
    public required byte[] CodeHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public int Tries { get; set; }

    public required ProofState State { get; set; }

    public int Version { get; set; }

    public int WrongTries => State is ProofState.Asked ? Tries : Tries - 1;
}

/// <summary>Table <c>identity_proof</c>; a reference table.</summary>
internal sealed class IdentityProofMap : IEntityTypeConfiguration<IdentityProofRow>
{
    public void Configure(EntityTypeBuilder<IdentityProofRow> builder)
    {
        builder.ToTable("identity_proof");
        builder.HasKey(proof => proof.ProofHash);
        builder.Property(proof => proof.ProofHash).HasColumnName("proof_hash");
        builder.Property(proof => proof.PersonId).HasColumnName("person_id");
        builder.Property(proof => proof.Number).HasColumnName("number");
        builder.Property(proof => proof.AskedAt).HasColumnName("asked_at");
        builder.Property(proof => proof.CodesSent).HasColumnName("codes_sent");
        builder.Property(proof => proof.CodesSince).HasColumnName("codes_since");
        builder.Property(proof => proof.CodeHash).HasColumnName("code_hash");
        builder.Property(proof => proof.ExpiresAt).HasColumnName("expires_at");
        builder.Property(proof => proof.Tries).HasColumnName("tries");
        builder.Property(proof => proof.State).HasColumnName("state").HasConversion<short>();
        builder.Property(proof => proof.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(proof => proof.WrongTries);
        builder.HasIndex(proof => new { proof.PersonId, proof.Number }).HasDatabaseName("ux_identity_proof_person").IsUnique();
        builder.HasIndex(proof => proof.ExpiresAt).HasDatabaseName("ix_identity_proof_expires");
    }
}
