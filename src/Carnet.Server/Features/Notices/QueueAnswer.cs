using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Trail;

namespace Carnet.Server.Features.Notices;

/// <summary>Puts the answer to a message into the outbox, to be sent to the address that its sender named.</summary>
/// <param name="Message">The whole message, as it will be posted.</param>
internal sealed record QueueAnswer(string Address, string ContentType, ReadOnlyMemory<byte> Message)
{
    public override string ToString() => "queue answer ***";
}

/// <summary>The answer is durable: it leaves now or after a crash.</summary>
internal sealed record AnswerQueued;

/// <summary>Seals it under the server's own key; what it is about was traced by the act that it answers.</summary>
/// <remarks>Not traced a second time: the sender is told what was decided, nothing more happens to the record.</remarks>
internal sealed class QueueAnswerHandler(ILedger ledger, SystemKey systemKey, TimeProvider clock) : IUseCase<QueueAnswer, AnswerQueued>
{
    public async Task<Outcome<AnswerQueued>> RunAsync(Caller caller, QueueAnswer request, CancellationToken ct)
    {
        using var key = await systemKey.OpenAsync(ct);
        var entry = new LedgerEntry();
        entry.Rows.Add(OutboxRow.Of(
            new OutboxMessage(RecordId.None, Channel.Software, request.Address, request.ContentType, Convert.ToBase64String(request.Message.Span))
            {
                Kind = NoticeKind.AsynchronousAnswer,
            },
            key, clock.Now()));
        await ledger.WriteAsync(entry);
        return new AnswerQueued();
    }
}
