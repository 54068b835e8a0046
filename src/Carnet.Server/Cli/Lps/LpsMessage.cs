using System.Buffers;
using System.Security.Cryptography;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Soap;
using Carnet.Wire.Vihf;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary>One call, signed and ready to be sent, once.</summary>
/// <param name="Service">Last part of the address: registry, repository, habilitations or patients.</param>
internal sealed record LpsMessage(string Service, string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>One document of a multipart message.</summary>
internal sealed record LpsPart(string ContentId, string ContentType, ReadOnlyMemory<byte> Content);

/// <summary>Builds messages with a fresh signed token in each; sends nothing, so that one can sign ahead of time.</summary>
internal sealed class LpsMessages(LpsCard card, TimeProvider clock)
{
    public const string Registry = "registry";
    public const string Repository = "repository";
    public const string Habilitations = "habilitations";
    public const string Patients = "patients";
    public const string PatientSpecific = "patientSpecific";
    public const string PatientCertif = "patientCertif";

    private const string BoundaryAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static readonly byte[] SecurityOpen = [.. "<wsse:Security xmlns:wsse=\""u8,
        .. System.Text.Encoding.ASCII.GetBytes(SoapNames.Security), .. "\">"u8];

    /// <summary>ITI-41.</summary>
    public LpsMessage ProvideAndRegister(LpsCall call, LpsSubmission submission) => Multipart(Envelope(
        XdsActions.ProvideAndRegister, Sign(call), submission.ToRequest().WriteTo), submission.Parts);

    /// <summary>ITI-18.</summary>
    public LpsMessage Query(LpsCall call, AdhocQueryRequest query) => Plain(
        Registry, XdsActions.RegistryStoredQuery, Sign(call), query.WriteTo);

    /// <summary>ITI-57.</summary>
    public LpsMessage Update(LpsCall call, SubmitObjectsRequest update) => Plain(
        Registry, XdsActions.Update, Sign(call), update.WriteTo);

    /// <summary>ITI-43.</summary>
    public LpsMessage Retrieve(LpsCall call, RetrieveDocumentSetRequest request) => Multipart(Envelope(
        XdsActions.Retrieve, Sign(call), request.WriteTo), []);

    /// <summary>TD0.3.</summary>
    public LpsMessage SetAuthorization(LpsCall call, SetAuthorizationRequest request) => Plain(
        Habilitations, SetAuthorizationRequest.SoapAction, Sign(call), request.WriteTo);

    /// <summary>TD1.6.</summary>
    public LpsMessage ListAuthorizations(LpsCall call, ListAuthorizationByPatientRequest request) => Plain(
        Habilitations, ListAuthorizationByPatientRequest.SoapAction, Sign(call), request.WriteTo);

    /// <summary>TD0.2 and TD1.3a.</summary>
    public LpsMessage Query(LpsCall call, PatientQuery query) => Plain(
        Patients, DmpCodes.ActionOf(DmpCodes.GetDemographics), Sign(call), query.WriteTo);

    /// <summary>TD0.5.</summary>
    public LpsMessage Query(LpsCall call, CandidateQuery query) => Plain(
        Patients, DmpCodes.ActionOf(DmpCodes.FindCandidates), Sign(call), query.WriteTo);

    /// <summary>TD1.1 to TD1.4.</summary>
    public LpsMessage Register(LpsCall call, PatientRegistration registration) => Plain(
        Patients, DmpCodes.ActionOf(registration.Header.Interaction), Sign(call), registration.WriteTo);

    /// <summary>TD0.4.</summary>
    public LpsMessage ListPatients(LpsCall call, PatientListRequest request) => Plain(
        PatientSpecific, PatientListRequest.SoapAction, Sign(call), request.WriteTo);

    /// <summary>TD1.5.</summary>
    public LpsMessage PatientAccess(LpsCall call, PatientAccessRequest request) => Plain(
        PatientSpecific, request.SoapAction, Sign(call), request.WriteTo);

    /// <summary>patientCertif.</summary>
    public LpsMessage Certify(LpsCall call, IdentityCertificationRequest request) => Plain(
        PatientCertif, IdentityCertificationRequest.SoapAction, Sign(call), request.WriteTo);

    /// <summary>A signed VIHF.</summary>
    public byte[] Sign(LpsCall call) => VihfWriter.Write(LpsToken.For(card, call, clock.GetUtcNow()), card.Signature);

    public static LpsMessage Plain(
        string service, string action, ReadOnlyMemory<byte> assertion, Action<IBufferWriter<byte>> body) => new(
            service, $"{SoapContentType.Plain}; action=\"{action}\"", Envelope(action, assertion, body));

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

    public static LpsMessage Multipart(
        ReadOnlyMemory<byte> envelope, IReadOnlyList<LpsPart> parts, string service = Repository)
    {
        var writer = new MtomWriter(RandomNumberGenerator.GetString(BoundaryAlphabet, 40));
        using var output = new MemoryStream();

        // Memory in, memory out: every write completes at once.
        writer.WriteAsync(output, envelope, [.. parts.Select(part => new MtomAttachment(part.ContentId, part.ContentType,
            _ => new(new MemoryStream(part.Content.ToArray(), writable: false))))], CancellationToken.None)
            .GetAwaiter().GetResult();
        return new LpsMessage(service, writer.ContentType, output.GetBuffer().AsMemory(0, (int)output.Length));
    }
}
