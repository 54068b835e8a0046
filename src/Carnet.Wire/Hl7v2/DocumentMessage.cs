using System.Buffers;
using System.Buffers.Text;

namespace Carnet.Wire.Hl7v2;

/// <summary>What a message says that is to be done with its documents.</summary>
/// <remarks>Source: CI-SIS Transmission de documents CDA en HL7 v2.</remarks>
public enum DocumentAction
{
    /// <summary>MDM^T02, or ORU with order control NW.</summary>
    New,

    /// <summary>MDM^T10, or order control RO, or result status C.</summary>
    Replace,

    /// <summary>MDM^T04, or order control CA, or result status D.</summary>
    Cancel,
}

/// <summary>A document in OBX-5, type ED.</summary>
/// <param name="Line">Rank of the segment.</param>
/// <param name="Code">OBX-3.1, the kind of document.</param>
/// <param name="Text">OBX-3.2, its label.</param>
/// <param name="CodingSystem">OBX-3.3, e.g. LN.</param>
/// <param name="Subtype">OBX-5.3 in capitals: XML for a CDA, PDF.</param>
/// <param name="Content">OBX-5.5 after base64.</param>
public sealed record ObservedDocument(
    int Line, string Code, string Text, string CodingSystem, string Subtype, ReadOnlyMemory<byte> Content);

/// <summary>MDM and ORU as French hospitals send documents: what of the message concerns a shared record.</summary>
/// <remarks>
/// Texts of e-mails are left out; an attachment that is neither XML nor PDF is refused. Source: CI-SIS Transmission de
/// documents CDA en HL7 v2, 1.2 and 2.1.
/// </remarks>
public sealed class DocumentMessage
{
    private const string XdmPrefix = "XDM/";
    private const int MostDocuments = 100;

    private DocumentMessage(Hl7v2Message message, DocumentAction action, IReadOnlyList<ObservedDocument> documents)
    {
        (Message, Action, Documents) = (message, action, documents);
        Pid = message.Require("PID");
        Indicators = message.All("OBX").Where(obx => obx[2][1] is "CE" or "CWE")
            .GroupBy(obx => obx[3][1], StringComparer.Ordinal)
            .ToDictionary(of => of.Key, of => of.Any(obx => obx[5][1] == "Y"), StringComparer.Ordinal);
    }

    public Hl7v2Message Message { get; }

    public MessageHeader Header => Message.Header;

    public Segment Pid { get; }

    /// <summary>The stay; null when it is not said.</summary>
    public Segment? Pv1 => Message.Find("PV1");

    /// <summary>The description of the document; always there in MDM, never in ORU.</summary>
    public Segment? Txa => Message.Find("TXA");

    public DocumentAction Action { get; }

    /// <summary>At least one, but for a cancellation.</summary>
    public IReadOnlyList<ObservedDocument> Documents { get; }

    /// <summary>The yes-no indicators in OBX of type CE or CWE, by OBX-3.1, e.g. MASQUE_PS.</summary>
    public IReadOnlyDictionary<string, bool> Indicators { get; }

