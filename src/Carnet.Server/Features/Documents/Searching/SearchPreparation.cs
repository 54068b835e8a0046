using System.Threading.Channels;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Vault;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents.Searching;

/// <summary>Reads the words of a list while the person looks at it, so that their first search finds them in memory.</summary>
/// <remarks>
/// One record at a time, and a short queue: when many open their lists at once, the others are read by their search. Nothing
/// is shown by it; who may see what is decided by the search.
/// </remarks>
internal sealed partial class SearchPreparation(
    SearchTexts texts, Vault vault, IServiceScopeFactory scopes, IDbContextFactory<CarnetDb> databases,
    ILogger<SearchPreparation> logger) : BackgroundService
{
    private const int MostWaiting = 16;

    private readonly Channel<(RecordId Record, IReadOnlyList<StoredDocument> Documents)> _waiting =
        Channel.CreateBounded<(RecordId, IReadOnlyList<StoredDocument>)>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Takes note of a list that was opened; returns at once, and does nothing where the queue is full.</summary>
    public void Ask(RecordId record, IReadOnlyList<StoredDocument> documents)
    {
        if (texts.Lacks(record, documents))
        {
            _waiting.Writer.TryWrite((record, documents));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (record, documents) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await ReadAsync(record, documents, stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                LogFailed(cause.GetType().Name);
            }
        }
    }

    private async Task ReadAsync(RecordId id, IReadOnlyList<StoredDocument> documents, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await scope.ServiceProvider.GetRequiredService<IRecords>().FindAsync(db, id, ct);
        if (record is { Facts.Status: RecordStatus.Open })
        {
            await texts.ReadAsync(record, documents, vault, ct);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The words of a list could not be read ahead: {Kind}")]
    private partial void LogFailed(string kind);
}
