namespace Carnet.Server.Features.Accounts;

/// <summary>How many codes count as sent: each quarter of an hour takes one off.</summary>
/// <remarks>So whoever asks for codes in somebody's place keeps them out for a quarter of an hour at most.</remarks>
internal static class CodeBudget
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    public static (int Sent, DateTimeOffset Since) Left(int sent, DateTimeOffset? since, DateTimeOffset now)
        => since is not { } start || (int)((now - start) / Pause) is var pauses && pauses >= sent
            ? (0, now)
            : (sent - pauses, start + (pauses * Pause));
}
