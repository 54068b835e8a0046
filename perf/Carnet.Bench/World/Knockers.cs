using Carnet.Domain.Common;
using Carnet.Domain.Records;
using Carnet.Server.Demo;
using Carnet.Server.Features.Openings;
using Carnet.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Carnet.Bench.World;

/// <summary>People at the entrance: as many whom the house and the insurer know as others whom nobody does.</summary>
internal static class Knockers
{
    private const int Count = 60;
    private const int FirstKnown = 700, FirstStranger = 800;

    public static IReadOnlyList<DemoPatient> Known { get; } = [.. Enumerable.Range(FirstKnown, Count).Select(Person)];

    /// <summary>Names and numbers of the same kind and length.</summary>
    public static IReadOnlyList<DemoPatient> Strangers { get; } = [.. Enumerable.Range(FirstStranger, Count).Select(Person)];

    /// <summary>Opens a record with an account for each of the known, and puts them on the insurer's list.</summary>
    public static async Task MoveInAsync(IServiceProvider house)
    {
        foreach (var person in Known)
        {
            var contact = new Contact(person.Email, person.Phone);
            await BenchPatients.OpenRecordAsync(house, person, contact);
            await using var scope = house.CreateAsyncScope();
            var listed = await scope.ServiceProvider.GetRequiredService<IUseCase<RegisterPerson, RecordId>>().RunAsync(
                BenchPatients.Desk, new(new(BenchPatients.InsOf(person), BenchPatients.TraitsOf(person), contact)), CancellationToken.None);
            if (listed is Outcome<RecordId>.Failed(var failure))
            {
                throw new InvalidOperationException($"Somebody of the bench was refused: {failure.Code}.");
            }
        }
    }

    private static DemoPatient Person(int order)
    {
        var slug = FormattableString.Invariant($"seuil-{order}");
        return BenchPatients.Person(
            slug, order, new DateOnly(1950 + (order % 40), 1 + (order % 12), 1 + (order % 28)), $"{slug}@banc.invalid",
            FormattableString.Invariant($"0639982{order}"));
    }
}
