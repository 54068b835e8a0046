namespace Carnet.Server.Cli.Lps;

/// <summary>The command cannot even be tried; the message says why, in French.</summary>
internal sealed class LpsUsageException(string message, Exception? cause = null) : Exception(message, cause);
