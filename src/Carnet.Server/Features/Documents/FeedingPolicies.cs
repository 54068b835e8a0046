using Carnet.Domain.Documents;
using Carnet.Server.Platform;

namespace Carnet.Server.Features.Documents;

/// <summary>The settings of feeding as the pure rules take them.</summary>
internal static class FeedingPolicies
{
    public static FeedingPolicy ToPolicy(this FeedingOptions options) => new(
        options.MaxDocuments, options.AllowMaskedAndHidden, options.RefuseReservedTypes, options.RefuseForeignCdaAuthor);
}
