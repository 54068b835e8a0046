namespace Carnet.Client;

/// <summary>The software that calls, as its VIHF names it and its sets are numbered.</summary>
/// <param name="Name">LPS_Nom, e.g. <c>Cabinet Facile</c>.</param>
/// <param name="Version">LPS_Version, e.g. <c>4.2</c>.</param>
/// <param name="HomologationId">LPS_ID_HOMOLOGATION_DMP, as the product was homologated.</param>
/// <remarks>Source: CI-SIS VIHF 3.0.</remarks>
public sealed record Software(string Name, string Version, string HomologationId)
{
    /// <summary>LPS_ID, the installation; null leaves it out.</summary>
    public string? Id { get; init; }

    /// <summary>OID under which the software hands in its sets (sourceId); the default is for trials only.</summary>
    public string SourceId { get; init; } = "2.25.104601029093106120325512811871160837303";
}
