using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Contextual;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>The token with which a software opens the pages of one person is a VIHF like any other, and is verified by the same code.</summary>
/// <remarks>Opening these pages asks for no homologation (DMP 1.1), so which product it is goes to the trace alone.</remarks>
internal sealed class VihfContext(VihfCaller vihf) : IContextTokens
{
    public async ValueTask<Outcome<ContextToken>> VerifyAsync(
        ReadOnlyMemory<byte> envelope, X509Certificate2 connection, CancellationToken ct)
    {
        try
        {
            return await vihf.IdentifyAsync(envelope, connection, ct) switch
            {
                Outcome<IdentifiedCaller>.Done(var known) => new ContextToken(
                    known.Caller with { Origin = known.Caller.Origin with { Door = Door.ProfessionalPortal } }, known.Patient, known.Method),
                Outcome<IdentifiedCaller>.Failed(var failure) => failure,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (SoapRefusedException unknown)
        {
            return unknown.Failure;
        }
    }
}
