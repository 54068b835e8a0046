using Carnet.Domain.Common;

namespace Carnet.Domain.Access;

/// <summary>One line of a file of rules, cut into trimmed cells.</summary>
internal sealed record RuleLine(int Number, string[] Cells);

/// <summary>A file of rules: UTF-8 lines, cells between semicolons, <c>#</c> starts a remark.</summary>
internal sealed class RuleText
{
    /// <summary>Most characters of a file.</summary>
    public const int Longest = 512 * 1024;

    private const int LongestLine = 4_000;

    private RuleText(IReadOnlyList<string> remarks, IReadOnlyList<RuleLine> lines) => (Remarks, Lines) = (remarks, lines);

    /// <summary>The remarks at the top.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Every other line that is not blank, with its number in the file.</summary>
    public IReadOnlyList<RuleLine> Lines { get; }

    public static Outcome<RuleText> Read(string text)
    {
        if (text.Length > Longest)
        {
            return RuleFailures.TooLarge(Longest);
        }

        List<string> remarks = [];
        List<RuleLine> lines = [];
        var number = 0;
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line.Length > LongestLine || line.Any(char.IsControl))
            {
                return RuleFailures.Unreadable(number);
            }

            if (line is ['#', .. var remark])
            {
                if (lines.Count == 0)
                {
                    remarks.Add(remark.Trim());
                }
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(new RuleLine(number, [.. line.Split(';').Select(cell => cell.Trim())]));
            }
        }

        return lines.Count == 0 ? RuleFailures.Empty : new RuleText(remarks, lines);
    }
}
