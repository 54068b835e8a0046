using Carnet.Bench.Load;
using Carnet.Bench.Messages;
using Carnet.Bench.Report;
using Carnet.Bench.World;

namespace Carnet.Bench;

/// <summary>A record as no person has it, ten thousand documents: what one list of all of them costs.</summary>
/// <remarks>Numbers only (ObjectRef): every row is read and decided, and none is described.</remarks>
internal sealed class LongRecordRun(ServerProcess server, Requests requests, Town town)
{
    private const int Documents = 10_000;
    private const int Depositors = 8;
    private const int WarmUp = 20;
    private const int Lists = 40;

    public LongRecord Measure()
    {
        var patient = BenchPatients.All[^2];
        Parallel.For(0, Depositors, new ParallelOptions { MaxDegreeOfParallelism = Depositors }, _ =>
        {
            using var hospital = new SoapConnection(server.Door, town.HospitalCard.Authentication);
            for (var number = 0; number < Documents / Depositors; number++)
            {
                Require(hospital.Send(requests.Deposit(patient, BenchDocuments.NewOid())).IsSoapSuccess);
            }
        });

        using var doctor = new SoapConnection(server.Door, town.DoctorCard.Authentication);
        Require(doctor.Send(requests.Allow(patient)).Status == 200);
        var before = 0.0;
        for (var round = -WarmUp; round < Lists; round++)
        {
            before = round == 0 ? ProcessClock.Processor(server.ProcessId) : before;
            Require(doctor.Send(requests.References(patient)).IsSoapSuccess);
        }

        return new LongRecord(Documents, (ProcessClock.Processor(server.ProcessId) - before) / Lists);
    }

    private static void Require(bool right)
    {
        if (!right)
        {
            throw new InvalidOperationException("An answer about the long record is not as expected.");
        }
    }
}
