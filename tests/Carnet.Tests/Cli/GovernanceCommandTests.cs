using Carnet.Domain.Access;
using Carnet.Tests.Support;

namespace Carnet.Tests.Cli;

/// <summary>C-24 as operators type it, each command in a process of its own.</summary>
[Trait("Category", "slow")]
public sealed class GovernanceCommandTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("rule", "A-7")]
    public async Task A_7_two_operators_change_the_matrix_and_one_alone_does_not()
    {
        var anne = await AddAsync("anne");
        var bruno = await AddAsync("bruno");
        Assert.Equal((1, "operator.required"), await CodeAsync("operators", "add", "chloe"));
        var (_, export) = await RunAsync("rules", "export", "habilitations", "--output", "matrix.csv");
        Assert.StartsWith("écrit", export, StringComparison.Ordinal);
        Assert.Equal(HabilitationMatrix.DefaultText, await File.ReadAllTextAsync(Path.Combine(_folder.Path, "matrix.csv")));

        var wrong = _folder.Write("wrong.csv", HabilitationMatrix.DefaultText + "99;*;10;all;;essai\n");
        var (exit, said) = await RunAsync("rules", "propose", "habilitations", wrong, "--source", "essai", "--operator", "anne", "--secret-file", anne);
        Assert.Equal(1, exit);
        Assert.Contains("rules.unknown-code : Ligne ", said, StringComparison.Ordinal);
        Assert.Contains("champ role : « 99 »", said, StringComparison.Ordinal);

        var good = _folder.Write("good.csv", HabilitationMatrix.DefaultText + "10;SM26;10;only;11488-4;essai\n");
        Assert.Equal((1, "operator.required"), await CodeAsync("rules", "propose", "habilitations", good, "--source", "essai"));
        Assert.Equal((1, "operator.not-recognised"), await CodeAsync(
            "rules", "propose", "habilitations", good, "--source", "essai", "--operator", "anne", "--secret-file", bruno));
        Assert.Equal(0, (await RunAsync("rules", "propose", "habilitations", good, "--source", "essai", "--operator", "anne", "--secret-file", anne)).Exit);
        Assert.Equal((1, "rules.second-person"), await CodeAsync(
            "rules", "approve", "habilitations", "2", "--operator", "anne", "--secret-file", anne));
        var (diffed, difference) = await RunAsync("rules", "diff", "habilitations");
        Assert.Equal(0, diffed);
        Assert.Equal("10;SM26  11488-4  - -> lit", difference.Trim());
        Assert.StartsWith("approuvée", (await RunAsync(
            "rules", "approve", "habilitations", "2", "--operator", "bruno", "--secret-file", bruno)).Output, StringComparison.Ordinal);

        var history = (await RunAsync("rules", "history")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["habilitations 1", "habilitations 2", "droits 1", "budgets 1"], history.Select(line => line.Split("  ")[0]));
        Assert.Contains("(anne, bruno)", history[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rules", "propose", "habilitations", "nowhere.csv", "--source", "essai")]
    [InlineData("rules", "export", "nothing")]
    [InlineData("rules", "approve", "habilitations", "two")]
    [InlineData("operators", "add")]
    public async Task What_cannot_be_meant_is_wrong_use(params string[] arguments)
        => Assert.Equal(2, (await RunAsync(arguments)).Exit);

    private async Task<string> AddAsync(string name)
    {
        var (exit, output) = await RunAsync("operators", "add", name);
        Assert.Equal(0, exit);
        var secret = output.Split('\n').Single(line => line.StartsWith("secret  ", StringComparison.Ordinal))[8..].Trim();
        return _folder.Write(name + ".secret", secret + "\n");
    }

    private async Task<(int Exit, string Code)> CodeAsync(params string[] arguments)
    {
        var (exit, output) = await RunAsync(arguments);
        return (exit, output.Split(" : ")[0]);
    }

    private Task<(int Exit, string Output)> RunAsync(params string[] arguments)
        => CarnetProcess.RunAsync(_folder.Path, [.. arguments, "--data", Path.Combine(_folder.Path, "data")]);
}
