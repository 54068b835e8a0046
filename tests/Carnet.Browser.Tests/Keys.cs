using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>Somebody who has a keyboard and nothing else.</summary>
internal static class Keys
{
    private const int MostTabs = 150;

    // An id or the words of what is to be reached; of radio buttons the browser lets only one have the focus.
    private const string Look = """
        what => {
          const plain = text => (text ?? '').replace(/\s+/g, ' ').trim();
          const one = document.activeElement, asked = document.getElementById(what);
          const here = one.id === what || plain(one.innerText) === plain(what)
            || (one.type === 'radio' && asked?.type === 'radio' && one.name === asked.name);
          if (!here) return '';
          const box = one.getBoundingClientRect();
          return box.bottom > 0 && box.top < innerHeight && getComputedStyle(one).outlineStyle !== 'none' ? 'seen' : 'unseen';
        }
        """;

    // How many stops lie before it, as far as the page tells: what the browser adds, like the parts of a date, comes on top.
    private const string Ahead = """
        what => {
          const plain = text => (text ?? '').replace(/\s+/g, ' ').trim();
          const asked = document.getElementById(what), groups = new Set();
          const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
            .filter(one => !one.disabled && one.checkVisibility({ visibilityProperty: true }))
            .filter(one => one.type !== 'radio' || one.checked || (!document.querySelector(`input[name="${one.name}"]:checked`) && !groups.has(one.name) && groups.add(one.name)));
          const to = stops.findIndex(one => one.id === what || plain(one.innerText) === plain(what)
            || (one.type === 'radio' && asked?.type === 'radio' && one.name === asked.name));
          return to - stops.indexOf(document.activeElement);
        }
        """;

    public static async Task FollowAsync(IPage page, string what, string to)
    {
        await TabToAsync(page, what);
        var arrived = await page.RunAndWaitForResponseAsync(
            () => page.Keyboard.PressAsync("Enter"), one => one.Request.IsNavigationRequest && one.Status is < 300 or >= 400);
        await page.WaitForURLAsync(arrived.Url);
        Assert.Contains(to, page.Url, StringComparison.Ordinal);
    }

    /// <summary>What has the focus must also be seen on the screen.</summary>
    public static async Task TabToAsync(IPage page, string what)
    {
        // Looking at the focus after each key takes longer than the key, so the last stops alone are looked at.
        for (var far = await page.EvaluateAsync<int>(Ahead, what); far > 2; far--)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        for (var step = 0; step < MostTabs; step++)
        {
            if (await page.EvaluateAsync<string>(Look, what) is { Length: > 0 } focus)
            {
                Assert.True(focus is "seen", $"{what} has the focus on {page.Url}, and nobody sees it.");
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{what} cannot be reached with the Tab key on {page.Url}.");
    }
}
