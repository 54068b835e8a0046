using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Wire.Checker;

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
    public int Errors => Lines.Count(line => line.Refuses);

    public int Remarks => Lines.Count - Errors;
}

/// <summary>The message checker in words, with what the domain knows of identities and document types.</summary>
internal sealed class Checkers
{
    private readonly MessageChecker _checker = Create();

    public CheckAnswer Check(ReadOnlyMemory<byte> file)
    {
        var report = _checker.Check(file);
        return new CheckAnswer(
            [.. report.Kinds.Select(kind => kind.Place.Length == 0 ? kind.Name : $"{kind.Name} ({kind.Place})")],
            [
                .. report.Findings.Select(finding => new CheckLine(
                    finding.Rule.Id, finding.Rule.Severity is CheckSeverity.Error, finding.Line, finding.Path, finding.Rule.Cause,
                    finding.Rule.Remedy, finding.Fragment, finding.Rule.Origin)),
            ],
            report.Looked.Count, report.Unreadable);
    }

    public static MessageChecker Create() => new(new CheckTables(
        DocumentTypes.All.ToDictionary(type => type.Code, type => (type.CodeSystem, type.ClassCode), StringComparer.Ordinal),
        (number, oid) => Ins.TryCreate(number, oid, out _),
        number => PsIdNat.TryCreate(number, out _),
        number => StructIdNat.TryCreate(number, out _)));
}
