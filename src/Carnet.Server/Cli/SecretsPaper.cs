using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Server.Platform.Keys;

namespace Carnet.Server.Cli;

/// <summary>The « document des secrets »: one page for each person, to be printed and put into their hand.</summary>
/// <remarks>The file is its owner's alone, and its name says nothing. Delete it once it is printed. Source: rule L-5.</remarks>
internal static class SecretsPaper
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Writes the page; its path.</summary>
    /// <param name="address">Where the person comes in; null where the portal is shut.</param>
    /// <param name="whose">Part of the file's name, where one record has several papers.</param>
    public static string Write(string folder, RecordId record, Credentials drawn, DateTimeOffset until, string? address, string whose = "")
        => Write(folder, $"{record}{whose}", drawn, until, address);

    /// <summary>The same for a representative, whose paper bears the number of the mandate.</summary>
    public static string Write(string folder, Guid mandate, Credentials drawn, DateTimeOffset until, string? address)
        => Write(folder, mandate.ToString(), drawn, until, address);

    private static string Write(string folder, string name, Credentials drawn, DateTimeOffset until, string? address)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var path = Path.Combine(folder, $"{name}.html");
        SecretFile.Write(path, Encoding.UTF8.GetBytes(Page(drawn, until, address)));
        return path;
    }

    private static string Page(Credentials drawn, DateTimeOffset until, string? address) => $$"""
        <!DOCTYPE html>
        <html lang="fr">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>Vos identifiants provisoires – Carnet</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 1.2rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 0 auto; padding: 1.5rem; }
        dt { font-weight: bold; margin-top: 1rem; }
        dd { margin: 0; font: 1.5rem/1.4 ui-monospace, monospace; }
        @media print { body { padding: 0; } }
        </style>
        </head>
        <body>
        <main>
        <h1>Votre carnet de santé : vos identifiants provisoires</h1>
        <p>Ce papier est pour vous seul. Il permet d’entrer une première fois dans votre carnet de santé.</p>
        <dl>
        <dt>Votre identifiant</dt>
        <dd>{{Encoder.Encode(drawn.Login)}}</dd>
        <dt>Votre mot de passe provisoire</dt>
        <dd>{{Encoder.Encode(drawn.Password)}}</dd>
        </dl>
        <h2>Pour entrer</h2>
        <ol>
        <li>{{(address is null ? "Allez sur le site de votre carnet." : $"Allez à l’adresse {Encoder.Encode(address)}")}}</li>
        <li>Tapez votre identifiant, puis votre mot de passe provisoire.</li>
        <li>Tapez le code que vous recevez par SMS ou par courriel.</li>
        <li>Choisissez votre propre mot de passe, que vous êtes seul à connaître.</li>
        </ol>
        <p>Le mot de passe provisoire sert jusqu’au {{until.ToString("d MMMM yyyy", French)}}. Après, demandez-en un autre à
        l’accueil. Ne donnez ce papier à personne ; détruisez-le quand vous avez choisi votre mot de passe.</p>
        </main>
        </body>
        </html>

        """;
}
