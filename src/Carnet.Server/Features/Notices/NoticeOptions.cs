namespace Carnet.Server.Features.Notices;

/// <summary>Section <c>Carnet:Notices</c>.</summary>
internal sealed class NoticeOptions
{
    /// <summary>New documents that come within so much time are told by one message. Default an hour; zero tells each.</summary>
    public TimeSpan Gathering { get; set; } = TimeSpan.FromHours(1);
}
