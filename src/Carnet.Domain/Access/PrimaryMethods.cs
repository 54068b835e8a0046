namespace Carnet.Domain.Access;

/// <summary>How an establishment made sure of its user before it spoke for them; the four that are eligible.</summary>
/// <remarks>Source: rule A-9; P19.</remarks>
[Flags]
public enum PrimaryMethods
{
    None = 0,

    /// <summary>Password and one-time code.</summary>
    PasswordAndCode = 1,

    /// <summary>Contactless card and PIN.</summary>
    ContactlessCardAndPin = 2,

    /// <summary>A professional card, prolonged by a contactless card.</summary>
    ProlongedProfessionalCard = 4,

    /// <summary>Bluetooth device and PIN.</summary>
    BluetoothDeviceAndPin = 8,
}

/// <summary>The methods as a token and an operator write them.</summary>
/// <remarks>
/// The national list of codes is not public, so these are our own; only <see cref="Conforming"/> is attested.
/// Source: rule A-9; DMP 2.1 and 10 U6.
/// </remarks>
public static class PrimaryMethodCodes
{
    /// <summary>
    /// The simplified regime: the establishment declares that its method conforms and does not name it (EX_AIR-050).
    /// </summary>
    public const string Conforming = "CONF_EXI_PGSSIS";

    private static readonly (PrimaryMethods Method, string Code, string Label)[] Names =
    [
        (PrimaryMethods.PasswordAndCode, "MDP_CODE", "mot de passe et code à usage unique"),
        (PrimaryMethods.ContactlessCardAndPin, "CARTE_SANS_CONTACT_PIN", "carte sans contact et code PIN"),
        (PrimaryMethods.ProlongedProfessionalCard, "CPS_PROLONGEE", "CPS prolongée par une carte sans contact"),
        (PrimaryMethods.BluetoothDeviceAndPin, "BLUETOOTH_PIN", "appareil Bluetooth et code PIN"),
    ];

    /// <summary>Every code, in the order of the rule.</summary>
    public static IEnumerable<string> All => Names.Select(name => name.Code);

    /// <summary>The method of a code, or null for another text.</summary>
    public static PrimaryMethods? Of(string code)
        => Array.Find(Names, name => name.Code == code) is { Code: not null } known ? known.Method : null;

    /// <summary>The codes of several methods.</summary>
    public static IEnumerable<string> CodesOf(PrimaryMethods methods)
        => Names.Where(name => methods.HasFlag(name.Method)).Select(name => name.Code);

    /// <summary>French words for a code that a token declares.</summary>
    public static string LabelOf(string code) => Array.Find(Names, name => name.Code == code).Label ?? "méthode conforme à la PGSSI-S";
}
