using Carnet.Domain.Access;
using Carnet.Domain.Common;

namespace Carnet.Server.Platform;

/// <summary>One act of the house. Every door authenticates, builds a <see cref="Caller"/> and ends here.</summary>
/// <remarks>
/// An implementation gathers facts, decides, and writes effect, trace and messages in one transaction. It has answered
/// only when its trace is durable. Refusals are traced too.
/// </remarks>
internal interface IUseCase<in TRequest, TAnswer>
{
    Task<Outcome<TAnswer>> RunAsync(Caller caller, TRequest request, CancellationToken ct);
}
