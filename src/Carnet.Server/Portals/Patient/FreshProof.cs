using Carnet.Server.Features.Accounts;

namespace Carnet.Server.Portals.Patient;

/// <summary>Says that a page is for an act that is hard to undo: who comes shows once more that it is them.</summary>
/// <param name="Act">Its name in <see cref="FreshProofs.Pages"/>.</param>
internal sealed record FreshProof(string Act);

/// <summary>The acts that ask for a fresh proof, and where each goes on after it: a closed list, so no address can lead elsewhere.</summary>
internal static class FreshProofs
{
    public const string Close = "fermer";
    public const string Copy = "copie";
    public const string Passkeys = "cles";
    public const string Caregiver = "aidant";
    public const string Child = "enfant";
    public const string Contact = "coordonnees";

    // A form that was opened in time may still be sent after the person has filled it in.
    private static readonly TimeSpan TimeToFillIn = TimeSpan.FromMinutes(10);

    public static IReadOnlyDictionary<string, string> Pages { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Close] = "/carnet/fermer",
        [Copy] = "/carnet/copie",
        [Passkeys] = "/appareils/cles",
        [Caregiver] = "/proches/aidant",
        [Child] = "/proches/enfant",
        [Contact] = "/coordonnees",
    };

    public static bool Suffices(PatientSession session, string method)
        => session.ProofLeft > (HttpMethods.IsGet(method) ? TimeSpan.Zero : -TimeToFillIn);
}
