using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Campaigns;

/// <summary>Opens a record for everybody who has not objected within their window, and tells them.</summary>
/// <remarks>
/// The opening is a commit of its own, with its notice; a crash after it finds the record there and only notes it. What
/// named the person here is erased then: it lies in their record. Source: rules L-1, L-7, N-1.
/// </remarks>
internal sealed class AutomaticOpenings(
    IDbContextFactory<CarnetDb> databases, IServiceScopeFactory scopes, SystemKey systemKey, ILedger ledger) : IJob
{
    private const int Batch = 50;

    public string Name => "automatic-openings";

    public string Purpose => "Ouvre un carnet à qui ne s'est pas opposé dans le délai, et le lui dit";

    public TimeSpan Period => TimeSpan.FromHours(1);

    public async Task<int> RunBatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var due = await db.Set<CampaignPersonRow>().AsNoTracking()
            .Where(row => row.DueAt <= now && row.State == CampaignState.Informed)
            .OrderBy(row => row.DueAt).Take(Batch).ToListAsync(ct);
        if (due.Count == 0)
        {
            return 0;
        }

        using var key = await systemKey.OpenAsync(ct);
        var done = 0;
        foreach (var row in due)
        {
            ct.ThrowIfCancellationRequested();
            var state = await db.Set<RecordRow>().AsNoTracking().SingleOrDefaultAsync(record => record.RecordId == row.RecordId, ct) is { } record
                ? record.Channel is OpeningChannel.Automatic ? CampaignState.Opened : CampaignState.HadRecord
                : await OpenAsync(CampaignPerson.Open(key, row.RecordId.Value, row.Sealed), ct);
            done += await NoteAsync(row, state, now) ? 1 : 0;
        }

        return done;
    }

    private async Task<CampaignState> OpenAsync(CampaignPerson person, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var open = scope.ServiceProvider.GetRequiredService<IUseCase<OpenRecord, OpenedAnswer>>();
        var opening = new Opening(person.Ins, person.Traits, person.Contact, null, OpeningChannel.Automatic);
        return await open.RunAsync(this.Caller(), new OpenRecord(opening), ct) switch
        {
            Outcome<OpenedAnswer>.Done => CampaignState.Opened,
            Outcome<OpenedAnswer>.Failed(var failure) when failure == RecordFailures.AlreadyOpen || failure == RecordFailures.Closed
                => CampaignState.HadRecord,
            Outcome<OpenedAnswer>.Failed(var failure) => throw new InvalidOperationException($"An opening was refused: {failure.Code}."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<bool> NoteAsync(CampaignPersonRow row, CampaignState state, DateTimeOffset now)
        => await ledger.WriteAsync(new LedgerEntry
        {
            Change = writing => writing.Change(row, noted =>
            {
                (noted.State, noted.DecidedAt, noted.DueAt) = (state, now, null);
                (noted.Sealed, noted.Version) = (null, noted.Version + 1);
            }),
        }) is LedgerResult.Stored;
}
