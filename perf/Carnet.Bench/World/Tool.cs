using System.Diagnostics;

namespace Carnet.Bench.World;

/// <summary>Runs a program of the machine to its end.</summary>
internal static class Tool
{
    /// <summary>The standard output; a failure tells what the program said.</summary>
    public static string Run(string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}{output}");
    }

    /// <summary>As the account <c>postgres</c> where we are root, since PostgreSQL refuses root.</summary>
    public static string RunUnprivileged(string program, params IReadOnlyList<string> arguments)
        => Environment.IsPrivilegedProcess
            ? Run("runuser", ["-u", "postgres", "--", program, .. arguments])
            : Run(program, arguments);
}
