using System.Text.RegularExpressions;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Notices;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Outbox;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Carnet.Tests.Support;

/// <summary>The rooms without doors, on SQLite in a folder of their own, with a clock that the test sets.</summary>
internal sealed partial class AccountHouse : IAsyncDisposable
{
    public static readonly Caller Stranger = new Caller.Unidentified { Origin = new Origin(Door.PatientPortal) };

    private readonly string _folder = Directory.CreateTempSubdirectory("carnet-").FullName;
    private readonly ServiceProvider _services;
    private readonly Ledger _ledger;

    private AccountHouse(bool fullWork)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Carnet:Data:Directory"] = _folder }).Build());
        services.AddSingleton<ILoggerFactory>(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddPlatform();
        services.AddSingleton<IRecords, Records>();
        services.AddSingleton<Scribe>();
        services.AddSingleton<Carnet.Server.Features.Directory.IProfessionalMail, Carnet.Server.Features.Directory.ProfessionalMail>();
        services.AddUseCase<OpenRecord, OpenedAnswer, OpenRecordHandler>();
        services.AddUseCase<CloseRecord, Carnet.Domain.Records.RecordId, CloseRecordHandler>();
        services.AddAccounts();
        if (!fullWork)
        {
            LightWork.Add(services);
        }

        services.AddRepresentation();
        services.AddNotices();
        services.AddDemoInbox();
        _services = services.BuildServiceProvider(validateScopes: true);
        _ledger = _services.GetRequiredService<Ledger>();
    }

    public TickingClock Clock { get; } = new();

    public IServiceProvider Services => _services;

    /// <param name="fullWork">Passwords cost what they cost outside of tests.</param>
    public static async Task<AccountHouse> OpenAsync(bool fullWork = false)
    {
        var house = new AccountHouse(fullWork);
        await house._services.GetRequiredService<Migrator>().ApplyAsync(default);
        await house._ledger.StartAsync(default);
        return house;
    }

    public async Task<Outcome<TAnswer>> RunAsync<TRequest, TAnswer>(Caller caller, TRequest request)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, default);
    }

    public async Task<Ticket> LogInAsync(string login, string password)
        => Assert.IsType<Outcome<LogInStarted>.Done>(
            await RunAsync<LogIn, LogInStarted>(Stranger, new(login, password))).Value.Pending;

    public Task<Outcome<SessionOpened>> ConfirmAsync(Ticket pending, string code)
        => RunAsync<ConfirmCode, SessionOpened>(Stranger, new(pending, code));

    public async Task<SessionOpened> EnterAsync(Credentials paper)
    {
        var pending = await LogInAsync(paper.Login, paper.Password);
        return Assert.IsType<Outcome<SessionOpened>.Done>(await ConfirmAsync(pending, await LastCodeAsync() ?? "")).Value;
    }

    public async Task<Caller.Patient?> WhoAsync(Ticket cookie)
        => await RunAsync<ResolveSession, PatientSession>(Stranger, new(cookie)) is Outcome<PatientSession>.Done(var session)
            ? session.Caller as Caller.Patient : null;

    /// <summary>Messages in the outbox, opened, oldest first; without those that tell of an opening.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> MessagesAsync()
    {
        await using var db = await DbAsync();
        var wrap = _services.GetRequiredService<KeyWrap>();
        var keys = await db.Set<RecordKeyRow>().ToDictionaryAsync(row => row.RecordId, row => row.Wrapped);
        return [.. (await db.Set<OutboxRow>().Where(row => row.Kind != NoticeKind.RecordOpened && row.Failure != OutboxFailure.Nobody).OrderBy(row => row.MessageId).ToListAsync()).Select(row =>
        {
            using var key = wrap.Open(row.RecordId, keys[row.RecordId]);
            return row.Open(key);
        })];
    }

    public async Task<string?> LastCodeAsync() => (await MessagesAsync()).Select(message => SixDigits().Match(message.Body))
        .LastOrDefault(match => match.Success)?.Value;

    public async Task<IReadOnlyList<TraceRow>> TracesAsync()
    {
        await using var db = await DbAsync();
        return await db.Set<TraceRow>().OrderBy(row => row.TraceId).ToListAsync();
    }

    public Task<CarnetDb> DbAsync()
        => _services.GetRequiredService<IDbContextFactory<CarnetDb>>().CreateDbContextAsync();

    public async ValueTask DisposeAsync()
    {
        await _ledger.StopAsync(default);
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
