using System.Buffers;
using System.Xml;

namespace Carnet.Wire.Xds;

/// <summary>The plain answer of ITI-41 and ITI-57: a status and what went wrong.</summary>
/// <remarks>Source: IHE ITI TF-3 4.2.4.</remarks>
public sealed record RegistryResponse(ResponseStatus Status, IReadOnlyList<RegistryError> Errors)
{
    public static RegistryResponse Success { get; } = new(ResponseStatus.Success, []);

    public static RegistryResponse Failure(params IReadOnlyList<RegistryError> errors)
        => new(ResponseStatus.Failure, errors);

    /// <summary>Warnings alone leave a success; errors beside results make it partial.</summary>
    public static ResponseStatus StatusOf(IReadOnlyList<RegistryError> errors, bool anyResult)
        => !errors.Any(e => e.Severity == RegistryError.Error) ? ResponseStatus.Success
            : anyResult ? ResponseStatus.PartialSuccess : ResponseStatus.Failure;

    public static RegistryResponse Read(XmlReader reader) => throw new NotImplementedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();
}
