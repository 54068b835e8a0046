using System.CommandLine;
using System.Globalization;
using Carnet.Server.Features.Notices;

namespace Carnet.Server.Cli;

/// <summary><c>carnet notices</c>.</summary>
internal static class NoticesCommand
{
    public static Command Create()
    {
        var status = new Command("status", "Où en sont les messages : des nombres, jamais une personne ni un mot")
        {
            ServeCommand.Data,
        };
        status.SetAction(async (parsed, ct) =>
        {
            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            var figures = workshop.Services.GetRequiredService<NoticeFigures>();
            foreach (var line in await LinesAsync(figures, ct))
            {
                Console.WriteLine(line);
            }

            return ExitCodes.Done;
        });
        return new Command("notices", "Messages aux personnes") { status };
    }

    public static async Task<IReadOnlyList<string>> LinesAsync(NoticeFigures figures, CancellationToken ct)
    {
        List<string> lines = ["moyen     en place  en attente  bloqués  plus ancien       partis en 24 h"];
        foreach (var channel in await figures.OfChannelsAsync(ct))
        {
            var oldest = channel.Oldest?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"{channel.Channel,-8}  {(channel.IsSetUp ? "oui" : "non"),-8}  {channel.Waiting,10}  {channel.Stuck,7}  {oldest,-16}  {channel.Sent,14}"));
        }

        var lost = await figures.OfLostAsync(ct);
        lines.Add(lost.Count == 0
            ? "Perdus en trente jours : aucun."
            : "Perdus en trente jours (moyen, sujet, cause, nombre) :");
        lines.AddRange(lost.Select(group => string.Create(CultureInfo.InvariantCulture,
            $"{group.Channel,-8}  {group.Topic,-14}  {group.Cause,-10}  {group.Count,6}")));
        return lines;
    }
}
