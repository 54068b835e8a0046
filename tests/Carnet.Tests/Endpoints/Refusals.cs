using Carnet.Client;
using Carnet.Tests.Support;
using Carnet.Wire.Xds;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>A wrong message, and the one answer that it must get.</summary>
/// <param name="Name">What is wrong, in words.</param>
/// <param name="Code">Our code.</param>
internal sealed record BadCase(string Name, string Code, Func<SoapServer, TestPatient, Task<(string Code, string Sentence)>> Send);

/// <summary>Sends wrong messages and looks that each leaves one line in the trail and nothing else.</summary>
internal static class Refusals
{
    public static async Task ProveAsync(SoapServer town, IReadOnlyList<BadCase> cases, ITestOutputHelper output)
    {
        List<string> wrong = [];
        var patient = await town.OpenRecordAsync(); // one for all, since no case leaves anything behind
        foreach (var bad in cases)
        {
            var (stored, lines) = (await town.CountAsync(), (await town.TraceCodesAsync(0)).Count);
            var (code, sentence) = await bad.Send(town, patient);
            var traced = await town.TraceCodesAsync(lines);
            output.WriteLine($"{bad.Name,-52} {code,-32} {sentence}");
            if (code != bad.Code)
            {
                wrong.Add($"{bad.Name}: {code} instead of {bad.Code}");
            }

            if (sentence.Length < 15 || !sentence.Contains(' ', StringComparison.Ordinal) || sentence.Contains(patient.Ins.Value, StringComparison.Ordinal))
            {
                wrong.Add($"{bad.Name}: no fitting sentence ({sentence})");
            }

            if (traced.Count != 1 || (traced[0] != code && !traced[0].StartsWith("refused.", StringComparison.Ordinal)))
            {
                wrong.Add($"{bad.Name}: traced as {string.Join(", ", traced)}");
            }

            if (await town.CountAsync() is var now && now != stored)
            {
                wrong.Add($"{bad.Name}: left {now} where {stored} was");
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>A deposit whose metadata or parts were changed after they were made.</summary>
    public static BadCase Deposit(
        string name, string code, Func<TestPatient, Card, Submission> make, string slug = "ch-kerlann") => new(
            name, code, async (town, patient) => (await town.As(slug).ProvideAndRegisterAsync(
                patient.Call, make(patient, town.As(slug).Card))).Refusal());

    /// <summary>A deposit of one document whose entry was changed.</summary>
    public static BadCase Entry(
        string name, string code, Func<DocumentEntry, DocumentEntry> change, string slug = "ch-kerlann")
        => Deposit(name, code, (patient, card) => patient.Set(card, patient.Document(card)).With(change), slug);

    public static Submission With(this Submission set, Func<DocumentEntry, DocumentEntry> change) => set with
    {
        Metadata = set.Metadata with { DocumentEntries = [.. set.Metadata.DocumentEntries.Select(change)] },
    };
}
