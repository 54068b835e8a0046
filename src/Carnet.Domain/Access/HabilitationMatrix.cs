using System.Collections.Frozen;
using Carnet.Domain.Common;
using Carnet.Domain.Documents;

namespace Carnet.Domain.Access;

/// <summary>Which trade may read which type of document; what is absent is refused.</summary>
/// <remarks>
/// Expanded once when it is loaded, so that a decision costs two look-ups and no allocation. Source: rule A-7; DMP 4.3
/// (derived from the public part of the rules, not the legal annex).
/// </remarks>
public sealed class HabilitationMatrix
{
    private const string File = "Access.habilitations.csv";

    private readonly FrozenDictionary<(string Role, string Qualification), FrozenSet<string>> _rows;

    private HabilitationMatrix(FrozenDictionary<(string, string), FrozenSet<string>> rows, string version)
        => (_rows, Version) = (rows, version);

    /// <summary>The matrix that ships with Carnet.</summary>
    public static HabilitationMatrix Default { get; } = Load();

    /// <summary>Version, date and source, as the file states them.</summary>
    public string Version { get; }

    /// <summary>Whether a trade reads a type.</summary>
    /// <param name="qualification">Pharmacist's section or specialty; a line for it goes before the trade's general line.</param>
    public bool CanRead(string profession, string? qualification, string typeCode)
        => RowOf(profession, qualification)?.Contains(typeCode) ?? false;

    /// <summary>The types that a trade reads, or null for a trade without a line.</summary>
    public FrozenSet<string>? RowOf(string profession, string? qualification)
        => qualification is not null && _rows.TryGetValue((profession, qualification), out var exact) ? exact
            : _rows.TryGetValue((profession, "*"), out var general) ? general : null;

    private static HabilitationMatrix Load()
    {
        Dictionary<(string, string), HashSet<string>> rows = [];
        foreach (var cells in EmbeddedData.Lines(File))
        {
            var listed = cells[4].Split(',', StringSplitOptions.RemoveEmptyEntries);
            if (Array.Find(listed, code => !DocumentTypes.TryFind(code, out _)) is { } unknown)
            {
                throw new InvalidOperationException($"{File}: unknown type {unknown}.");
            }

            var ofClass = DocumentTypes.All.Where(type => type.ClassCode == cells[2]).Select(type => type.Code);
            var read = cells[3] switch
            {
                "all" => ofClass,
                "except" => ofClass.Except(listed),
                "only" => ofClass.Intersect(listed),
                _ => throw new InvalidOperationException($"{File}: unknown word {cells[3]}."),
            };
            var key = (cells[0], cells[1]);
            if (!rows.TryGetValue(key, out var row))
            {
                rows[key] = row = [];
            }

            row.UnionWith(read);
        }

        return new HabilitationMatrix(
            rows.ToFrozenDictionary(row => row.Key, row => row.Value.ToFrozenSet(StringComparer.Ordinal)),
            EmbeddedData.Remarks(File)[1]);
    }
}
