using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary>Software with a card, as the SOAP door sees it: one kept-alive mutual-TLS connection, a fresh VIHF a call.</summary>
/// <param name="address">Address of the door, e.g. <c>https://localhost:8444</c>.</param>
/// <param name="roots">Whose server certificates are believed; nothing else is.</param>
/// <param name="dump">Sees every message both ways; null for none.</param>
internal sealed class LpsClient(
    LpsCard card, Uri address, X509Certificate2Collection roots, TimeProvider clock, Action<WireDump>? dump = null) : IDisposable
{
    private static readonly MtomLimits Limits = MtomLimits.Default with
    {
        PartBytes = 1L << 30,
        Parts = 1_001,
        RootBytes = 64 * 1024 * 1024,
    };

    private readonly HttpClient _http = new(Handler(card, roots)) { Timeout = TimeSpan.FromMinutes(5) };

    public LpsCard Card { get; } = card;

    public LpsMessages Messages { get; } = new(card, clock);

    public Task<LpsAnswer<RegistryResponse>> ProvideAndRegisterAsync(
        LpsCall call, LpsSubmission submission, CancellationToken ct = default)
        => SendAsync(Messages.ProvideAndRegister(call, submission), RegistryResponse.Read, ct);

    public Task<LpsAnswer<AdhocQueryResponse>> QueryAsync(
        LpsCall call, AdhocQueryRequest query, CancellationToken ct = default)
        => SendAsync(Messages.Query(call, query), AdhocQueryResponse.Read, ct);

    public Task<LpsAnswer<SetAuthorizationResponse>> SetAuthorizationAsync(
        LpsCall call, SetAuthorizationRequest request, CancellationToken ct = default)
        => SendAsync(Messages.SetAuthorization(call, request), SetAuthorizationResponse.Read, ct);

    public Task<LpsAnswer<RegistryResponse>> UpdateAsync(LpsCall call, SubmitObjectsRequest update, CancellationToken ct = default)
        => SendAsync(Messages.Update(call, update), RegistryResponse.Read, ct);

    public Task<LpsAnswer<ListAuthorizationByPatientResponse>> ListAuthorizationsAsync(
        LpsCall call, ListAuthorizationByPatientRequest request, CancellationToken ct = default)
        => SendAsync(Messages.ListAuthorizations(call, request), ListAuthorizationByPatientResponse.Read, ct);

    public Task<LpsAnswer<PatientQueryAnswer>> ConsultAsync(LpsCall call, PatientQuery query, CancellationToken ct = default)
        => SendAsync(Messages.Query(call, query), PatientQueryAnswer.Read, ct);

    public Task<LpsAnswer<CandidateQueryAnswer>> SearchAsync(LpsCall call, CandidateQuery query, CancellationToken ct = default)
        => SendAsync(Messages.Query(call, query), CandidateQueryAnswer.Read, ct);

    public Task<LpsAnswer<PatientRegistrationAnswer>> RegisterAsync(
        LpsCall call, PatientRegistration registration, CancellationToken ct = default)
        => SendAsync(Messages.Register(call, registration), PatientRegistrationAnswer.Read, ct);

    public Task<LpsAnswer<PatientListResponse>> ListPatientsAsync(
        LpsCall call, PatientListRequest request, CancellationToken ct = default)
        => SendAsync(Messages.ListPatients(call, request), PatientListResponse.Read, ct);

    public Task<LpsAnswer<PatientAccessResponse>> PatientAccessAsync(
        LpsCall call, PatientAccessRequest request, CancellationToken ct = default)
        => SendAsync(Messages.PatientAccess(call, request), reader => PatientAccessResponse.Read(reader, request.Operation), ct);

    public Task<LpsAnswer<IdentityCertificationResponse>> CertifyAsync(
        LpsCall call, IdentityCertificationRequest request, CancellationToken ct = default)
        => SendAsync(Messages.Certify(call, request), IdentityCertificationResponse.Read, ct);

    public async Task<LpsAnswer<RetrievedSet>> RetrieveAsync(
        LpsCall call, RetrieveDocumentSetRequest request, CancellationToken ct = default)
    {
        Dictionary<string, ReadOnlyMemory<byte>> parts = new(StringComparer.Ordinal);
        var answer = await SendAsync(Messages.Retrieve(call, request), RetrieveDocumentSetResponse.Read, ct, parts);
        return answer switch
        {
            LpsAnswer<RetrieveDocumentSetResponse>.Faulted(var fault) => new LpsAnswer<RetrievedSet>.Faulted(fault),
            LpsAnswer<RetrieveDocumentSetResponse>.Received(var response) => new LpsAnswer<RetrievedSet>.Received(new(
                response,
                response.Documents.ToDictionary(document => document.DocumentUniqueId, document => document.Inline
                    ?? (document.ContentId is { } id && parts.TryGetValue(id, out var content) ? content
                        : throw new Carnet.Wire.WireFormatException("mtom.part-missing", "La réponse n'a pas toutes ses pièces."))))),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Sends a ready message and reads the answer.</summary>
    /// <param name="parts">Takes the parts of the answer by Content-ID; null skips them.</param>
    public async Task<LpsAnswer<T>> SendAsync<T>(
        LpsMessage message, Func<XmlReader, T> read, CancellationToken ct, IDictionary<string, ReadOnlyMemory<byte>>? parts = null)
    {
        using var response = await SendAsync(message, ct);
        var envelope = await EnvelopeAsync(response, parts ?? new Dictionary<string, ReadOnlyMemory<byte>>(), ct);
        using var body = envelope.OpenBody();
        return envelope.IsFault ? new LpsAnswer<T>.Faulted(SoapFault.Read(body)) : new LpsAnswer<T>.Received(read(body));
    }

    /// <summary>Sends a ready message; the caller reads and disposes what comes.</summary>
    public async Task<HttpResponseMessage> SendAsync(LpsMessage message, CancellationToken ct)
    {
        dump?.Invoke(new WireDump("→", message.Service, message.ContentType, message.Bytes));
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(message.Service))
        {
            Content = new ReadOnlyMemoryContent(message.Bytes),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (dump is not null)
        {
            await response.Content.LoadIntoBufferAsync(ct);
            dump(new WireDump("←", FormattableString.Invariant($"HTTP {(int)response.StatusCode}"),
                response.Content.Headers.ContentType?.ToString() ?? "", await response.Content.ReadAsByteArrayAsync(ct)));
        }

        return response;
    }

    public Uri AddressOf(string service) => new(address, "/si-dmp-server/v2/services/" + service);

    public void Dispose() => _http.Dispose();

    private static async Task<SoapEnvelope> EnvelopeAsync(
        HttpResponseMessage response, IDictionary<string, ReadOnlyMemory<byte>> parts, CancellationToken ct)
    {
        var type = response.Content.Headers.ContentType?.ToString();
        if (SoapContentType.Packaging(type) is SoapPackaging.Plain)
        {
            return SoapEnvelope.ReadAnswer(await response.Content.ReadAsByteArrayAsync(ct));
        }

        using var reader = await MtomReader.OpenAsync(await response.Content.ReadAsStreamAsync(ct), type!, Limits, ct);
        while (await reader.ReadNextPartAsync(ct) is { } part)
        {
            using var content = new MemoryStream();
            await part.Content.CopyToAsync(content, ct);
            parts[part.ContentId] = content.ToArray();
        }

        return SoapEnvelope.ReadAnswer(reader.Root);
    }

    private static SocketsHttpHandler Handler(LpsCard card, X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                // A context and not a collection: it is shown whatever authorities the server says it knows.
                ClientCertificateContext = SslStreamCertificateContext.Create(card.Authentication, null, offline: true),
            },
        };
    }
}
