using System.ComponentModel.DataAnnotations;
using Carnet.Domain.Identity;

namespace Carnet.Server.Features.Contextual;

/// <summary>Section <c>Carnet:Contextual</c>.</summary>
internal sealed class ContextualOptions
{
    /// <summary>An access ends after so long without a page. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>An access ends after so long whatever happens. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "04:00:00")]
    public TimeSpan AtMost { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Registers (OID) in which the number of an address is looked for, in this order, since the address names none
    /// (DMP 1.7). Default INS-NIR, INS-NIA, test.
    /// </summary>
    [Required]
    public string InsRegisters { get; set; } = $"{Ins.NirOid} {Ins.NiaOid} {Ins.TestOid}";

    /// <summary>The persons whom a number in an address may mean; empty where it is no INS.</summary>
    public IReadOnlyList<Ins> PersonsOf(string number)
        => [.. InsRegisters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(oid => Ins.TryCreate(number, oid, out var ins) ? ins : null).OfType<Ins>()];
}
