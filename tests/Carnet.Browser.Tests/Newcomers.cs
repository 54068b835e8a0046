using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Demo;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Features.Openings;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Representation;
using Carnet.Server.Features.Rights;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Browser.Tests;

/// <summary>People who move into the town for one journey, and what happens to them at the desk.</summary>
internal sealed class Newcomers(IServiceProvider house)
{
    private const int FirstNumber = 200;
    private static readonly Origin AtDesk = new(Door.CommandLine, "Carnet démo");
    private static readonly Caller.Desk Desk = new("Accueil de Kerlann") { Origin = AtDesk };

    private int _next = FirstNumber;

    public async Task<DemoPatient> MoveInAsync(string like)
    {
        var person = Another(DemoPeople.Patient(like));
        await house.GetRequiredService<DemoWorld>().FillAsync(person, default);
        return person;
    }

    /// <summary>A child without a record whose parent the insurer knows.</summary>
    public async Task<DemoPatient> ExpectChildAsync(DemoPatient parent)
    {
        var child = Another(DemoPeople.Patient("nell-landouarec"));
        var traits = new IdentityTraits(child.BirthName, string.Join(' ', child.GivenNames), null, Sex.Female, child.BirthDate, child.BirthPlace);
        await DoneAsync<RegisterPerson, RecordId>(Desk, new(new(InsOf(child), traits, new Contact(child.Email, child.Phone))
        {
            RepresentedBy = [parent.Ins],
        }));
        return child;
    }

    /// <summary>The desk notes that the parents do not agree.</summary>
    public Task QuarrelAsync(DemoPatient child) => DoneAsync<DeclareConflict, DecisionRecorded>(
        Desk, new(InsOf(child), house.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-1), null, "Déclaration écrite, vue au guichet"));

    /// <summary>The day so many days from now.</summary>
    public DateOnly DayIn(int days) => DateOnly.FromDateTime(house.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime).AddDays(days);

    /// <summary>The desk opens a closed record again.</summary>
    public Task ReopenAsync(DemoPatient person) => DoneAsync<ReactivateRecord, RecordId>(Desk, new(InsOf(person)));

    /// <summary>What a telephone reads from the code on a person's card.</summary>
    public async Task<string> CardAsync(string login)
    {
        await using var scope = house.CreateAsyncScope();
        using var account = await FindAsync(scope.ServiceProvider, login);
        return (await DoneAsync<MakeEmergencyCard, EmergencyCard>(account.CallerAt(new Origin(Door.PatientPortal)), new())).Code;
    }

    /// <summary>What the browser of somebody holds who has just come in.</summary>
    public async Task<string> OpenSessionAsync(string login)
    {
        await using var scope = house.CreateAsyncScope();
        using var account = await FindAsync(scope.ServiceProvider, login);
        var cookie = Ticket.Draw();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<CarnetDb>>().CreateDbContextAsync();
        db.Add(ConfirmCodeHandler.SessionOf(account.Row, cookie, house.GetRequiredService<TimeProvider>().Now(), device: null));
        await db.SaveChangesAsync();
        return cookie.Value;
    }

    private static async Task<KnownAccount> FindAsync(IServiceProvider rooms, string login)
    {
        await using var db = await rooms.GetRequiredService<IDbContextFactory<CarnetDb>>().CreateDbContextAsync();
        return await rooms.GetRequiredService<KnownAccounts>().FindAsync(db, login, default)
            ?? throw new InvalidOperationException($"Nobody has the identifier {login}.");
    }

    private async Task<TAnswer> DoneAsync<TRequest, TAnswer>(Caller caller, TRequest request)
    {
        await using var scope = house.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(caller, request, default) switch
        {
            Outcome<TAnswer>.Done(var answer) => answer,
            Outcome<TAnswer>.Failed(var failure) => throw new InvalidOperationException($"{typeof(TRequest).Name} was refused: {failure.Code}."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private DemoPatient Another(DemoPatient like)
    {
        var number = Interlocked.Increment(ref _next);
        var slug = string.Create(CultureInfo.InvariantCulture, $"{like.Slug}-{number}");
        return like with
        {
            Slug = slug,
            Ins = DemoNumbers.Ins(like.Sex == "F", like.BirthDate, number),
            Login = slug,
            Email = $"{slug}@kerlann.example",
            Phone = string.Create(CultureInfo.InvariantCulture, $"0639981{number}"),
            Representatives =
            [
                .. like.Representatives.Select((one, rank) => one with
                {
                    Slug = $"{one.Slug}-{number}",
                    Login = $"{one.Slug}-{number}",
                    Email = $"{one.Slug}-{number}@kerlann.example",
                    Phone = string.Create(CultureInfo.InvariantCulture, $"063998{2 + rank}{number}"),
                }),
            ],
        };
    }

    private static Ins InsOf(DemoPatient person)
    {
        Ins.TryCreate(person.Ins, person.InsOid, out var ins);
        return ins!;
    }
}
