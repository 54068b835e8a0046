using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Access;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Tests.Life;

/// <summary>Short ways to live a record's life in a house.</summary>
internal static class LifeHouse
{
    public static readonly Caller.Professional Author = Sample.Doctor(1), Treating = Sample.Doctor(2);

    public static async Task<int> WorkAsync<TJob>(this House house)
        where TJob : IJob => await house.Get<JobRunner>().RunAsync(house.Get<TJob>(), default);

    /// <summary>Every job of the house, one after another.</summary>
    public static async Task WorkAsync(this House house)
    {
        foreach (var job in house.Get<JobRunner>().Jobs)
        {
            await house.Get<JobRunner>().RunAsync(job, default);
        }
    }

    public static async Task<DocumentId> DepositAsync(
        this House house, Ins ins, RecordId id, Caller? author = null, Guid? replaces = null, string filling = "texte",
        string type = "11488-4", string title = "Titre", params string[] marks)
    {
        var lot = new Lot(ins, author ?? Author).Add(
            type, marks: marks, replaces: replaces, filling: filling,
            change: draft => draft with { Description = draft.Description with { Title = title } });
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author ?? Author, lot.Request())).Done();
        await using var db = await house.OpenAsync();
        return (await db.Set<DocumentRow>().SingleAsync(row => row.RecordId == id && row.UniqueId == lot.Drafts[0].UniqueId)).DocumentId;
    }

    public static async Task AllowAsync(this House house, Ins ins, Caller.Professional doctor, bool treating = false)
        => (await house.RunAsync<SetAuthorisation, AuthorisationChange>(doctor, new SetAuthorisation(ins, false, treating))).Done();

    public static async Task<IReadOnlyList<DocumentId>> ListedAsync(this House house, RecordId id)
        => [.. (await house.RunAsync<ListDocuments, DocumentList>(Sample.Patient(id), new ListDocuments())).Done()
            .Lines.Select(line => line.Id)];

    /// <summary>Kinds of the messages about a record, in the order in which they were written.</summary>
    public static async Task<IReadOnlyList<NoticeKind>> MessagesAsync(this House house, RecordId id)
    {
        await using var db = await house.OpenAsync();
        return await db.Set<OutboxRow>().Where(row => row.RecordId == id && row.Failure != OutboxFailure.Nobody).OrderBy(row => row.CreatedAt).ThenBy(row => row.MessageId)
            .Select(row => row.Kind).ToListAsync();
    }

    /// <summary>Lets the ledger take some commits, then fails for good, as a killed server would.</summary>
    public static Action<IServiceCollection> CutAfter(int commits) => services =>
    {
        var inner = services.Last(service => service.ServiceType == typeof(ILedger));
        services.Remove(inner);
        services.AddSingleton<ILedger>(provider => new CutLedger((ILedger)(inner.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)), commits));
    };

    private sealed class CutLedger(ILedger inner, int commits) : ILedger
    {
        private int _left = commits;

        public Task<LedgerResult> WriteAsync(LedgerEntry entry)
            => Interlocked.Decrement(ref _left) >= 0 ? inner.WriteAsync(entry) : throw new IOException("The server was killed.");
    }
}
