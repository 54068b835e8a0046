using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Carnet.Domain.Identity;
using Carnet.Wire;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.PatientSpecific;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Client;

/// <summary>A card at the SOAP door of a DMP: one kept-alive mutual-TLS connection, a fresh signed VIHF in each call.</summary>
/// <remarks>
/// <para>
/// What the server answers is a value, refusals included (<see cref="Answer{T}"/>, <see cref="Refusals"/>). Thrown are
/// <see cref="HttpRequestException"/> where no answer came (its message is a French sentence), <see cref="IOException"/>
/// where it broke off, and <see cref="WireFormatException"/> where it cannot be read.
/// </para>
/// <para>Calls may be made at once from several threads. Source: DMP 1.2 to 1.6, 2.3.</para>
/// </remarks>
public sealed class DmpClient : IDisposable
{
    private static readonly MtomLimits Limits = MtomLimits.Default with
    {
        PartBytes = 1L << 30,
        Parts = 1_001,
        RootBytes = 64 * 1024 * 1024,
    };

    private readonly Uri _address;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <param name="card">Who calls; the caller disposes it.</param>
    /// <param name="address">Of the door, e.g. <c>https://localhost:8444</c>.</param>
    /// <param name="roots">Whose server certificates are believed; nothing else is.</param>
    /// <param name="clock">Says when tokens and sets were made; the system's by default.</param>
    /// <exception cref="CardException">The card holds no key.</exception>
    /// <exception cref="UriFormatException">The address is not one of https.</exception>
    public DmpClient(Card card, Uri address, X509Certificate2Collection roots, TimeProvider? clock = null)
        : this(card, address, MutualTls.Handler(card, roots), clock)
    {
    }

    /// <summary>The same over a connection of the caller's own.</summary>
    /// <param name="handler">E.g. one that stands before <see cref="MutualTls.Handler"/>; disposed with the client.</param>
    public DmpClient(Card card, Uri address, HttpMessageHandler handler, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttps)
        {
            throw new UriFormatException($"« {address} » n'est pas une adresse https.");
        }