    /// <summary>Whether an indicator is there and says yes.</summary>
    public bool Says(params ReadOnlySpan<string> indicators)
    {
        foreach (var indicator in indicators)
        {
            if (Indicators.GetValueOrDefault(indicator))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads what the message asks for.</summary>
    /// <exception cref="WireFormatException">
    /// Codes <c>mllp.segment-missing</c>, <c>mllp.base64</c>, <c>mllp.attachment</c>, <c>mllp.no-document</c>, <c>mllp.results-only</c>,
    /// <c>mllp.action</c>.
    /// </exception>
    public static DocumentMessage Read(Hl7v2Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Header.MessageCode == "MDM")
        {
            message.Require("TXA");
        }

        var attachments = message.All("OBX").Where(obx => obx[2][1] == "ED" && !IsMail(obx)).ToList();
        var action = ActionOf(message, attachments);
        if (attachments.Count == 0 && action is not DocumentAction.Cancel)
        {
            throw HasResults(message)
                ? new WireFormatException("mllp.results-only", "Le message ne porte que du texte ou des résultats en segments (OBX) : joignez le document validé, en CDA ou en PDF (OBX de type ED).")
                : new WireFormatException("mllp.no-document", "Le message ne porte aucun document (OBX de type ED).");
        }

        if (attachments.Count > MostDocuments)
        {
            throw new WireFormatException("mllp.attachment", "Le message porte plus de 100 documents.");
        }

        return new DocumentMessage(message, action, [.. attachments.Select(Document)]);
    }

    /// <summary>Whether the message carries results in segments, which are not made into a document.</summary>
    /// <remarks>A report is what its author has validated, as a whole; see the ADR "Results in segments make no document".</remarks>
    public static bool HasResults(Hl7v2Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.All("OBX").Any(obx => obx[2][1] is "NM" or "SN" or "ST" or "TX" or "FT" or "DT" or "TM" or "TS" or "RP"
            && !IsMail(obx));
    }

    private static bool IsMail(Segment obx)
        => obx[3][1].StartsWith("CORPSMAIL", StringComparison.Ordinal)
            || obx[3][2].StartsWith(XdmPrefix, StringComparison.Ordinal);

    private static DocumentAction ActionOf(Hl7v2Message message, List<Segment> attachments)
    {
        HashSet<DocumentAction> said = [];
        if (message.Header.MessageCode == "MDM")
        {
            said.Add(message.Header.TriggerEvent switch
            {
                "T10" => DocumentAction.Replace,
                "T04" => DocumentAction.Cancel,
                _ => DocumentAction.New,
            });
        }

        if (message.Find("ORC")?[1][1] is { } control && control is "NW" or "RO" or "CA")
        {
            said.Add(control switch
            {
                "RO" => DocumentAction.Replace,
                "CA" => DocumentAction.Cancel,
                _ => DocumentAction.New,
            });
        }

        if (said.Count == 0)
        {
            said.UnionWith(attachments.Select(obx => obx[11][1] switch
            {
                "C" => DocumentAction.Replace,
                "D" => DocumentAction.Cancel,
                _ => DocumentAction.New,
            }));
        }

        // A deletion that could be meant as a deposit, or the reverse, is done neither way.
        return said.Count switch
        {
            0 => DocumentAction.New,
            1 => said.First(),
            _ => throw new WireFormatException("mllp.action",
                "L'événement (MSH-9), le contrôle (ORC-1) et le statut (OBX-11) ne demandent pas la même chose."),
        };
    }

    private static ObservedDocument Document(Segment obx)
    {
        var value = obx[5];
        var subtype = value[3].ToUpperInvariant();
        if (subtype is not ("XML" or "PDF"))
        {
            subtype = (value[2].ToUpperInvariant(), subtype) is ("APPLICATION", "") or ("PDF", _) ? "PDF" : subtype;
        }

        if (subtype is not ("XML" or "PDF") || !value[4].Equals("Base64", StringComparison.OrdinalIgnoreCase))
        {
            throw new WireFormatException("mllp.attachment",
                FormattableString.Invariant($"Le document du segment {obx.Line} n'est ni un CDA (^TEXT^XML^Base64^) ni un PDF (^APPLICATION^PDF^Base64^) dans OBX-5."));
        }

        return new ObservedDocument(obx.Line, obx[3][1], obx[3][2], obx[3][3], subtype, Decode(value.Bytes(5), obx.Line));
    }

    // Samples leave the padding away; apart from that, base64 is read strictly.
    private static byte[] Decode(ReadOnlyMemory<byte> text, int line)
    {
        var missing = (4 - (text.Length % 4)) % 4;
        var padded = text;
        if (missing is 1 or 2)
        {
            var copy = new byte[text.Length + missing];
            text.CopyTo(copy);
            copy.AsSpan(text.Length).Fill((byte)'=');
            padded = copy;
        }

        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        return missing != 3 && Base64.DecodeFromUtf8(padded.Span, bytes, out _, out var written) == OperationStatus.Done && written > 0
            ? bytes.AsSpan(0, written).ToArray()
            : throw new WireFormatException("mllp.base64",
                FormattableString.Invariant($"Le document du segment {line} (OBX-5.5) n'est pas en base64, ou est vide."));
    }
}
