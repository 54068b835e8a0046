using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;

namespace Carnet.Bench.Decisions;

/// <summary>The decision alone, in this process: one with its reasons, and a whole list (design §9: &lt; 5 µs, &lt; 50 ms).</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class DecisionBench
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RecordId Id = new(new Guid(1, 2, 3, new byte[8]));

    private readonly DocumentFacts[] _documents = Documents(10_000);
    private readonly AccessQuestion _consent = Ask(AccessMode.Normal, 1);
    private readonly AccessQuestion _team = Ask(AccessMode.Normal, 90);
    private readonly AccessQuestion _emergency = Ask(AccessMode.BreakGlass, 91);

    public static void Run() => BenchmarkRunner.Run<DecisionBench>(ManualConfig.Create(DefaultConfig.Instance)
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10)));

    [Benchmark(Description = "one decision with reasons, by consent")]
    public int ByConsent() => One(_consent);

    [Benchmark(Description = "one decision with reasons, by care team")]
    public int ByTeam() => One(_team);

    [Benchmark(Description = "one decision with reasons, in an emergency")]
    public int InEmergency() => One(_emergency);

    [Benchmark(Description = "10,000 entries decided, line and content")]
    public int List()
    {
        var entry = (AccessDecision.Granted)AccessRules.Enter(_consent, Transaction.FindMetadata, RuleBook.Default);
        var rules = new DocumentRules(entry, _consent, RuleBook.Default);
        var seen = 0;
        foreach (var document in _documents)
        {
            if (rules.Decide(document, Purpose.Metadata, statusAsked: false).IsGranted)
            {
                seen += rules.Decide(document, Purpose.Content, statusAsked: false).IsGranted ? 2 : 1;
            }
        }

        return seen;
    }

    private int One(AccessQuestion question)
    {
        var entry = AccessRules.Enter(question, Transaction.Read, RuleBook.Default);
        return entry is AccessDecision.Granted granted
            ? new DocumentRules(granted, question, RuleBook.Default).Decide(_documents[0], Purpose.Content, statusAsked: true).Reasons.Length
            : entry.Reasons.Length;
    }

    // A record as a chronic patient has it: twenty professionals, three stays, two emergencies.
    private static AccessQuestion Ask(AccessMode mode, int number)
    {
        ImmutableArray<Grant> grants = [.. Enumerable.Range(1, 20).Select(other => new Grant(Ps(other), other == 20, other == 19, Now.AddDays(-other), null))];
        var who = new Practitioner(Ps(number), "NOM", "Prénom", "10", "SM26", Structure(1), "SA07");
        return new AccessQuestion(
            new Caller.Professional(who, mode, "Patient inconscient", Reinforced: false) { Origin = new Origin(Door.Soap) },
            new RecordFacts(Id, RecordStatus.Open, false, false, false, grants)
            {
                Teams = [.. Enumerable.Range(1, 3).Select(other => new CareTeam(Structure(4 - other), true, Now.AddDays(-1), Now.AddDays(1)))],
                Emergencies = [new EmergencyWindow(Ps(77), Structure(2), AccessMode.Samu, Now.AddDays(-9), Now.AddDays(-8))],
            },
            Now);
    }

    private static DocumentFacts[] Documents(int count)
    {
        var types = DocumentTypes.All.ToArray();
        return
        [
            .. Enumerable.Range(0, count).Select(number => new DocumentFacts(
                types[number % types.Length], number % 7 == 0 ? Marks.MaskedToProfessionals : Marks.None,
                number % 11 == 0 ? DocumentStatus.Deprecated : DocumentStatus.Approved, Ps(1 + (number % 30)), Structure(1), false)),
        ];
    }

    private static PsIdNat Ps(int number) => First<PsIdNat>($"810{number:00000000}", PsIdNat.TryCreate);

    private static StructIdNat Structure(int number) => First<StructIdNat>($"175{number:000000}", StructIdNat.TryCreate);

    private delegate bool Create<T>(string value, out T id);

    private static T First<T>(string body, Create<T> create)
    {
        for (var check = 0; check < 10; check++)
        {
            if (create(body + (char)('0' + check), out var id))
            {
                return id;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(body));
    }
}
