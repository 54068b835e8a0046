using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Contextual;
using static Carnet.Server.Platform.Languages.Wording;

namespace Carnet.Server.Portals.Contextual;

/// <summary>Who asks for this page, and for whose record.</summary>
internal sealed class ContextVisitor
{
    public static Caller.Unidentified Anonymous { get; } = new() { Origin = new Origin(Door.ProfessionalPortal) };

    /// <summary>Set by the gate of the pages that need one.</summary>
    public WebContext? Context { get; set; }

    /// <summary>The person's line of identity, on top of each page.</summary>
    public string? Person => Context?.Traits is { } traits ? ContextWords.Person(traits) : null;

    public Caller Caller => Context is { } context ? context.Caller : Anonymous;

    public Ins Patient => Context?.Patient ?? throw new InvalidOperationException("The page was asked for outside an access.");

    /// <summary>In which mode they are in; an emergency is signalled on each page (EX_0.3-1050).</summary>
    public AccessMode Mode => Caller is Caller.Professional p ? p.Mode : AccessMode.Normal;

    /// <summary>Name and trade, to greet them.</summary>
    public string Who => NameOf(Caller);

    public static string NameOf(Caller caller) => caller switch
    {
        Caller.Professional { Who: var who } => $"{who.GivenName} {who.FamilyName}, {T(Trades.Of(who)).ToLowerInvariant()}",
        Caller.Employee e => e.Name,
        _ => "",
    };
}
