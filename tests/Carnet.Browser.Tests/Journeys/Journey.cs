namespace Carnet.Browser.Tests.Journeys;

/// <summary>One thing that a person does with their record, from its first page to the effect that is seen at its end.</summary>
/// <param name="Name">What they do, as a phrase.</param>
/// <param name="Pages">Routes that every run of it shows, as tests/routes.txt names them.</param>
/// <param name="WalkAsync">The steps; they end with what shows that it was done.</param>
internal sealed record Journey(string Name, string[] Pages, Func<Walker, Task> WalkAsync)
{
    /// <summary>Routes that only a browser with scripts is shown, or only one without.</summary>
    public string[] PagesWithScript { get; init; } = [];

    /// <summary>The browser must know the site by a name: passkeys are bound to one.</summary>
    public bool ByName { get; init; }

    public IEnumerable<string> PagesIn(Mode mode) => mode.Scripts ? Pages.Concat(PagesWithScript) : Pages;
}
