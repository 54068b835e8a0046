using Carnet.Domain.Access;
using Carnet.Server.Features.Accounts;

namespace Carnet.Server.Portals.Shared;

/// <summary>Who asks for this page.</summary>
internal sealed class Visitor
{
    private static readonly Origin Origin = new(Door.PatientPortal);

    /// <summary>Somebody who has not come in yet.</summary>
    public static Caller.Unidentified Anonymous { get; } = new() { Origin = Origin };

    /// <summary>Set by the gate of the pages that need one.</summary>
    public PatientSession? Session { get; set; }

    public Caller Caller => Session is { } session ? session.Caller : Anonymous;
}
