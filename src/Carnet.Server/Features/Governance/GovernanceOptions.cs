using System.ComponentModel.DataAnnotations;

namespace Carnet.Server.Features.Governance;

/// <summary>Section <c>Carnet:Governance</c>.</summary>
internal sealed class GovernanceOptions
{
    /// <summary>How often a server looks for new rules and suspensions. Default 2 seconds; at most 5, so that each knows before they count.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:05")]
    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(2);
}
