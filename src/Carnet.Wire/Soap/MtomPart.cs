namespace Carnet.Wire.Soap;

/// <summary>One attachment, read straight from the message; gone when the next one is asked for.</summary>
/// <param name="ContentId">Without brackets.</param>
/// <param name="ContentType">As sent; <c>application/octet-stream</c> where absent.</param>
/// <param name="Content">Forward only; throws <c>mtom.truncated</c> or <c>mtom.part-size</c> while it is read.</param>
public sealed record MtomPart(string ContentId, string ContentType, Stream Content);
