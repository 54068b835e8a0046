using System.ComponentModel.DataAnnotations;

namespace Carnet.Server.Features.Accounts;

/// <summary>Section <c>Carnet:Accounts</c>.</summary>
internal sealed class AccountsOptions
{
    /// <summary>A session ends after so long without a page. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A session ends after so long whatever happens. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan SessionAtMost { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a one-time code is good. Default and most 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "00:10:00")]
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Tries of one code. Default and most 5.</summary>
    [Range(1, 5)]
    public int CodeTries { get; set; } = 5;

    /// <summary>Codes sent to one account at once, since each costs money and disturbs; then one each quarter of an hour. Default 5.</summary>
    /// <remarks>So whoever asks for codes in the place of the owner keeps them out for a quarter of an hour at most.</remarks>
    [Range(1, 100)]
    public int CodesPerHour { get; set; } = 5;

    /// <summary>Wrong codes of one account in a day, over all logins; then codes have twelve digits until the day is over. Default 10.</summary>
    /// <remarks>10 tries among a million codes keep a guess at 1 in 100,000 a day, and the owner is never shut out by others' guesses.</remarks>
    [Range(5, 100)]
    public int WrongCodesPerDay { get; set; } = 10;

    /// <summary>Wrong passwords in a row, within a day, before an identifier is shut for a while. Default 5.</summary>
    [Range(3, 20)]
    public int WrongPasswords { get; set; } = 5;

    /// <summary>Age in years from which a minor may come in with an account of their own. Default 15.</summary>
    [Range(0, 18)]
    public int OwnAccountFromAge { get; set; } = 15;

    /// <summary>How long a temporary password opens the door to a first login. Default 60 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "366.00:00:00")]
    public TimeSpan TemporaryPassword { get; set; } = TimeSpan.FromDays(60);

    /// <summary>Address of the portal as people type it; stands on the paper with their identifiers. Default empty.</summary>
    public string? PortalAddress { get; set; }

    /// <summary>Professionals' software may give logins (TD1.5), which the national service withdrew in 2024. Default no.</summary>
    public bool AccessBySoftware { get; set; }

    /// <summary>After a password was got back by codes, acts that are hard to undo wait so long. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan RecoveryWait { get; set; } = TimeSpan.FromDays(1);

    /// <summary>So long after the login, or after the last proof, such acts ask once more who it is. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan ProofLife { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long it stays shut. Default 15 minutes: longer would help who wants to keep the owner out.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "00:15:00")]
    public TimeSpan LockOut { get; set; } = TimeSpan.FromMinutes(15);
}
