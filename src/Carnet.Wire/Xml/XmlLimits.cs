namespace Carnet.Wire.Xml;

/// <summary>What one XML document may cost, checked while it is read.</summary>
/// <param name="Depth">Deepest element, the root being 1. A tree of 100,000 levels costs a minute of processor time.</param>
/// <param name="Attributes">Attributes of one element, namespace declarations included.</param>
/// <param name="NameLength">Characters of one qualified name.</param>
/// <param name="Characters">Characters of the whole document.</param>
public sealed record XmlLimits(int Depth, int Attributes, int NameLength, long Characters)
{
    /// <summary>A SOAP envelope without its attachments: 2 Mi characters.</summary>
    public static XmlLimits Envelope { get; } = new(256, 512, 512, 2 * 1024 * 1024);

    /// <summary>A clinical document: 72 Mi characters, which holds 50 MiB of base64.</summary>
    public static XmlLimits Document { get; } = new(256, 512, 512, 72L * 1024 * 1024);
}