        (Card, _address, _clock) = (card, address, clock ?? TimeProvider.System);
        Messages = new DmpMessages(card, _clock);
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(5) };
    }

    public Card Card { get; }

    /// <summary>Builds the messages that the calls send.</summary>
    public DmpMessages Messages { get; }

    /// <summary>Sees every message both ways; null for none.</summary>
    public Action<ObservedMessage>? Observer { get; init; }

    /// <summary>How long an answer is waited for; five minutes by default.</summary>
    public TimeSpan Timeout
    {
        get => _http.Timeout;
        init => _http.Timeout = value;
    }

    /// <summary>A set of documents of a person, described by their headers and the card, to be handed in by ITI-41.</summary>
    public Submission Describe(Ins patient, params IReadOnlyList<CdaDocument> documents)
        => Submission.Of(Card, patient, documents, _clock.GetUtcNow());

    /// <summary>ITI-41 (TD2.1, TD2.2).</summary>
    public Task<Answer<RegistryResponse>> ProvideAndRegisterAsync(
        DmpCall call, Submission submission, CancellationToken ct = default)
        => SendAsync(Messages.ProvideAndRegister(call, submission), RegistryResponse.Read, ct);

    /// <summary>ITI-18 (TD3.1).</summary>
    public Task<Answer<AdhocQueryResponse>> QueryAsync(
        DmpCall call, AdhocQueryRequest query, CancellationToken ct = default)
        => SendAsync(Messages.Query(call, query), AdhocQueryResponse.Read, ct);

    /// <summary>TD0.3.</summary>
    public Task<Answer<SetAuthorizationResponse>> SetAuthorizationAsync(
        DmpCall call, SetAuthorizationRequest request, CancellationToken ct = default)
        => SendAsync(Messages.SetAuthorization(call, request), SetAuthorizationResponse.Read, ct);

    /// <summary>ITI-57 (TD3.3).</summary>
    public Task<Answer<RegistryResponse>> UpdateAsync(DmpCall call, SubmitObjectsRequest update, CancellationToken ct = default)
        => SendAsync(Messages.Update(call, update), RegistryResponse.Read, ct);

    /// <summary>TD1.6.</summary>
    public Task<Answer<ListAuthorizationByPatientResponse>> ListAuthorizationsAsync(
        DmpCall call, ListAuthorizationByPatientRequest request, CancellationToken ct = default)
        => SendAsync(Messages.ListAuthorizations(call, request), ListAuthorizationByPatientResponse.Read, ct);

    /// <summary>TD0.2 and TD1.3a.</summary>
    public Task<Answer<PatientQueryAnswer>> ConsultAsync(DmpCall call, PatientQuery query, CancellationToken ct = default)
        => SendAsync(Messages.Query(call, query), PatientQueryAnswer.Read, ct);

    /// <summary>TD0.5.</summary>
    public Task<Answer<CandidateQueryAnswer>> SearchAsync(DmpCall call, CandidateQuery query, CancellationToken ct = default)
        => SendAsync(Messages.Query(call, query), CandidateQueryAnswer.Read, ct);

    /// <summary>TD1.1 to TD1.4.</summary>
    public Task<Answer<PatientRegistrationAnswer>> RegisterAsync(
        DmpCall call, PatientRegistration registration, CancellationToken ct = default)
        => SendAsync(Messages.Register(call, registration), PatientRegistrationAnswer.Read, ct);

    /// <summary>TD0.4.</summary>
    public Task<Answer<PatientListResponse>> ListPatientsAsync(
        DmpCall call, PatientListRequest request, CancellationToken ct = default)
        => SendAsync(Messages.ListPatients(call, request), PatientListResponse.Read, ct);

    /// <summary>TD1.5.</summary>
    public Task<Answer<PatientAccessResponse>> PatientAccessAsync(
        DmpCall call, PatientAccessRequest request, CancellationToken ct = default)
        => SendAsync(Messages.PatientAccess(call, request), reader => PatientAccessResponse.Read(reader, request.Operation), ct);

    /// <summary>identityCertification.</summary>
    public Task<Answer<IdentityCertificationResponse>> CertifyAsync(
        DmpCall call, IdentityCertificationRequest request, CancellationToken ct = default)
        => SendAsync(Messages.Certify(call, request), IdentityCertificationResponse.Read, ct);

    /// <summary>ITI-43 (TD3.2).</summary>
    public async Task<Answer<RetrievedSet>> RetrieveAsync(
        DmpCall call, RetrieveDocumentSetRequest request, CancellationToken ct = default)
    {
        Dictionary<string, ReadOnlyMemory<byte>> parts = new(StringComparer.Ordinal);
        var answer = await SendAsync(Messages.Retrieve(call, request), RetrieveDocumentSetResponse.Read, ct, parts).ConfigureAwait(false);
        return answer switch
        {
            Answer<RetrieveDocumentSetResponse>.Faulted(var fault) => new Answer<RetrievedSet>.Faulted(fault),
            Answer<RetrieveDocumentSetResponse>.Received(var response) => new Answer<RetrievedSet>.Received(
                new(response, Contents(response, parts))),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Sends a ready message and reads the answer.</summary>
    /// <param name="parts">Takes the parts of the answer by Content-ID; null skips them.</param>
    public async Task<Answer<T>> SendAsync<T>(
        DmpMessage message, Func<XmlReader, T> read, CancellationToken ct, IDictionary<string, ReadOnlyMemory<byte>>? parts = null)
    {
        using var response = await SendAsync(message, ct).ConfigureAwait(false);
        var envelope = await EnvelopeAsync(response, parts ?? new Dictionary<string, ReadOnlyMemory<byte>>(), ct).ConfigureAwait(false);
        using var body = envelope.OpenBody();
        return envelope.IsFault ? new Answer<T>.Faulted(SoapFault.Read(body)) : new Answer<T>.Received(read(body));
    }

    /// <summary>Sends a ready message; the caller reads and disposes what comes.</summary>
    public async Task<HttpResponseMessage> SendAsync(DmpMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        Observer?.Invoke(new ObservedMessage("→", message.Service, message.ContentType, message.Bytes));
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(message.Service))
        {
            Content = new ReadOnlyMemoryContent(message.Bytes),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
        var response = await AnsweredAsync(request, ct).ConfigureAwait(false);
        if (Observer is not null)
        {
            await response.Content.LoadIntoBufferAsync(ct).ConfigureAwait(false);
            Observer(new ObservedMessage("←", FormattableString.Invariant($"HTTP {(int)response.StatusCode}"),
                response.Content.Headers.ContentType?.ToString() ?? "", await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false)));
        }

        return response;
    }

    /// <summary>Where a service is, e.g. <see cref="DmpMessages.Registry"/>.</summary>
    public Uri AddressOf(string service) => new(_address, "/si-dmp-server/v2/services/" + service);

    /// <summary>Closes the connection; the card stays open.</summary>
    public void Dispose() => _http.Dispose();

    private static async Task<SoapEnvelope> EnvelopeAsync(
        HttpResponseMessage response, IDictionary<string, ReadOnlyMemory<byte>> parts, CancellationToken ct)
    {
        var type = response.Content.Headers.ContentType?.ToString();
        if (SoapContentType.Packaging(type) is SoapPackaging.Plain)
        {
            return SoapEnvelope.ReadAnswer(await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false));
        }

        var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        using var reader = await MtomReader.OpenAsync(stream, type!, Limits, ct).ConfigureAwait(false);
        while (await reader.ReadNextPartAsync(ct).ConfigureAwait(false) is { } part)
        {
            using var content = new MemoryStream();
            await part.Content.CopyToAsync(content, ct).ConfigureAwait(false);
            parts[part.ContentId] = content.ToArray();
        }

        return SoapEnvelope.ReadAnswer(reader.Root);
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Contents(
        RetrieveDocumentSetResponse response, Dictionary<string, ReadOnlyMemory<byte>> parts)
    {
        Dictionary<string, ReadOnlyMemory<byte>> contents = new(StringComparer.Ordinal);
        foreach (var document in response.Documents)
        {
            contents[document.DocumentUniqueId] = document.Inline
                ?? (document.ContentId is { } id && parts.TryGetValue(id, out var content) ? content
                    : throw new WireFormatException("mtom.part-missing", "Une pièce jointe désignée par l'enveloppe manque."));
        }

        return contents;
    }

    private async Task<HttpResponseMessage> AnsweredAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
        }
        catch (HttpRequestException cause)
        {
            throw new HttpRequestException(cause.HttpRequestError,
                $"Le serveur {_address.Authority} ne répond pas ou refuse la carte : {Innermost(cause).Message}", cause, cause.StatusCode);
        }
        catch (OperationCanceledException late) when (late.InnerException is TimeoutException)
        {
            throw new HttpRequestException(HttpRequestError.Unknown,
                FormattableString.Invariant($"Le serveur {_address.Authority} n'a pas répondu en {Timeout.TotalSeconds} s."), late);
        }
    }

    private static Exception Innermost(Exception cause) => cause.InnerException is { } inner ? Innermost(inner) : cause;
}
