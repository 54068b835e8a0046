namespace Carnet.Server.Demo;

/// <summary>All that is deposited in the demo town, the same on every start.</summary>
public static class DemoDocuments
{
    /// <summary>The documents of one patient, oldest first; a replaced version stands before the one that replaces
    /// it.</summary>
    /// <param name="patient">Of <see cref="DemoPeople.Patients"/>.</param>
    /// <param name="asOf">The day on which the story is told; only dates depend on it.</param>
    public static IReadOnlyList<DemoDocument> For(DemoPatient patient, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(patient);
        var pile = new DemoPile(patient, asOf);
        switch (patient.Tale)
        {
            case "ines-rozenvel": ChronicStory.Tell(pile, asOf); break;
            case "lila-brandivec": YoungStories.Teenager(pile); break;
            case "noe-quistremad": YoungStories.Child(pile); break;
            case "maelle-penfoulic" or "malo-penfoulic": YoungStories.Twin(pile); break;
            case "bastien-landouarec": AdultStories.Masked(pile); break;
            case "solene-gwerzennou": AdultStories.Blocked(pile); break;
            case "aristide-morvaleg": AdultStories.EmergencyRefused(pile); break;
            case "honorine-tressignau": AdultStories.NursingHome(pile); break;
            case "oceane-plouzennig": AdultStories.Closed(pile); break;
            case "gaston-lezardreg": AdultStories.Deceased(pile); break;
        }

        return pile.Documents;
    }
}
