using System.Buffers;
using System.Security.Cryptography;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Soap;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;

namespace Carnet.Client;

/// <summary>One call, signed and ready to be sent, once.</summary>
/// <param name="Service">Last part of the address, e.g. <see cref="DmpMessages.Registry"/>.</param>
public sealed record DmpMessage(string Service, string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>One document of a multipart message.</summary>
public sealed record MessagePart(string ContentId, string ContentType, ReadOnlyMemory<byte> Content);

/// <summary>Builds messages with a fresh signed token in each; sends nothing, so that one can sign ahead of time.</summary>
/// <remarks>A token is heard once, and for five minutes. Source: DMP 2.3; CI-SIS VIHF 3.0.</remarks>
public sealed class DmpMessages
{
    /// <summary>Service of ITI-18 and ITI-57.</summary>
    public const string Registry = "registry";

    /// <summary>Service of ITI-41 and ITI-43.</summary>
    public const string Repository = "repository";

    /// <summary>Service of TD0.3 and TD1.6.</summary>
    public const string Habilitations = "habilitations";

    /// <summary>Service of TD0.2, TD0.5 and TD1.1 to TD1.4.</summary>
    public const string Patients = "patients";

    /// <summary>Service of TD0.4 and TD1.5.</summary>
    public const string PatientSpecific = "patientSpecific";

    /// <summary>Service of identityCertification.</summary>
    public const string PatientCertif = "patientCertif";

    private const string BoundaryAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static readonly byte[] SecurityOpen = [.. "<wsse:Security xmlns:wsse=\""u8,
        .. System.Text.Encoding.ASCII.GetBytes(SoapNames.Security), .. "\">"u8];

    private readonly Card _card;
    private readonly TimeProvider _clock;

    /// <param name="clock">Says when a token was made; the system's by default.</param>
    /// <exception cref="CardException">The card holds no key.</exception>
    public DmpMessages(Card card, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(card);
        card.RequireKeys();
        (_card, _clock) = (card, clock ?? TimeProvider.System);
    }

    /// <summary>ITI-41.</summary>
    public DmpMessage ProvideAndRegister(DmpCall call, Submission submission) => Multipart(Envelope(
        XdsActions.ProvideAndRegister, Sign(call), submission.ToRequest().WriteTo), submission.Parts);

    /// <summary>ITI-18.</summary>
    public DmpMessage Query(DmpCall call, AdhocQueryRequest query) => Plain(
        Registry, XdsActions.RegistryStoredQuery, Sign(call), query.WriteTo);

    /// <summary>ITI-57.</summary>
    public DmpMessage Update(DmpCall call, SubmitObjectsRequest update) => Plain(
        Registry, XdsActions.Update, Sign(call), update.WriteTo);

    /// <summary>ITI-43.</summary>
    public DmpMessage Retrieve(DmpCall call, RetrieveDocumentSetRequest request) => Multipart(Envelope(
        XdsActions.Retrieve, Sign(call), request.WriteTo), []);

    /// <summary>TD0.3.</summary>
    public DmpMessage SetAuthorization(DmpCall call, SetAuthorizationRequest request) => Plain(
        Habilitations, SetAuthorizationRequest.SoapAction, Sign(call), request.WriteTo);

    /// <summary>TD1.6.</summary>
    public DmpMessage ListAuthorizations(DmpCall call, ListAuthorizationByPatientRequest request) => Plain(
        Habilitations, ListAuthorizationByPatientRequest.SoapAction, Sign(call), request.WriteTo);

    /// <summary>TD0.2 and TD1.3a.</summary>
    public DmpMessage Query(DmpCall call, PatientQuery query) => Plain(
        Patients, DmpCodes.ActionOf(DmpCodes.GetDemographics), Sign(call), query.WriteTo);

    /// <summary>TD0.5.</summary>
    public DmpMessage Query(DmpCall call, CandidateQuery query) => Plain(
        Patients, DmpCodes.ActionOf(DmpCodes.FindCandidates), Sign(call), query.WriteTo);

    /// <summary>TD1.1 to TD1.4.</summary>
    public DmpMessage Register(DmpCall call, PatientRegistration registration) => Plain(
        Patients, DmpCodes.ActionOf(registration.Header.Interaction), Sign(call), registration.WriteTo);

    /// <summary>TD0.4.</summary>
    public DmpMessage ListPatients(DmpCall call, PatientListRequest request) => Plain(
        PatientSpecific, PatientListRequest.SoapAction, Sign(call), request.WriteTo);

    /// <summary>TD1.5.</summary>
    public DmpMessage PatientAccess(DmpCall call, PatientAccessRequest request) => Plain(
        PatientSpecific, request.SoapAction, Sign(call), request.WriteTo);

    /// <summary>patientCertif.</summary>
    public DmpMessage Certify(DmpCall call, IdentityCertificationRequest request) => Plain(
        PatientCertif, IdentityCertificationRequest.SoapAction, Sign(call), request.WriteTo);

    /// <summary>A signed VIHF.</summary>
    public byte[] Sign(DmpCall call) => Sign(DmpToken.For(_card, call, _clock.GetUtcNow()));

    /// <summary>A signed VIHF with claims of the caller's own.</summary>
    public byte[] Sign(VihfToken token) => VihfWriter.Write(token, _card.Signature, key: _card.SigningKey);

    /// <summary>A message of one part.</summary>
    /// <param name="assertion">A signed VIHF; empty for none.</param>
    public static DmpMessage Plain(
        string service, string action, ReadOnlyMemory<byte> assertion, Action<IBufferWriter<byte>> body) => new(
            service, $"{SoapContentType.Plain}; action=\"{action}\"", Envelope(action, assertion, body));

    /// <summary>A SOAP 1.2 envelope with WS-Addressing headers, UTF-8.</summary>
    /// <param name="assertion">A signed VIHF; empty for none.</param>
    public static ReadOnlyMemory<byte> Envelope(
        string action, ReadOnlyMemory<byte> assertion, Action<IBufferWriter<byte>> body)
    {
        ReadOnlyMemory<byte> security = assertion.IsEmpty
            ? default
            : (byte[])[.. SecurityOpen, .. assertion.Span, .. "</wsse:Security>"u8];
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        SoapEnvelopeWriter.Write(
            output, new SoapHeaders(action, $"urn:uuid:{Guid.CreateVersion7()}", SoapNames.Anonymous, null, security), body);
        return output.WrittenMemory;
    }

    /// <summary>A message in parts (MTOM), the envelope first.</summary>
    public static DmpMessage Multipart(
        ReadOnlyMemory<byte> envelope, IReadOnlyList<MessagePart> parts, string service = Repository)
    {
        var writer = new MtomWriter(RandomNumberGenerator.GetString(BoundaryAlphabet, 40));
        using var output = new MemoryStream();

        // Memory in, memory out: every write completes at once.
        writer.WriteAsync(output, envelope, [.. parts.Select(part => new MtomAttachment(part.ContentId, part.ContentType,
            _ => new(new MemoryStream(part.Content.ToArray(), writable: false))))], CancellationToken.None)
            .GetAwaiter().GetResult();
        return new DmpMessage(service, writer.ContentType, output.GetBuffer().AsMemory(0, (int)output.Length));
    }
}
