using System.Net;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>TLS from the first byte, usually port 465.</summary>
    ImplicitTls,

    /// <summary>TLS after STARTTLS, usually port 587; without it no word is said.</summary>
    StartTls,

    /// <summary>None; only to a server on this machine.</summary>
    None,
}

/// <summary>Section <c>Carnet:Mail</c>: the server that takes e-mail; without a host there is no e-mail.</summary>
internal sealed class MailOptions
{
    public string? Host { get; set; }

    /// <summary>Default 465, 587 or 25, as the security says.</summary>
    public int? Port { get; set; }

    /// <summary><c>ImplicitTls</c> (default), <c>StartTls</c>, or <c>None</c> on loopback.</summary>
    public string Security { get; set; } = nameof(MailSecurity.ImplicitTls);

    /// <summary>The security, once it is validated.</summary>
    public MailSecurity Protection => Enum.TryParse<MailSecurity>(Security, ignoreCase: true, out var kind) ? kind : default;

    /// <summary>Account at the mail server; none when empty.</summary>
    public string? User { get; set; }

    /// <summary>Its password; best given as <c>Carnet__Mail__Password_FILE</c>.</summary>
    public string? Password { get; set; }

    /// <summary>Address of the sender.</summary>
    public string? From { get; set; }

    /// <summary>Name of the sender as people read it.</summary>
    public string FromName { get; set; } = "Carnet";

    /// <summary>PEM file with the roots that are believed; the machine's when empty. The certificate is always checked.</summary>
    public string? Roots { get; set; }

    /// <summary>For one message, from connecting to the last answer. Default a minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    public bool IsSetUp => !string.IsNullOrEmpty(Host);

    public int PortNumber => Port ?? Protection switch
    {
        MailSecurity.ImplicitTls => 465,
        MailSecurity.StartTls => 587,
        MailSecurity.None => 25,
    };
}

/// <summary>Refuses to start on mail settings that cannot be meant.</summary>
internal sealed class MailOptionsValidation : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        if (!options.IsSetUp)
        {
            return ValidateOptionsResult.Success;
        }

        List<string> wrong = [];
        if (!Enum.TryParse<MailSecurity>(options.Security, ignoreCase: true, out var security) || !Enum.IsDefined(security))
        {
            wrong.Add($"Carnet:Mail:Security is \"{options.Security}\"; allowed: {string.Join(", ", Enum.GetNames<MailSecurity>())}.");
        }
        else if (security is MailSecurity.None && !IsLoopback(options.Host!))
        {
            wrong.Add($"Carnet:Mail:Security is \"None\" with Carnet:Mail:Host \"{options.Host}\"; allowed: only a server on this machine.");
        }

        if (MailAddress.Parse(options.From) is null)
        {
            wrong.Add($"Carnet:Mail:From is \"{options.From}\"; it must be an address, e.g. ne-pas-repondre@carnet.example.");
        }

        if (options.Port is <= 0 or > 65535)
        {
            wrong.Add($"Carnet:Mail:Port is {options.Port}; allowed: 1 to 65535.");
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(10))
        {
            wrong.Add("Carnet:Mail:Timeout must lie between 00:00:01 and 00:10:00.");
        }

        if (options.Roots is { Length: > 0 } roots && !File.Exists(roots))
        {
            wrong.Add($"Carnet:Mail:Roots names {roots}, which does not exist.");
        }

        if (string.IsNullOrEmpty(options.User) != string.IsNullOrEmpty(options.Password))
        {
            wrong.Add("Carnet:Mail:User and Carnet:Mail:Password go together.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsLoopback(string host)
        => host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
