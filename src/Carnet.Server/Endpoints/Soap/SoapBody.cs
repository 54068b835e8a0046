using Carnet.Wire.Soap;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>Reads a plain SOAP body whole, up to its limit.</summary>
internal static class SoapBody
{
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > SoapEnvelope.MaxBytes)
        {
            throw new SoapRefusedException(SoapFailures.TooLarge);
        }

        var buffer = new byte[Math.Min(request.ContentLength ?? 16 * 1024, SoapEnvelope.MaxBytes) + 1];
        var length = 0;
        while (true)
        {
            var count = await request.Body.ReadAsync(buffer.AsMemory(length), ct);
            if (count == 0)
            {
                return buffer.AsMemory(0, length);
            }

            length += count;
            if (length > SoapEnvelope.MaxBytes)
            {
                throw new SoapRefusedException(SoapFailures.TooLarge);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, SoapEnvelope.MaxBytes + 1));
            }
        }
    }

    /// <summary>The action that the HTTP headers declare, where they declare one.</summary>
    public static string? ActionOf(HttpRequest request)
    {
        var type = request.GetTypedHeaders().ContentType;
        var action = type?.Parameters.FirstOrDefault(parameter =>
            parameter.Name.Equals("action", StringComparison.OrdinalIgnoreCase))?.GetUnescapedValue().ToString();
        return string.IsNullOrEmpty(action) ? null : action;
    }
}
