namespace Carnet.Wire;

/// <summary>Bytes that do not have the shape their standard asks for.</summary>
/// <remarks>
/// <see cref="Exception.Message"/> names the element and never repeats its content, so that it may be logged and sent back.
/// </remarks>
public sealed class WireFormatException : FormatException
{
    public WireFormatException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Dotted and stable, e.g. <c>xml.dtd</c>, <c>mtom.part-missing</c>. Listed in docs/failures.md.</summary>
    public string Code { get; }
}
