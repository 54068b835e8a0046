using System.Collections.Concurrent;
using System.Security.Cryptography;
using Carnet.Client;
using Carnet.Tests.Support;
using Carnet.Wire.Xds;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>The server is killed in the middle of deposits, fifty times; what it acknowledged is there, and whole.</summary>
[Trait("Category", "slow")]
[Trait("rule", "F-5")]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Cycles = 50;
    private const int Clients = 3;
    private const int Patients = 10;

    private readonly ConcurrentDictionary<string, byte[]> _sent = new();
    private readonly ConcurrentDictionary<string, (int Patient, string Twin)> _acknowledged = new();

    [Fact]
    public async Task F_5_Nothing_acknowledged_is_lost_and_nothing_is_half_visible()
    {
        await using var world = await SoapServer.StartAsync();
        var patients = new List<TestPatient>();
        for (var i = 0; i < Patients; i++)
        {
            patients.Add(await world.OpenRecordAsync());
            await world.As("claire-kerscaven").AllowAsync(patients[i]);
        }

        await world.App.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "demo", "people.json"), "{}"); // as if the town were filled
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            using var server = await CarnetProcess.StartAsync(world.Folder);
            if (cycle > 0)
            {
                await CheckAsync(world, server, patients, (cycle - 1) % Patients);
            }

            await DepositUntilKilledAsync(world, server, patients, cycle % Patients);
        }

        using (var last = await CarnetProcess.StartAsync(world.Folder))
        {
            for (var i = 0; i < Patients; i++)
            {
                await CheckAsync(world, last, patients, i);
            }
        }

        output.WriteLine($"{_sent.Count} documents sent, {_acknowledged.Count} acknowledged in {Cycles} cycles");
        Assert.True(_acknowledged.Count > Cycles);
        var (exit, text) = await CarnetProcess.RunAsync(world.Folder, "verify-trail", "--data", world.Folder);
        output.WriteLine(text);
        Assert.Equal(0, exit);
    }

    private async Task DepositUntilKilledAsync(SoapServer world, CarnetProcess server, List<TestPatient> patients, int rank)
    {
        var patient = patients[rank];
        using var client = new DmpClient(world.Card("ch-kerlann"), server.Address, world.Roots, TimeProvider.System);
        var first = new TaskCompletionSource();
        var loops = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    CdaDocument[] pair = [patient.Document(client.Card, "Un."), patient.Document(client.Card, "Deux.")];
                    pair.ToList().ForEach(document => _sent[document.Header.UniqueId] = SHA256.HashData(document.Bytes.Span));
                    var answer = await client.ProvideAndRegisterAsync(patient.Call, patient.Set(client.Card, pair));
                    Assert.Equal(("", ""), answer.Refusal());
                    _acknowledged[pair[0].Header.UniqueId] = (rank, pair[1].Header.UniqueId);
                    _acknowledged[pair[1].Header.UniqueId] = (rank, pair[0].Header.UniqueId);
                    first.TrySetResult();
                }
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException or Carnet.Wire.WireFormatException)
            {
                first.TrySetResult();
            }
        })).ToList();
        await first.Task;
        await Task.Delay(RandomNumberGenerator.GetInt32(10, 250));
        await server.KillAsync();
        await Task.WhenAll(loops);
    }

    private async Task CheckAsync(SoapServer world, CarnetProcess server, List<TestPatient> patients, int rank)
    {
        using var client = new DmpClient(world.Card("claire-kerscaven"), server.Address, world.Roots, TimeProvider.System);
        var patient = patients[rank];
        var listed = (await client.ListAsync(patient)).Select(entry => entry.UniqueId).ToList();
        Assert.Empty(_acknowledged.Where(known => known.Value.Patient == rank).Select(known => known.Key).Except(listed));
        Assert.True(listed.Count % 2 == 0, "a set is half visible");
        foreach (var chunk in listed.Chunk(100))
        {
            var set = (await client.GetAsync(patient, chunk)).Value();
            Assert.Equal(ResponseStatus.Success, set.Response.Status);
            Assert.All(chunk, id => Assert.Equal(_sent[id], SHA256.HashData(set.Contents[id].Span)));
        }
    }
}
