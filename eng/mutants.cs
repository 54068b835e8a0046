// Breaks each rule once and asks the tests whether they notice: dotnet run eng/mutants.cs [RULE …]
//
// Reads tests/mutants.txt, works in a copy of the tree, and writes docs/rules-coverage.md. A mutant that survives makes the
// exit code 1. With rules named only their mutants are tried, and their lines of the page alone change. Each takes a build and some tests, so this is no part of `make test`; a fast test keeps list and page honest.
using System.Diagnostics;
using System.Text.RegularExpressions;

var longest = TimeSpan.FromMinutes(10);
const string Output = "bin/Debug/net10.0";
var root = Directory.GetCurrentDirectory();
Dictionary<string, byte[]> libraries = [];
var page = Path.Combine(root, "docs", "rules-coverage.md");
var known = args.Length == 0 || !File.Exists(page) ? [] : File.ReadAllLines(page);
var mutants = File.ReadAllLines(Path.Combine(root, "tests", "mutants.txt"))
    .Where(line => line.Length > 0 && line[0] != '#')
    .Select(line => line.Split(" ¦ ", StringSplitOptions.TrimEntries))
    .Select(cells => new Mutant(cells[0], cells[1], cells[2], cells[3], cells[4])).ToList();
var wrong = mutants.Where(mutant => Occurrences(mutant) != 1).ToList();
if (wrong.Count > 0)
{
    wrong.ForEach(mutant => Console.Error.WriteLine($"{mutant.Rule}: found {Occurrences(mutant)} times, not once, in {mutant.File}: {mutant.Before}"));
    return 2;
}

var copy = Directory.CreateTempSubdirectory("carnet-mutants-").FullName;
try
{
    foreach (var part in new[] { "src", "tests/Carnet.Tests", "docs", "samples" })
    {
        CopyTree(Path.Combine(root, part), Path.Combine(copy, part));
    }

    foreach (var file in Directory.EnumerateFiles(root))
    {
        File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
    }

    var (built, output) = Run("build", "tests/Carnet.Tests", "--nologo", "-v", "q", "-p:RunAnalyzers=false");
    if (built != 0)
    {
        Console.Error.WriteLine(output);
        return 2;
    }

    libraries = ((string[])["Carnet.Domain.dll", "carnet.dll"]).ToDictionary(
        name => name, name => File.ReadAllBytes(Path.Combine(copy, "tests/Carnet.Tests", Output, name)));
    List<Verdict> verdicts = [];
    foreach (var mutant in mutants.Where(mutant => args.Length == 0 || args.Contains(mutant.Rule)))
    {
        var verdict = Try(mutant);
        verdicts.Add(verdict);
        File.WriteAllText(page, Page([.. mutants.Select(one => Line(one, verdicts) ?? Known(one)).OfType<string>()], mutants.Count)); // each time: a broken run leaves what it found
        Console.WriteLine($"{mutant.Rule,-5} {(verdict.Killers.Count > 0 ? $"killed by {verdict.Killers.Count}" : verdict.Note)}: {mutant.Before}");
    }

    return verdicts.TrueForAll(verdict => verdict.Killers.Count > 0) ? 0 : 1;
}
finally
{
    Directory.Delete(copy, recursive: true);
}

int Occurrences(Mutant mutant)
    => Regex.Count(File.ReadAllText(Path.Combine(root, mutant.File)), Regex.Escape(mutant.Before));

Verdict Try(Mutant mutant)
{
    var path = Path.Combine(copy, mutant.File);
    var sound = File.ReadAllText(path);
    File.WriteAllText(path, sound.Replace(mutant.Before, mutant.After, StringComparison.Ordinal));
    try
    {
        // Only the project that holds the rule is built anew; the others were compiled against the same public face.
        var project = string.Join('/', mutant.File.Split('/')[..2]);
        var (exit, build) = Run("build", project, "--nologo", "-v", "q", "--no-restore", "--no-dependencies", "-p:RunAnalyzers=false",
            "-p:TreatWarningsAsErrors=false", "-p:EnforceCodeStyleInBuild=false", "-p:GenerateDocumentationFile=false");
        if (exit != 0)
        {
            return new Verdict(mutant, [], "does not compile: " + Regex.Match(build, "error .*").Value);
        }

        var library = project.EndsWith("Server", StringComparison.Ordinal) ? "carnet.dll" : Path.GetFileName(project) + ".dll";
        File.Copy(Path.Combine(copy, project, Output, library), Path.Combine(copy, "tests/Carnet.Tests", Output, library), overwrite: true);
        var (_, tests) = Run("test", Path.Combine("tests/Carnet.Tests", Output, "Carnet.Tests.dll"), "--nologo",
            "--logger", "console;verbosity=normal", "--filter", mutant.Filter);
        List<string> killers = [.. Regex.Matches(tests, @"^\s+Failed (Carnet\.Tests\.[\w.]+)", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
        return new Verdict(mutant, killers, killers.Count > 0 ? "" : "SURVIVED");
    }
    finally
    {
        File.WriteAllText(path, sound);
        foreach (var (name, bytes) in libraries)
        {
            File.WriteAllBytes(Path.Combine(copy, "tests/Carnet.Tests", Output, name), bytes);
        }
    }
}

(int Exit, string Output) Run(params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
    {
        WorkingDirectory = copy,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
    var errors = process.StandardError.ReadToEndAsync();
    var text = process.StandardOutput.ReadToEndAsync();
    if (!process.WaitForExit(longest))
    {
        process.Kill(entireProcessTree: true); // a mutant may take a loop its end
    }

    process.WaitForExit();
    return (process.ExitCode, text.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
}

static void CopyTree(string from, string to)
{
    foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
    {
        var relative = Path.GetRelativePath(from, file);
        if (!relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"))
        {
            var target = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

string? Known(Mutant mutant) => Array.Find(known, line => line.StartsWith(Start(mutant), StringComparison.Ordinal));

static string? Line(Mutant mutant, List<Verdict> verdicts)
    => verdicts.Find(verdict => verdict.Mutant == mutant) is not { } found ? null
        : Start(mutant) + (found.Killers.Count == 0 ? $"**{found.Note}**"
            : string.Join("<br>", found.Killers.Take(3).Select(test => $"`{string.Join('.', test.Split('.')[^2..])}`"))
                + (found.Killers.Count > 3 ? $" … {found.Killers.Count} in all" : "")) + " |";

static string Start(Mutant mutant)
    => $"| {mutant.Rule} | `{Path.GetFileName(mutant.File)}` | `{Cell(mutant.Before)}` → `{(mutant.After.Length == 0 ? "∅" : Cell(mutant.After))}` | ";

static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

static string Page(List<string> lines, int all) => $"""
    # Which test keeps which rule

    Each line of `tests/mutants.txt` breaks one rule in one place; `make mutants` does it in a copy of the tree and writes down
    which tests notice. Numbers are those of the rules. At most three tests are named; the number of all that failed stands behind.
    {(lines.Count < all ? $"\nThe last run was cut off: {lines.Count} of {all} were tried.\n" : "")}
    | rule | where | what was broken | noticed by |
    |---|---|---|---|
    {string.Join('\n', lines)}

    """;

sealed record Mutant(string Rule, string File, string Before, string After, string Filter);

sealed record Verdict(Mutant Mutant, List<string> Killers, string Note);
