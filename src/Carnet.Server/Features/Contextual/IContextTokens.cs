using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;

namespace Carnet.Server.Features.Contextual;

/// <summary>Who a token says comes in, once it holds.</summary>
/// <param name="Caller">With the token, which opening an access spends.</param>
/// <param name="Patient">The person whom it names, or why it names none.</param>
/// <param name="Method">How an establishment says that it authenticated them; its agreement is asked again at each page.</param>
internal sealed record ContextToken(Caller Caller, Outcome<Ins> Patient, string? Method);

/// <summary>Verifies the token that a software hands over with its user; the door for machines implements it.</summary>
internal interface IContextTokens
{
    /// <summary>Signature, certificates, dates, agreement, directory: all that a message of the same software must pass.</summary>
    /// <param name="envelope">A SOAP 1.2 envelope with the token in its security header.</param>
    ValueTask<Outcome<ContextToken>> VerifyAsync(
        ReadOnlyMemory<byte> envelope, X509Certificate2 connection, CancellationToken ct);
}
