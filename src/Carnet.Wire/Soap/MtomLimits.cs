namespace Carnet.Wire.Soap;

/// <summary>What one multipart message may cost, checked while it is read.</summary>
/// <param name="Parts">Parts in all, the root included.</param>
/// <param name="RootBytes">Bytes of the root part.</param>
/// <param name="PartBytes">Bytes of each other part.</param>
/// <param name="PartHeaderBytes">Bytes of the headers of one part.</param>
/// <param name="PartHeaders">Headers of one part.</param>
public sealed record MtomLimits(int Parts, int RootBytes, long PartBytes, int PartHeaderBytes, int PartHeaders)
{
    /// <summary>100 documents of 50 MiB beside a root of 2 MiB.</summary>
    public static MtomLimits Default { get; } = new(101, 2 * 1024 * 1024, 50L * 1024 * 1024, 8 * 1024, 32);
}
