using System.Diagnostics;
using Carnet.Bench.Load;
using Carnet.Bench.Messages;
using Carnet.Bench.Report;
using Carnet.Bench.World;
using Carnet.Domain.Documents;

namespace Carnet.Bench;

/// <summary>Whether the time of an answer tells that a masked document exists (V-6).</summary>
/// <remarks>Asked for in turn on one connection, so that whatever else the machine does falls on both alike.</remarks>
internal sealed class SecrecyRun(ServerProcess server, Requests requests, Town town)
{
    private const int Tries = 500;
    private const int WarmUp = 200;

    public Secrecy Measure()
    {
        var patient = BenchPatients.All[^1];
        var masked = BenchDocuments.NewOid();
        using (var hospital = new SoapConnection(server.Door, town.HospitalCard.Authentication))
        {
            Require(hospital.Send(requests.Deposit(patient, masked, Marks.MaskedToProfessionals)).IsSoapSuccess);
        }

        using var doctor = new SoapConnection(server.Door, town.DoctorCard.Authentication);
        Require(doctor.Send(requests.Allow(patient)).Status == 200);
        double[] hidden = new double[Tries], unknown = new double[Tries];
        for (var round = -WarmUp; round < Tries; round++)
        {
            var first = Time(doctor, requests.Retrieve(patient, masked));
            var second = Time(doctor, requests.Retrieve(patient, BenchDocuments.NewOid()));
            if (round >= 0)
            {
                (hidden[round], unknown[round]) = (first, second);
            }
        }

        Array.Sort(hidden);
        Array.Sort(unknown);
        return new Secrecy(hidden[Tries / 2], unknown[Tries / 2]);
    }

    private static double Time(SoapConnection doctor, byte[] request)
    {
        var watch = Stopwatch.StartNew();
        var answer = doctor.Send(request);
        var time = watch.Elapsed.TotalMilliseconds;
        Require(answer.Bytes.IndexOf("document.unknown"u8) >= 0);
        return time;
    }

    private static void Require(bool right)
    {
        if (!right)
        {
            throw new InvalidOperationException("An answer about the masked document is not as expected.");
        }
    }
}
