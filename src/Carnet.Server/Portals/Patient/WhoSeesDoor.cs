using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Patient;

/// <summary>Who can see one document, and what would change.</summary>
/// <param name="Asked">The change that was asked for, as the form names it; null for none.</param>
internal sealed record WhoSeesView(Explanation Explanation, string? Asked);

/// <summary>Explains, and tries a change without making it. Source: rules, V-6.</summary>
internal static class WhoSeesDoor
{
    public const string Mask = "masquer";
    public const string Unmask = "demasquer";
    public const string NoEmergency = "urgences";
    public const string Block = "bloquer-";

    public static void MapWhoSees(this IEndpointRouteBuilder pages) => pages.MapGet("/documents/{id:guid}/qui-le-voit", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, Visitor visitor, IUseCase<ExplainDocument, Explanation> explain, Guid id, string? si, CancellationToken ct)
    {
        var change = ChangeOf(si);
        var outcome = await explain.RunAsync(visitor.Caller, new(new DocumentId(id), If: change), ct);
        return outcome.Match(
            explanation => Pages.Show<WhoSeesPage, WhoSeesView>(context, new(explanation, change is null ? null : si)), PortalFailures.Of);
    }

    private static WhatIf? ChangeOf(string? asked) => asked switch
    {
        Mask => new WhatIf.Mask(),
        Unmask => new WhatIf.Mask(Masked: false),
        NoEmergency => new WhatIf.NoEmergency(),
        _ when asked is not null && asked.StartsWith(Block, StringComparison.Ordinal)
            && PsIdNat.TryCreate(asked[Block.Length..], out var who) => new WhatIf.Block(who),
        _ => null,
    };
}
