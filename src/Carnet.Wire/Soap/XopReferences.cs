namespace Carnet.Wire.Soap;

/// <summary>Holds the parts that came against those that the envelope names: each once, none missing, none
/// more.</summary>
/// <remarks>Source: W3C xop10 3.2.</remarks>
public sealed class XopReferences
{
    private readonly HashSet<string> _awaited = new(StringComparer.Ordinal);

    /// <summary>Takes the names in the envelope and the root's own, which none of them may be
    /// (<c>mtom.href</c>).</summary>
    public XopReferences(IEnumerable<string> contentIds, string? rootContentId)
    {
        ArgumentNullException.ThrowIfNull(contentIds);
        foreach (var id in contentIds)
        {
            if (id == rootContentId)
            {
                throw new WireFormatException("mtom.href", "Un élément « Include » désigne l'enveloppe elle-même.");
            }

            if (!_awaited.Add(id))
            {
                throw new WireFormatException("mtom.cid-repeated",
                    "Deux éléments « Include » désignent la même pièce jointe.");
            }
        }
    }

    /// <summary>Takes a part that came; <c>mtom.part-unknown</c> where the envelope does not name it.</summary>
    public void Accept(string contentId)
    {
        if (!_awaited.Remove(contentId))
        {
            throw new WireFormatException("mtom.part-unknown",
                "Une partie n'est désignée par aucun élément « Include ».");
        }
    }

    /// <summary>Call after the last part; <c>mtom.part-missing</c> where one did not come.</summary>
    public void RequireAll()
    {
        if (_awaited.Count > 0)
        {
            throw new WireFormatException("mtom.part-missing", "Une pièce jointe désignée par l'enveloppe manque.");
        }
    }
}
