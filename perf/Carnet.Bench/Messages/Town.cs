using Carnet.Bench.World;
using Carnet.Server.Demo;
using Carnet.Wire.Cda.Drafting;

namespace Carnet.Bench.Messages;

/// <summary>Who sends: the hospital's software that deposits, and a doctor who reads.</summary>
internal sealed class Town : IDisposable
{
    private readonly Dictionary<string, CdaDraft> _drafts;

    public Town(string demo)
    {
        HospitalCard = new BenchCard(Path.Combine(demo, "structures", Hospital.Slug));
        DoctorCard = new BenchCard(Path.Combine(demo, "cards", Doctor.Slug));
        var author = DemoTown.Professional("paul-auffretic");
        _drafts = BenchPatients.All.ToDictionary(patient => patient.Slug, patient => BenchDocuments.Draft(patient, author));
    }

    public static DemoStructure Hospital { get; } = DemoTown.Structure(DemoTown.Hospital);

    public static DemoProfessional Doctor { get; } = DemoTown.Professional("claire-kerscaven");

    public BenchCard HospitalCard { get; }

    public BenchCard DoctorCard { get; }

    public CdaDraft DraftOf(DemoPatient patient) => _drafts[patient.Slug];

    public void Dispose()
    {
        HospitalCard.Dispose();
        DoctorCard.Dispose();
    }
}
