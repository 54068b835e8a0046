using Carnet.Domain.Access;
using Carnet.Server.Features.Representation;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Patient;

/// <summary>A person for whom the visitor may act.</summary>
/// <param name="Here">It is where they are.</param>
public sealed record ActingView(string Mandate, string Name, string How, bool Here)
{
    internal static ActingView Of(RepresentedPerson person, Visitor visitor) => new(
        person.Mandate.ToString(), person.Name, T("{0} : {1}", Words(person.Kind), Words(person.Extent)),
        (visitor.Caller as Caller.Representative)?.Mandate.Id == person.Mandate);

    internal static string Words(RepresentativeKind kind) => kind switch
    {
        RepresentativeKind.Parent => T("vous êtes son parent"),
        RepresentativeKind.Guardian => T("vous êtes son tuteur"),
        RepresentativeKind.Caregiver => T("vous êtes son aidant"),
    };

    internal static string Words(Extent extent) => extent switch
    {
        Extent.None => T("rien pour l’instant"),
        Extent.Read => T("lire"),
        Extent.Add => T("lire et ajouter des documents"),
        Extent.Manage => T("lire, ajouter des documents et tenir le carnet en ordre"),
        Extent.Full => T("tout ce que la personne peut faire"),
    };
}
