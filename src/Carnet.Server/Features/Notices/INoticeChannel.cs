using Carnet.Domain.Notices;
using Carnet.Server.Platform.Outbox;

namespace Carnet.Server.Features.Notices;

/// <summary>What the other side said.</summary>
internal enum Delivery
{
    /// <summary>It answers for the message from here on.</summary>
    Taken,

    /// <summary>Not now: busy, away, full.</summary>
    TryLater,

    /// <summary>Never: this address does not exist, or does not want it.</summary>
    Refused,

    /// <summary>There is nothing to send it to.</summary>
    NoAddress,
}

/// <summary>One way by which messages leave.</summary>
/// <remarks>
/// The number of the message stays the same when it is sent again, e.g. after a crash between sending and noting it: an
/// implementation hands it on (as Message-ID, as idempotency key, as name of a file), so that the other side can drop the
/// second. An exception counts as <see cref="Delivery.TryLater"/>. It never logs recipient, subject or body.
/// </remarks>
internal interface INoticeChannel
{
    Channel Channel { get; }

    /// <summary>Whether the operator has said where messages go; what is not set up keeps its messages waiting.</summary>
    bool IsSetUp => true;

    Task<Delivery> SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct);
}
