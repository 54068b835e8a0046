namespace Carnet.Wire.Signatures;

/// <summary>Carries the dotted reason out of the depth of a verification; never leaves this assembly.</summary>
internal sealed class SignatureRejection(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;

    /// <summary>Refuses unless the condition holds.</summary>
    public static void Unless(bool condition, string reason, string message)
    {
        if (!condition)
        {
            throw new SignatureRejection(reason, message);
        }
    }
}
