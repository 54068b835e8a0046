using System.Buffers;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Wire.Soap;
using Carnet.Wire.Wsdl;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>One call, after its envelope was read and its caller identified.</summary>
/// <param name="Patient">The person whom the token names, or why it names none.</param>
/// <param name="Parts">The rest of a multipart message; null for a plain one.</param>
internal sealed record SoapCall(SoapEnvelope Envelope, Caller Caller, Outcome<Ins> Patient, MtomReader? Parts);

/// <summary>What goes back.</summary>
/// <param name="Body">Writes the body's one element.</param>
/// <param name="Attachments">Null answers in one piece; a list, even an empty one, in parts.</param>
internal sealed record SoapAnswer(
    string Action, Action<IBufferWriter<byte>> Body, IReadOnlyList<MtomAttachment>? Attachments = null)
{
    /// <summary>About how many bytes the body has, so that a long one need not grow while it is written.</summary>
    public int Size { get; init; } = 4 * 1024;
}

/// <summary>One transaction of one service; the dispatcher picks it by its WS-Addressing action.</summary>
internal interface ISoapTransaction
{
    WsdlService Service { get; }

    string Action { get; }

    /// <summary>Name and namespace of the body's element; a message whose action says otherwise is refused.</summary>
    (string Name, string Namespace) Body { get; }

    /// <summary>What software is homologated for that may send it; one of them is enough.</summary>
    SoftwareProfiles Profiles => SoftwareProfiles.All;

    /// <summary>Whether the answer may be sent to an address of the sender's (DMP 1.1, the variants …Async).</summary>
    bool MayBeAsynchronous => false;

    /// <summary>Answers; a failure becomes a SOAP fault.</summary>
    Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct);
}
