using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Drafting;
using Carnet.Wire.Hl7v2;

namespace Carnet.Server.Endpoints.Hl7v2;

/// <summary>Puts a PDF that came without CDA into one of level 1, from what the message says of it.</summary>
/// <remarks>
/// Nothing is invented: type, number, author and person come from the message, structure and place from the certificate
/// and the directory. The same message gives the same bytes, so that a repetition is known as one. Source: CI-SIS
/// Structuration minimale 1.16 (level 1, XDS-SD).
/// </remarks>
internal sealed class WrappedDocument(DocumentMessage message, PatientOfMessage patient, AdmittedEstablishment from)
{
    public Outcome<byte[]> Write(ObservedDocument document, int rank)
    {
        var txa = message.Txa;
        if (!DocumentTypes.TryFind(document.Code, out var type) && !DocumentTypes.TryFind(txa?[2][1], out type))
        {
            return Hl7v2Failures.TypeMissing;
        }

        if (AuthorOf() is not { } author)
        {
            return Hl7v2Failures.AuthorMissing;
        }

        if (NumberOf(rank) is not { } number)
        {
            return Hl7v2Failures.NumberMissing;
        }

        CdaId? replaces = null;
        if (message.Action is DocumentAction.Replace)
        {
            if (txa?[13][1] is not { Length: > 0 } parent)
            {
                return Hl7v2Failures.ParentMissing;
            }

            replaces = new CdaId(OidOf(parent), null);
        }

        var created = CreatedAt(message);
        var setting = from.Caller.Sector is "SA01" or "SA02" or "SA03" or "SA04" or "SA05"
            ? new CdaCode("ETABLISSEMENT", CdaOids.PracticeSettings, "Etablissement de santé")
            : new CdaCode("AMBULATOIRE", CdaOids.PracticeSettings, "Ambulatoire");
        var structure = new CdaOrganization([new CdaId(CdaOids.Structure, from.Caller.Structure.Value)], from.Name, setting);
        return CdaWriter.Write(new CdaDraft
        {
            Id = new CdaId(number, null),
            SetId = new CdaId(replaces?.Root ?? number, null),
            Version = replaces is null ? 1 : 2,
            Replaces = replaces,
            Code = new CdaCode(type.Code, type.CodeSystem, type.Label),
            Title = txa?[25][1] is { Length: > 0 } title ? title : document.Text.Length > 0 ? document.Text : type.Label,
            Created = created,
            Patient = patient.Cda,
            Author = author with { Organization = structure },
            Custodian = structure,
            Act = new CdaDraftAct(null, created, null, setting),
            Encounter = new CdaDraftEncounter(
                EncounterOf(message.Pv1?[2][1]), Instant(message.Pv1?[44][1]) ?? created, Instant(message.Pv1?[45][1]),
                new CdaCode(from.Caller.Sector, CdaOids.Facilities, from.Caller.Sector)),
            Content = new CdaDraftContent("application/pdf", document.Content),
        });
    }

    /// <summary>When the document was made: TXA-4, else when the message was.</summary>
    public static DateTimeOffset CreatedAt(DocumentMessage message)
        => Instant(message.Txa?[4][1]) ?? Instant(message.Header.DateTimeOfMessage) ?? DateTimeOffset.UnixEpoch;

    /// <summary>A number of the sender's as an OID: its own when it is one, else one that follows from it and the structure.</summary>
    public string OidOf(string number) => Wire.Xds.Oid.IsValid(number) && number.Length <= 64
        ? number
        : Oid225($"{from.Caller.Structure.Value}\n{number}");

    /// <summary>An OID under 2.25 that follows from a text.</summary>
    public static string Oid225(string text)
        => "2.25." + new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16), isUnsigned: true, isBigEndian: true);

    private string? NumberOf(int rank)
    {
        var stated = message.Txa is { } txa ? txa[12][1]
            : message.Message.Find("ORC")?[3][1] ?? message.Message.Find("OBR")?[3][1] ?? "";
        return stated.Length == 0 ? null : OidOf(rank == 0 ? stated : FormattableString.Invariant($"{stated}#{rank}"));
    }

    // The originator, the one who did the act, the one who signed; a signature without a name finds it in PRT.
    private CdaActor? AuthorOf()
    {
        List<FieldValue> people = [];
        if (message.Txa is { } txa)
        {
            people.AddRange([.. txa.Repetitions(9), .. txa.Repetitions(5), .. txa.Repetitions(22)]);
        }

        var participants = message.Message.All("PRT").Where(prt => prt[4][1] is "AUT" or "SB" or "PI").Select(prt => prt[5]).ToList();
        foreach (var person in people.Concat(participants))
        {
            var named = person[2].Length > 0 ? person
                : participants.Find(participant => participant[1] == person[1] && participant[2].Length > 0);
            if (PsIdNat.TryCreate(person[1], out var id) && !named.IsEmpty && named[2].Length > 0)
            {
                return new CdaActor(null, null, null, [new CdaId(CdaOids.Professional, id.Value)], null,
                    new CdaPersonName(null, named[3].Length > 0 ? named[3] : null, named[2], null), null, null);
            }
        }

        return null;
    }

    private static CdaCode EncounterOf(string? patientClass) => patientClass switch
    {
        "I" or "R" => new CdaCode("IMP", CdaOids.ActCodes, "Hospitalisation (établissement, y compris HAD)"),
        "E" => new CdaCode("EMER", CdaOids.ActCodes, "Passage aux urgences (établissement)"),
        _ => new CdaCode("EXTERNE", CdaOids.FrenchEncounters, "Acte et consultation externe (établissement)"),
    };

    private static DateTimeOffset? Instant(string? text) => string.IsNullOrEmpty(text) ? null : CdaTime.Parse(text).Value;
}
