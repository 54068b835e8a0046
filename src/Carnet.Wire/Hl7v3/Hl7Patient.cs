namespace Carnet.Wire.Hl7v3;

/// <summary>A person's name.</summary>
/// <param name="BirthName">Family name with qualifier BR, or without any.</param>
/// <param name="UsedName">Family name with qualifier SP.</param>
/// <param name="Given">Given names in order.</param>
/// <param name="Prefix">Civility, for example M or MME.</param>
/// <remarks>Source: DMP 1.3.</remarks>
public sealed record Hl7Name(string? BirthName, string? UsedName, IReadOnlyList<string> Given, string? Prefix = null)
{
    public override string ToString() => "name ***";
}

/// <summary>A way to reach somebody.</summary>
/// <param name="Value">URL: <c>tel:</c> or <c>mailto:</c>.</param>
/// <param name="Use">HP at home, MC mobile; null for mail.</param>
public sealed record Hl7Telecom(string Value, string? Use)
{
    public override string ToString() => "telecom ***";
}

/// <summary>Somebody who speaks for the person.</summary>
/// <param name="Code">Of CS 2.16.840.1.113883.1.11.19579, for example FTH, MTH, GUARD.</param>
public sealed record Hl7Relationship(string Code, Hl7Name Name, IReadOnlyList<Hl7Telecom> Telecoms)
{
    public const string System = "2.16.840.1.113883.1.11.19579";

    public override string ToString() => "relationship ***";
}

/// <summary>One statement about the record beside the person's traits.</summary>
/// <param name="Code">For example <c>OPPOSITION_BRIS_DE_GLACE</c>.</param>
/// <param name="Type">xsi:type of the value: BL, CD, TS, ST, INT.</param>
/// <param name="Value"><c>true</c> or <c>false</c>, a code, a time or a text; null where the value has a null flavour.</param>
public sealed record Hl7Observation(string Code, string? System, string Type, string? Value)
{
    public static Hl7Observation Flag(string code, string system, bool value) => new(code, system, "BL", value ? "true" : "false");

    public override string ToString() => Code;
}

/// <summary>Where somebody lives; lines as sent.</summary>
public sealed record Hl7Address(IReadOnlyList<string> Lines, string? PostalCode, string? City, string? Country)
{
    public override string ToString() => "address ***";
}

/// <summary>A patient as messages carry one.</summary>
/// <remarks>What a message does not state is null or empty. Source: HL7 v3 PRPA; DMP 1.3.</remarks>
public sealed record Hl7Patient
{
    /// <summary>At least one; the INS among them.</summary>
    public required IReadOnlyList<Ii> Ids { get; init; }

    /// <summary><c>active</c> or <c>terminated</c>.</summary>
    public string? StatusCode { get; init; }

    public Hl7Name? Name { get; init; }

    public IReadOnlyList<Hl7Telecom> Telecoms { get; init; } = [];

    /// <summary>M, F or UN.</summary>
    public string? Gender { get; init; }

    /// <summary>yyyyMMdd, or shorter where less is known.</summary>
    public string? BirthTime { get; init; }

    /// <summary>COG code, where the place is stated as one.</summary>
    public string? BirthPlace { get; init; }

    public Hl7Address? Address { get; init; }

    public IReadOnlyList<Hl7Relationship> Relationships { get; init; } = [];

    public IReadOnlyList<Hl7Observation> Observations { get; init; } = [];

    /// <summary>Per cent, in an answer to a search by traits.</summary>
    public int? MatchPercentage { get; init; }

    /// <summary>The value of a yes-or-no statement, or null where it is not made.</summary>
    public bool? Flag(string code)
    {
        foreach (var observation in Observations)
        {
            if (observation.Code == code && observation.Type == "BL")
            {
                return observation.Value switch
                {
                    "true" => true,
                    "false" => false,
                    _ => throw new WireFormatException("patients.flag", $"La valeur de « {code} » n'est ni true ni false."),
                };
            }
        }

        return null;
    }

    /// <summary>The value of another statement, or null.</summary>
    public string? Text(string code)
        => Observations.FirstOrDefault(observation => observation.Code == code)?.Value;

    public override string ToString() => "patient ***";
}
