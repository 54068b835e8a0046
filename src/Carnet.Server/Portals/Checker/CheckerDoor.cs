using System.Text;
using Carnet.Server.Formats;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Portals.Shared;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Checker;

/// <summary>What the checker's page shows.</summary>
/// <param name="Answer">Null before anything was sent.</param>
/// <param name="Problem">Why nothing could be checked; null when something was.</param>
internal sealed record CheckerView(CheckAnswer? Answer, string? Problem)
{
    public static CheckerView Empty { get; } = new(null, null);
}

/// <summary>The message checker for everybody: a file or a pasted text, nothing kept and nothing written down.</summary>
internal static class CheckerDoor
{
    /// <summary>Largest message, in bytes.</summary>
    public const int Largest = 1024 * 1024;

    // The text of a form grows when it is sent: each accent becomes six signs.
    private const int FormOverhead = 2 * 1024 * 1024;

    public static void MapChecker(this WebApplication app)
    {
        var pages = app.MapGroup("").BehindDoor(ListeningDoor.Portals).AddEndpointFilter<FormGate>();
        pages.MapGet("/controle", (HttpContext http) => Pages.Show<CheckerPage, CheckerView>(http, CheckerView.Empty));
        pages.MapPost("/controle", CheckAsync).WithMetadata(new FormLimit(Largest + FormOverhead));
    }

    private static async Task<IResult> CheckAsync(HttpContext http, Checkers checkers, CancellationToken ct)
    {
        var bytes = await ReadAsync(await http.Request.ReadFormAsync(ct), ct);
        return bytes switch
        {
            null => Refuse(T("Le message dépasse un mégaoctet")),
            { Length: 0 } => Refuse(T("Choisissez un fichier, ou collez un message")),
            _ => Pages.Show<CheckerPage, CheckerView>(http, new(checkers.Check(bytes), null)),
        };

        IResult Refuse(string problem) => Pages.Show<CheckerPage, CheckerView>(
            http, new(null, problem), StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<byte[]?> ReadAsync(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("fichier") is { Length: > 0 } file)
        {
            if (file.Length > Largest)
            {
                return null;
            }

            using var content = new MemoryStream((int)file.Length);
            await file.CopyToAsync(content, ct);
            return content.ToArray();
        }

        var text = Encoding.UTF8.GetBytes(form["message"].ToString().Trim());
        return text.Length > Largest ? null : text;
    }
}
