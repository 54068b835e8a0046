using Carnet.Tests.Support;

namespace Carnet.Tests.Portals;

/// <summary>Every page of the table of routes, judged by an HTML checker that nobody here wrote (html-validate).</summary>
[Trait("Category", "slow")]
public sealed class HtmlValidityTests(DemoTownPortal town) : IClassFixture<DemoTownPortal>
{
    private const string Checker = "tests/oracles/node_modules/html-validate/bin/html-validate.mjs";

    [ToolFact("node", Checker)]
    public async Task Every_page_is_valid_HTML()
    {
        using var folder = new ScratchFolder();
        var judged = 0;
        await foreach (var (who, path, html) in PageTable.ReadAsync(town))
        {
            folder.Write($"{who}{path.Replace('/', '-').Replace('?', '-')}.html", html);
            judged++;
        }

        Assert.True(judged > 60, $"only {judged} pages");
        var (exit, output, error) = await OutsideTool.RunAsync("node", "", Checker, "--config", "tests/oracles/html-validate.json",
            "--formatter", "text", folder.Path);
        Assert.True(exit == 0, $"{output.Replace(folder.Path, "", StringComparison.Ordinal)}{error}");
    }
}
