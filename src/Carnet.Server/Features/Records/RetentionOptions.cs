using System.ComponentModel.DataAnnotations;
using Carnet.Domain.Records;

namespace Carnet.Server.Features.Records;

/// <summary>Section <c>Carnet:Retention</c>.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Calendar years between the closing of a record and its destruction. Default 10.</summary>
    [Range(1, 30)]
    public int YearsAfterClosing { get; set; } = 10;

    /// <summary>Days between the announcement and the destruction. Default 90.</summary>
    [Range(7, 365)]
    public int NoticeDays { get; set; } = 90;

    public RetentionRule ToRetention() => new(YearsAfterClosing, TimeSpan.FromDays(NoticeDays));
}
