using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Records;

/// <summary>How a closing lies in its sealed column.</summary>
internal static class ClosingColumn
{
    public static byte[] Seal(RecordKey key, Closing closing) => key.Seal(SealedColumn.ClosingDetails, Guid.Empty,
        new Packer(1).Count((int)closing.Reason).Text(closing.Text).Text(closing.ClosedBy).Text(closing.RequestedBy).Bytes);

    /// <summary>The closing of a closed record; one that was closed before reasons were kept was at the person's request.</summary>
    public static Closing Open(RecordKey key, byte[]? sealedValue)
    {
        if (sealedValue is null)
        {
            return new Closing(ClosingReason.PersonsRequest, null, null, null);
        }

        var packed = new Unpacker(key.Open(SealedColumn.ClosingDetails, Guid.Empty, sealedValue));
        return new Closing((ClosingReason)packed.Count(), packed.Text(), packed.Text(), packed.Text());
    }
}
