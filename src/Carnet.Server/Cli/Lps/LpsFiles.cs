using Carnet.Client;
using Carnet.Domain.Documents;
using Carnet.Wire;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Drafting;

namespace Carnet.Server.Cli.Lps;

/// <summary>Reads the files of a set; what is no CDA is put into one of level 1, where enough is known for that.</summary>
internal sealed class LpsFiles(Card card, KnownPerson? person, string? type, string? title, TimeProvider clock)
{
    /// <exception cref="LpsUsageException">It is no document that could be sent.</exception>
    public CdaDocument Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new LpsUsageException($"« {path} » ne se lit pas.", cause);
        }

        try
        {
            return MediaType(path, bytes) is { } media
                ? CdaDocument.Of(CdaWriter.Write(Draft(path, media, bytes)))
                : CdaDocument.Of(bytes, title: title);
        }
        catch (WireFormatException malformed)
        {
            throw new LpsUsageException($"« {path} » n'est pas un CDA : {malformed.Message}", malformed);
        }
    }

    private static string? MediaType(string path, byte[] bytes) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        _ when bytes.AsSpan().StartsWith("%PDF-"u8) => "application/pdf",
        ".txt" => "text/plain",
        ".rtf" => "text/rtf",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".tif" or ".tiff" => "image/tiff",
        _ => null,
    };

    /// <summary>A document of level 1 around some bytes.</summary>
    public CdaDraft Draft(string path, string media, byte[] bytes)
    {
        if (person is null || type is null)
        {
            throw new LpsUsageException($"« {path} » n'est pas un CDA : pour l'y mettre, indiquez --type CODE, "
                + "et une personne connue de people.json (--people).");
        }

        if (!DocumentTypes.TryFind(type, out var known))
        {
            throw new LpsUsageException($"Le type {type} n'est pas admis dans le dossier partagé.");
        }

        var now = clock.GetUtcNow();
        var setting = new CdaCode("AMBULATOIRE", CdaOids.PracticeSettings, "Ambulatoire");
        var practice = new CdaOrganization([new CdaId(CdaOids.Structure, card.StructureId)], card.StructureName, setting);
        return new CdaDraft
        {
            Id = new CdaId(Submission.NewOid(), null),
            SetId = new CdaId(Submission.NewOid(), null),
            Code = new CdaCode(known.Code, known.CodeSystem, known.Label),
            Title = title ?? known.Label,
            Created = now,
            Patient = person.ToCda(),
            Author = Author(practice),
            Custodian = practice,
            Act = new CdaDraftAct(null, now, null, setting),
            Encounter = new CdaDraftEncounter(
                new CdaCode("AMB", CdaOids.ActCodes, "Ambulatoire (hors établissement)"), now, null,
                new CdaCode(card.Sector, CdaOids.Facilities, card.Sector)),
            Content = new CdaDraftContent(media, bytes),
        };
    }

    private CdaActor Author(CdaOrganization practice)
    {
        var trade = card.Depositor.Specialty is { } code ? new CdaCode(code, CdaOids.Professions, code) : null;
        return card.Kind is CardKind.Organization
            ? new CdaActor(null, null, null, [new CdaId(CdaOids.Structure, card.StructureId)], null, null, LpsCommand.Software.Name, practice)
            : new CdaActor(null, null, null, [new CdaId(CdaOids.Professional, card.IdNat)], trade,
                new CdaPersonName(null, card.GivenName, card.FamilyName, null), null, practice);
    }
}
