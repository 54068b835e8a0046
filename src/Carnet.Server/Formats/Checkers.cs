using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Platform.Pki;
using Carnet.Wire;
using Carnet.Wire.Checker;
using Carnet.Wire.Checker.Schemas;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Formats;

/// <summary>One place where a message breaks a rule, in words.</summary>
/// <param name="Refuses">The message would be refused; else it is a remark.</param>
/// <param name="Line">From 1; in HL7 v2 the rank of the segment; 0 where it is not known.</param>
/// <param name="Place">XPath, or segment and field.</param>
/// <param name="Fragment">How it should stand; null where nobody can know.</param>
internal sealed record CheckLine(
    string Rule, bool Refuses, int Line, string Place, string Cause, string Remedy, string? Fragment, string Source);

/// <summary>The answer about one message.</summary>
/// <param name="Kinds">What was recognised.</param>
/// <param name="Rules">How many rules had something to look at.</param>
/// <param name="Unreadable">Why the message cannot be read at all; null when it can.</param>
internal sealed record CheckAnswer(
    IReadOnlyList<string> Kinds, IReadOnlyList<CheckLine> Lines, int Rules, string? Unreadable)
{
    /// <summary>The signatures of the message, each verified or with the reason why not.</summary>
    public IReadOnlyList<SignatureLine> Signatures { get; init; } = [];

    /// <summary>What was held against the operator's schemas, in words; empty where there are none.</summary>
    public IReadOnlyList<string> Schemas { get; init; } = [];

    public int Errors => Lines.Count(line => line.Refuses) + Signatures.Count(signature => signature.Wrong);

    public int Remarks => Lines.Count(line => !line.Refuses);
}

/// <summary>How one signature of a message stands.</summary>
/// <param name="Reason">Dotted; empty where it is right and trusted.</param>
internal sealed record SignatureLine(string What, string Place, bool Wrong, string Reason, string Sentence);

/// <summary>Section <c>Carnet:Checker</c>.</summary>
internal sealed class CheckerOptions
{
    /// <summary>Folder of XML schemas and schematrons of the operator; empty holds messages against our own rules alone.</summary>
    public string? Schemas { get; set; }
}

/// <summary>Refuses to start on schemas that would validate nothing.</summary>
internal sealed class CheckerOptionsValidation : IValidateOptions<CheckerOptions>
{
    public ValidateOptionsResult Validate(string? name, CheckerOptions options)
    {
        if (string.IsNullOrEmpty(options.Schemas))
        {
            return ValidateOptionsResult.Success;
        }

        try
        {
            SchemaShelf.Open(options.Schemas);
            return ValidateOptionsResult.Success;
        }
        catch (WireFormatException useless)
        {
            return ValidateOptionsResult.Fail($"Carnet:Checker:Schemas is \"{options.Schemas}\": {useless.Message}");
        }
    }
}

/// <summary>The message checker in words, with what the domain knows of identities and document types.</summary>
internal sealed class Checkers
{
    private readonly Lazy<MessageChecker> _checker;

    /// <summary>With the roots and schemas of the server.</summary>
    public Checkers(CertificateTrust trust, IOptions<CheckerOptions> options)
        : this(options.Value.Schemas, trust.TrustedSigner)
    {
    }

    /// <summary>Without a server.</summary>
    /// <param name="schemas">Folder of schemas; null holds against none.</param>
    /// <param name="longest">How long the schematrons may be busy with one message; null is the time of a page.</param>
    public Checkers(
        string? schemas = null, Func<ReadOnlyMemory<byte>, X509Certificate2?>? trusted = null, TimeSpan? longest = null)
        => _checker = new(() => Create(string.IsNullOrEmpty(schemas) ? null : SchemaShelf.Open(schemas), trusted, longest));

    public CheckAnswer Check(ReadOnlyMemory<byte> file)
    {
        var report = _checker.Value.Check(file);
        return new CheckAnswer(
            [.. report.Kinds.Select(kind => kind.Place.Length == 0 ? kind.Name : $"{kind.Name} ({kind.Place})")],
            [
                .. report.Findings.Select(finding => new CheckLine(
                    finding.Rule.Id, finding.Rule.Severity is CheckSeverity.Error, finding.Line, finding.Path, finding.Rule.Cause,
                    finding.Rule.Remedy, finding.Fragment, finding.Rule.Origin)),
                .. report.Schemas.SelectMany(held => held.Report.Findings.Select(finding => new CheckLine(
                    finding.Entry.EndsWith(".sch", StringComparison.OrdinalIgnoreCase) ? "SCH" : "XSD", finding.Refuses, finding.Line,
                    held.Place + finding.Path, finding.Message, "Mettez le document en accord avec ce fichier.", null, finding.Entry))),
            ],
            report.Looked.Count, report.Unreadable)
        {
            Signatures =
            [
                .. report.Signatures.Select(signature => new SignatureLine(signature.What, signature.Place.TrimEnd(' ', ':'),
                    signature.State is SignatureState.Wrong, signature.Reason, signature.Sentence)),
            ],
            Schemas = [.. report.Schemas.Select(held => Words(held.Report))],
        };
    }

    private static string Words(SchemaReport report) => string.Join(", ", report.Used)
        + (report.Asserted > 0 ? string.Create(CultureInfo.InvariantCulture, $" ; assertions regardées : {report.Asserted}") : "")
        + (report.Beyond > 0 ? string.Create(CultureInfo.InvariantCulture, $" ; pas regardées : {report.Beyond}") : "")
        + (report.Causes.Count > 0 ? $" ({string.Join(" ; ", report.Causes)})" : "");

    public static MessageChecker Create(
        SchemaShelf? schemas = null, Func<ReadOnlyMemory<byte>, X509Certificate2?>? trusted = null,
        TimeSpan? longest = null) => new(new CheckTables(
        DocumentTypes.All.ToDictionary(type => type.Code, type => (type.CodeSystem, type.ClassCode), StringComparer.Ordinal),
        (number, oid) => Ins.TryCreate(number, oid, out _),
        number => PsIdNat.TryCreate(number, out _),
        number => StructIdNat.TryCreate(number, out _)), schemas, trusted, longest: longest);
}
