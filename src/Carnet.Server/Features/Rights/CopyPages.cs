using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Carnet.Domain.Documents;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Vault;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Rights;

/// <summary>An act in the words of people; the portal brings its own.</summary>
internal delegate string ActWords(TraceAct act);

/// <summary>Writes the archive: originals, readable pages, history, summary, index, and a manifest of all of them.</summary>
internal sealed class CopyPages(
    Vault vault, IClinicalDocuments clinical, CopyGathering gathering, ActWords words, IOptions<FeedingOptions> options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public async Task WriteAsync(GatheredCopy copy, Stream target, CancellationToken ct)
    {
        await using var archive = new CopyArchive(target, copy.At);
        List<(StoredDocument Document, IReadOnlyList<string> Files)> documents = [];
        foreach (var document in copy.Documents)
        {
            documents.Add((document, await DocumentAsync(archive, copy, document, documents.Count + 1, ct)));
        }

        var names = await HistoryAsync(archive, copy, ct);
        await archive.AddAsync("resume.html", Summary(copy, names), ct);
        await archive.AddAsync("index.html", Index(copy, documents), ct);
        await archive.AddAsync("manifest.json", JsonSerializer.Serialize(
            new { format = "carnet-copie", version = 1, createdAt = copy.At, files = archive.Files.ToList() }, Json), ct);
    }

    /// <summary>The original as it came, and what can be read without special software.</summary>
    private async Task<IReadOnlyList<string>> DocumentAsync(
        CopyArchive archive, GatheredCopy copy, StoredDocument document, int rank, CancellationToken ct)
    {
        var row = document.Row;
        var folder = string.Create(CultureInfo.InvariantCulture, $"documents/{rank:0000}-{row.CreatedAt:yyyy-MM-dd}");
        List<string> files = [$"{folder}/original.{MediaFiles.ExtensionOf(row.MimeType)}"];
        await archive.AddAsync(files[0], async target =>
        {
            await using var content = Open(copy, row);
            await content.CopyToAsync(target, ct);
        }, ct);
        if (row.MimeType is not "text/xml")
        {
            return files;
        }

        List<int> images = [];
        RenderedClinicalDocument rendered;
        await using (var content = Open(copy, row))
        {
            rendered = clinical.Render(content, number =>
            {
                images.Add(number);
                return "";
            });
        }

        var pictures = await PicturesAsync(archive, copy, row, folder, images, files, ct);
        if (images.Count > 0)
        {
            await using var content = Open(copy, row);
            rendered = clinical.Render(content, number => pictures.GetValueOrDefault(number, ""));
        }

        var html = rendered.BodyHtml ?? (rendered.BodyText is { } text ? $"<pre>{CopyHtml.Text(text)}</pre>" : null);
        if (html is not null)
        {
            files.Add($"{folder}/lisible.html");
            await archive.AddAsync(files[^1], CopyHtml.Page(document.Description!.Title, Head(document) + html), ct);
        }

        if (rendered.BodyMediaType is { } media)
        {
            files.Add($"{folder}/contenu.{MediaFiles.ExtensionOf(media)}");
            await archive.AddAsync(files[^1], target => BodyAsync(copy, row, target, ct), ct);
        }

        return files;
    }

    // A body is decoded by blocking reads and writes: on a thread of its own, a piece at a time.
    private async Task BodyAsync(GatheredCopy copy, DocumentRow row, Stream target, CancellationToken ct)
    {
        var pipe = new Pipe();
        var decoding = Task.Run(async () =>
        {
            Exception? cause = null;
            try
            {
                await using var content = vault.Open(copy.Record.Id, row.BlobId, copy.Record.Key);
                clinical.CopyBody(content, pipe.Writer.AsStream(leaveOpen: true), options.Value.MaxDocumentBytes);
            }
            catch (Exception defect)
            {
                cause = defect;
            }

            await pipe.Writer.CompleteAsync(cause);
        }, CancellationToken.None);
        try
        {
            await pipe.Reader.CopyToAsync(target, ct);
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await decoding;
        }
    }

    private async Task<Dictionary<int, string>> PicturesAsync(
        CopyArchive archive, GatheredCopy copy, DocumentRow row, string folder, List<int> images, List<string> files,
        CancellationToken ct)
    {
        Dictionary<int, string> pictures = [];
        foreach (var number in images.Distinct())
        {
            await using var content = Open(copy, row);
            if (clinical.Image(content, number) is var (type, bytes))
            {
                pictures[number] = FormattableString.Invariant($"image-{number}.{MediaFiles.ExtensionOf(type)}");
                files.Add($"{folder}/{pictures[number]}");
                await archive.AddAsync(files[^1], target => target.WriteAsync(bytes, ct).AsTask(), ct);
            }
        }

        return pictures;
    }

    /// <summary>The history for machines and for people; gives back the names of those who came.</summary>
    private async Task<Dictionary<string, string>> HistoryAsync(CopyArchive archive, GatheredCopy copy, CancellationToken ct)
    {
        Dictionary<string, string> names = [];
        await archive.AddAsync("historique.csv", async target =>
        {
            await using var csv = new StreamWriter(target, new UTF8Encoding(true), leaveOpen: true);
            await csv.WriteAsync("instant;acte;resultat;qui;numero;fonction;structure;mode;porte;motif;document;logiciel\r\n");
            await foreach (var line in gathering.HistoryAsync(copy, ct))
            {
                if (line is { ActorId: { } id, Described.ActorName: { } name })
                {
                    names.TryAdd(id, name);
                }

                await csv.WriteAsync(string.Join(';', Cells(line).Select(Quote)) + "\r\n");
            }
        }, ct);
        await archive.AddAsync("historique.html", async target =>
        {
            await using var html = new StreamWriter(target, new UTF8Encoding(false), leaveOpen: true);
            var frame = CopyHtml.Page("Qui est entré", CopyHtml.Table(
                "Chaque entrée et chaque essai, du plus récent au plus ancien", ["Quand", "Quoi", "Résultat", "Qui", "Motif"], [])).Split("<tbody>\n");
            await html.WriteAsync(frame[0] + "<tbody>\n");
            await foreach (var line in gathering.HistoryAsync(copy, ct))
            {
                var who = string.Join(", ", new[] { line.Described.ActorName ?? line.Actor.ToString(), line.Described.ActorTrade }.OfType<string>());
                string[] cells = [CopyHtml.Instant(line.At), words(line.Act), Result(line), who, line.Described.Reason ?? ""];
                await html.WriteAsync($"<tr>{string.Concat(cells.Select(cell => $"<td>{CopyHtml.Text(cell)}</td>"))}</tr>\n");
            }

            await html.WriteAsync(frame[1]);
        }, ct);
        return names;
    }

    private string[] Cells(TraceEntry line) =>
    [
        line.At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), words(line.Act), Result(line),
        line.Described.ActorName ?? line.Actor.ToString(), line.ActorId ?? "", line.Described.ActorTrade ?? "",
        line.Structure ?? "", line.Mode.ToString(), line.Door.ToString(), line.Described.Reason ?? "",
        line.Document?.ToString() ?? "", line.Described.Software ?? "",
    ];

    // A cell that begins like a formula would be run by a spreadsheet.
    private static string Quote(string cell)
        => $"\"{(cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" : "")}{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Result(TraceEntry line) => line.Outcome is TraceOutcome.Done ? "Fait" : "Refusé";

    private static string Head(StoredDocument document) => CopyHtml.Facts(
        ("Type", document.Row.Facts().Type.Label), ("Écrit le", CopyHtml.Day(document.Row.CreatedAt)),
        ("Par", DocumentLine.Of(document).AuthorName), ("À", DocumentLine.Of(document).InstitutionName));

    private static string Summary(GatheredCopy copy, Dictionary<string, string> names)
    {
        var (traits, contact, facts) = (copy.Details.Traits, copy.Details.Contact, copy.Record.Facts);
        return CopyHtml.Page("Résumé du carnet",
            CopyHtml.Facts(
                ("Nom de naissance", traits.BirthName), ("Prénoms", traits.GivenNames), ("Nom utilisé", traits.UsedName),
                ("Né ou née le", traits.BirthDate.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)),
                ("Lieu de naissance (code)", traits.BirthPlace), ("Numéro INS", copy.Details.Ins.Value),
                ("Courriel", contact.Email), ("Téléphone", contact.Phone), ("Adresse", contact.Address),
                ("Entrée en urgence (bris de glace)", facts.BreakGlassRefused ? "Refusée" : "Permise"),
                ("Entrée du SAMU", facts.SamuRefused ? "Refusée" : "Permise"),
                ("Documents masqués, en urgence", facts.MaskedInEmergency ? "Montrés" : "Non montrés"))
            + CopyHtml.Table("Professionnels", ["Nom", "Numéro", "État", "Depuis", "Jusqu’au"], facts.Grants.Select(grant => (IReadOnlyList<string>)
            [
                CopyHtml.Text(names.GetValueOrDefault(grant.Holder.Value, "")), CopyHtml.Text(grant.Holder.Value),
                grant.StateAt(copy.At) switch
                {
                    Carnet.Domain.Access.GrantState.Blocked => "Écarté",
                    Carnet.Domain.Access.GrantState.Active => grant.Treating ? "Autorisé, médecin traitant" : "Autorisé",
                    _ => "Plus autorisé",
                },
                CopyHtml.Day(grant.Since), grant.Until is { } until ? CopyHtml.Day(until) : "",
            ])));
    }

    private static string Index(GatheredCopy copy, List<(StoredDocument Document, IReadOnlyList<string> Files)> documents)
        => CopyHtml.Page("Copie de mon carnet de santé",
            $"<p>Copie faite le {CopyHtml.Day(copy.At)} pour {CopyHtml.Text(copy.Details.AddressedName)}. Elle contient tout ce que "
            + "vous pouvez voir dans votre carnet. Gardez-la en lieu sûr : qui la possède peut la lire.</p>\n"
            + "<ul><li><a href=\"resume.html\">Résumé du carnet</a></li><li><a href=\"historique.html\">Qui est entré</a> "
            + "(<a href=\"historique.csv\">tableau</a>)</li><li><a href=\"manifest.json\">Liste des fichiers avec leurs empreintes "
            + "SHA-256</a></li></ul>\n"
            + CopyHtml.Table($"Documents ({documents.Count})", ["Date", "Type", "Titre", "Auteur", "État", "Fichiers"],
                documents.Select(line => (IReadOnlyList<string>)
                [
                    CopyHtml.Day(line.Document.Row.CreatedAt), CopyHtml.Text(line.Document.Row.Facts().Type.Label),
                    CopyHtml.Text(line.Document.Description!.Title), CopyHtml.Text(DocumentLine.Of(line.Document).AuthorName),
                    line.Document.Row.Status switch
                    {
                        DocumentStatus.Deprecated => "Remplacé",
                        DocumentStatus.Archived => "Archivé",
                        _ => "En cours",
                    },
                    string.Join(", ", line.Files.Select(file => $"<a href=\"{file}\">{Path.GetFileName(file)}</a>")),
                ])));

    private CheckedStream Open(GatheredCopy copy, DocumentRow row)
        => new(vault.Open(copy.Record.Id, row.BlobId, copy.Record.Key), row.Sha256);
}
