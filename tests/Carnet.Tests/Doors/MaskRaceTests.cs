using System.Collections.Concurrent;
using System.Diagnostics;
using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Tests.Support;
using Xunit.Abstractions;

namespace Carnet.Tests.Doors;

/// <summary>Two server processes over one PostgreSQL, many readers, and a document that is masked among them.</summary>
[Trait("Category", "slow")]
[Trait("rule", "V-2")]
public sealed class MaskRaceTests(ITestOutputHelper output)
{
    private const int Rounds = 5;
    private const int Readers = 10;
    private const int BeforeTheMask = 20;
    private const int AfterTheMask = 20;
    private const int MostTurnedAway = 50;

    [Theory, OnPostgreSql]
    public async Task V_2_no_read_that_starts_after_the_acknowledgement_sees_the_masked_document(string database)
    {
        await using var town = await SoapServer.StartAsync(Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database));
        await File.WriteAllTextAsync(Path.Combine(town.Folder, "demo", "people.json"), "{}"); // as if the town were filled
        using var first = await CarnetProcess.StartAsync(town.Folder, town.Connection);
        using var second = await CarnetProcess.StartAsync(town.Folder, town.Connection);
        var patient = await town.OpenRecordAsync();
        var document = patient.Document(town.As("ch-kerlann").Card);
        await town.As("ch-kerlann").DepositAsync(patient, document);
        await town.As("claire-kerscaven").AllowAsync(patient, treating: true);
        await town.As("sami-rozmeur").AllowAsync(patient);
        using var doctor = new DmpClient(town.Card("claire-kerscaven"), first.Address, town.Roots, TimeProvider.System);

        var (sawIt, cameLater, turnedAway) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var reads = new ConcurrentBag<(long Started, bool Seen)>();
            var (warm, enough) = (new TaskCompletionSource(), new TaskCompletionSource());
            var (acknowledged, late) = (long.MaxValue, 0);
            var readers = Enumerable.Range(0, Readers).Select(number => Task.Run(async () =>
            {
                using var nurse = new DmpClient(town.Card("sami-rozmeur"), number % 2 == 0 ? first.Address : second.Address,
                    town.Roots, TimeProvider.System);
                for (var read = 0; !enough.Task.IsCompleted; read++)
                {
                    var started = Stopwatch.GetTimestamp();
                    bool seen;
                    try
                    {
                        seen = read % 2 == 0
                            ? (await nurse.ListAsync(patient)).Count == 1
                            : (await nurse.GetAsync(patient, document.Header.UniqueId)).Value().Contents.Count == 1;
                    }
                    catch (Xunit.Sdk.XunitException busy) when (
                        busy.Message.Contains("server.unavailable", StringComparison.Ordinal) && Interlocked.Increment(ref turnedAway) < MostTurnedAway)
                    {
                        continue; // a server with more to do than it can says so, and shows nothing
                    }

                    reads.Add((started, seen));
                    if (reads.Count >= BeforeTheMask)
                    {
                        warm.TrySetResult();
                    }

                    if (started > Volatile.Read(ref acknowledged) && Interlocked.Increment(ref late) >= AfterTheMask)
                    {
                        enough.TrySetResult();
                    }
                }
            })).ToList();

            await Task.WhenAny(warm.Task, Task.WhenAll(readers));
            await MarkAsync(doctor, patient, Marks.MaskedToProfessionals);
            Volatile.Write(ref acknowledged, Stopwatch.GetTimestamp());
            await Task.WhenAll(readers);
            Assert.DoesNotContain(reads, read => read.Started > acknowledged && read.Seen);
            sawIt += reads.Count(read => read.Seen);
            cameLater += late;
            await MarkAsync(doctor, patient, Marks.None);
        }

        output.WriteLine($"{sawIt} readings saw it before, {cameLater} came after the acknowledgement, {turnedAway} were turned away");
        Assert.True(sawIt > 0 && cameLater > 0, $"{sawIt} saw it, {cameLater} came later");
    }

    private static async Task MarkAsync(DmpClient doctor, TestPatient patient, Marks marks)
    {
        var entry = Assert.Single(await doctor.ListAsync(patient));
        var answer = await doctor.UpdateAsync(
            patient.Call, DocumentUpdate.Marks(doctor.Card, patient.Cx, entry, marks, TimeProvider.System.GetUtcNow()));
        Assert.Equal(("", ""), answer.Refusal());
    }
}
