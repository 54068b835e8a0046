using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Representation;

/// <summary>What two parents in conflict can only do together .</summary>
internal enum JointKind
{
    Close = 1,
    Mask = 2,
    Unmask = 3,
}

/// <summary>What is proposed.</summary>
/// <param name="Document">The document to mask or unmask.</param>
/// <param name="Reason">Why the record is to be closed, in the words of the parent.</param>
internal sealed record JointProposal(JointKind Kind, DocumentId? Document, string? Reason)
{
    public PersonalAct Act => Kind is JointKind.Close ? PersonalAct.Close : PersonalAct.Mask;

    /// <summary>What the trace says of it, e.g. <c>joint.close</c>.</summary>
    public string Code => $"joint.{Kind}".ToLowerInvariant();

    public byte[] Seal(RecordKey key, Guid id) => key.Seal(SealedColumn.JointAct, id,
        new Packer(1).Count((int)Kind).Text(Document?.ToString()).Text(Reason).Bytes);

    public static JointProposal Open(RecordKey key, Guid id, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.JointAct, id, sealedValue));
        return new JointProposal(
            (JointKind)packed.Count(), packed.Text() is { } document ? new DocumentId(Guid.Parse(document)) : null, packed.Text());
    }

    public override string ToString() => $"{Kind} ***";
}
