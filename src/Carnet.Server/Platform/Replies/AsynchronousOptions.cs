using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Replies;

/// <summary>Section <c>Carnet:Asynchronous</c>: to whom answers are sent that are not wanted on the connection.</summary>
internal sealed class AsynchronousOptions
{
    /// <summary>The only addresses that are ever called; none by default.</summary>
    public IReadOnlyList<AllowedEndpoint> Endpoints { get; set; } = [];

    /// <summary>Largest answer in bytes, documents included; a larger one is to be asked for on the connection. Default 8 MiB.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>For one delivery. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether this software may have its answers sent there: the very address, as the operator wrote it.</summary>
    public bool Allows(string software, string address) => Endpoints.Any(endpoint =>
        string.Equals(endpoint.Software, software, StringComparison.OrdinalIgnoreCase) && endpoint.Address == address);
}

/// <summary>One address of one product.</summary>
internal sealed class AllowedEndpoint
{
    /// <summary>As its tokens state it (LPS_Nom).</summary>
    public string Software { get; set; } = "";

    /// <summary>As its messages state it (ReplyTo), an <c>https</c> address.</summary>
    public string Address { get; set; } = "";
}

/// <summary>Refuses to start on an address that cannot be meant.</summary>
internal sealed class AsynchronousOptionsValidation : IValidateOptions<AsynchronousOptions>
{
    public ValidateOptionsResult Validate(string? name, AsynchronousOptions options)
        => options.Endpoints.FirstOrDefault(endpoint => endpoint.Software.Length == 0
            || !Uri.TryCreate(endpoint.Address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps) is { } wrong
            ? ValidateOptionsResult.Fail($"Carnet:Asynchronous:Endpoints holds \"{wrong.Software}\" at \"{wrong.Address}\"; "
                + "allowed: the name of a product (Software) and an address that starts with https:// (Address).")
            : ValidateOptionsResult.Success;
}
