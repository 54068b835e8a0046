namespace Carnet.Server.Cli.Conformance;

/// <summary>One call of a vendor's client, as its request and its answer tell it; nothing of the person is kept.</summary>
/// <param name="Step">The transaction, with the variant where it has some: <c>TD0.3 AJOUT</c>, <c>TD3.3a MASQUE_PS</c>.</param>
/// <param name="Code">Our dotted code of the refusal; empty where the call was accepted.</param>
/// <param name="Software">Name and version as the token states them; empty without one.</param>
/// <param name="Mode">DIRECTE, INDIRECTE or INDIRECTE_RENFORCEE; empty without a token.</param>
internal sealed record Exchange(DateTimeOffset At, string Step, string Code, string Software, string Mode)
{
    public bool Accepted => Code.Length == 0;
}
