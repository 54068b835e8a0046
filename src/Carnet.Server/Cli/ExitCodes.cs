namespace Carnet.Server.Cli;

/// <summary>What every command ends with.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Understood, and refused.</summary>
    public const int Refused = 1;

    /// <summary>Not even tried.</summary>
    public const int WrongUse = 2;
}
