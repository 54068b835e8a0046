namespace Carnet.Server.Portals.Shared;

/// <summary>Whether this is the demo; every page says so.</summary>
internal sealed record DemoSign(bool IsOn);
