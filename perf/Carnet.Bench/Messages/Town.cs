using Carnet.Bench.World;
using Carnet.Client;
using Carnet.Server.Demo;
using Carnet.Wire.Cda.Drafting;

namespace Carnet.Bench.Messages;

/// <summary>Who sends: the hospital's software that deposits, and a doctor who reads.</summary>
internal sealed class Town : IDisposable
{
    private readonly Dictionary<string, CdaDraft> _drafts;
    private readonly Dictionary<string, CdaDraft> _doctorsDrafts;

    public Town(string demo)
    {
        HospitalCard = new BenchCard(Path.Combine(demo, "structures", Hospital.Slug));
        DoctorCard = new BenchCard(Path.Combine(demo, "cards", Doctor.Slug));
        DoctorLps = CardFolder.Open(Path.Combine(demo, "cards", Doctor.Slug), new Software("Carnet banc", "1.0", "BANC-0001"));
        var author = DemoTown.Professional("paul-auffretic");
        _drafts = BenchPatients.All.ToDictionary(patient => patient.Slug, patient => BenchDocuments.Draft(patient, author));
        _doctorsDrafts = BenchPatients.All.ToDictionary(patient => patient.Slug, patient => BenchDocuments.Draft(patient, Doctor));
    }

    public static DemoStructure Hospital { get; } = DemoTown.Structure(DemoTown.Hospital);

    public static DemoProfessional Doctor { get; } = DemoTown.Professional("claire-kerscaven");

    public BenchCard HospitalCard { get; }

    public BenchCard DoctorCard { get; }

    /// <summary>The same card as practice software reads it.</summary>
    public Card DoctorLps { get; }

    public CdaDraft DraftOf(DemoPatient patient) => _drafts[patient.Slug];

    public CdaDraft DoctorsDraftOf(DemoPatient patient) => _doctorsDrafts[patient.Slug];

    public void Dispose()
    {
        HospitalCard.Dispose();
        DoctorCard.Dispose();
        DoctorLps.Dispose();
    }
}
