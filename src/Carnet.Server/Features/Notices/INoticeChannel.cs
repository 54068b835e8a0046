using Carnet.Domain.Notices;
using Carnet.Server.Platform.Outbox;

namespace Carnet.Server.Features.Notices;

/// <summary>One way by which messages leave.</summary>
/// <remarks>
/// The number of the message stays the same when it is sent again, e.g. after a crash between sending and noting it: an
/// implementation hands it on (as Message-ID, as idempotency key) and must not deliver the same number twice. It throws
/// where the message was not taken. It never logs recipient, subject or body.
/// </remarks>
internal interface INoticeChannel
{
    Channel Channel { get; }

    Task SendAsync(Guid messageId, DateTimeOffset at, OutboxMessage message, CancellationToken ct);
}
