using Microsoft.Playwright;

namespace Carnet.Browser.Tests;

/// <summary>Somebody who has a keyboard and nothing else.</summary>
internal static class Keys
{
    private const int MostTabs = 150;

    public static async Task FollowAsync(IPage page, string what, string to)
    {
        await TabToAsync(page, what);
        var arrived = await page.RunAndWaitForResponseAsync(
            () => page.Keyboard.PressAsync("Enter"), one => one.Request.IsNavigationRequest && one.Status is < 300 or >= 400);
        await page.WaitForURLAsync(arrived.Url);
        Assert.Contains(to, page.Url, StringComparison.Ordinal);
    }

    public static async Task TypeAsync(IPage page, string field, string text)
    {
        await TabToAsync(page, field);
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>What has the focus must also be seen on the screen.</summary>
    public static async Task TabToAsync(IPage page, string what)
    {
        for (var step = 0; step < MostTabs; step++)
        {
            var focus = await page.EvaluateAsync<string[]>("""
                () => {
                  const one = document.activeElement, box = one.getBoundingClientRect();
                  const seen = box.bottom > 0 && box.top < innerHeight && getComputedStyle(one).outlineStyle !== "none";
                  return [one.id, one.innerText?.trim() ?? "", seen ? "seen" : ""];
                }
                """);
            if (focus[0] == what || focus[1] == what)
            {
                Assert.Equal("seen", focus[2]);
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{what} cannot be reached with the Tab key on {page.Url}.");
    }
}
