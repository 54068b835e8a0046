namespace Carnet.Wire.Soap;

/// <summary>Holds the parts that came against those that the envelope names: each once, none missing, none more.</summary>
/// <remarks>Source: W3C xop10 3.2.</remarks>
public sealed class XopReferences
{
    public XopReferences(IEnumerable<string> contentIds, string? rootContentId) => throw new NotImplementedException();

    /// <summary>Takes a part that came; <c>mtom.part-unknown</c> where the envelope does not name it.</summary>
    public void Accept(string contentId) => throw new NotImplementedException();

    /// <summary>Call after the last part; <c>mtom.part-missing</c> where one did not come.</summary>
    public void RequireAll() => throw new NotImplementedException();
}
