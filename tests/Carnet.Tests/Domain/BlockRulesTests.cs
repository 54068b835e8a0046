using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Tests.Support;

namespace Carnet.Tests.Domain;

/// <summary>Who shuts a record to a professional by name, and who opens it again .</summary>
[Trait("rule", "A-2")]
public sealed class BlockRulesTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RecordId Id = new(new Guid(1, 2, 3, new byte[8]));
    private static readonly PsIdNat Treating = Sample.Ps(2), Target = Sample.Ps(7);

    private static readonly RecordFacts Open = new(Id, RecordStatus.Open, false, false, false,
        [new Grant(Treating, false, true, Now.AddDays(-9), null), new Grant(Sample.Ps(1), false, false, Now.AddDays(-9), null)]);

    private static readonly (string Rule, Caller Caller, RecordFacts Record, bool Unblock, object Expected)[] Lines =
    [
        ("the person shuts", Sample.Patient(Id), Open, false, Ground.Owner),
        ("the person opens again", Sample.Patient(Id), Open, true, Ground.Owner),
        ("the person of another record does not", Sample.Patient(new RecordId(Guid.Empty)), Open, false, Refusal.NotYourRecord),
        ("the treating doctor shuts at the person's request", Doctor(2), Open, false, Ground.TreatingPhysician),
        ("the treating doctor does not open again", Doctor(2), Open, true, Refusal.NoRight),
        ("nor shuts in an emergency", Doctor(2, AccessMode.BreakGlass), Open, false, Refusal.NoRight),
        ("another authorised doctor does not shut", Doctor(1), Open, false, Refusal.NoRight),
        ("a stranger does not shut", Doctor(9), Open, false, Refusal.NoRight),
        ("the insurer does not shut", new Caller.Insurer { Origin = Sample.Soap }, Open, false, Refusal.NoRight),
        ("nothing is shut in a closed record", Sample.Patient(Id), Open with { Status = RecordStatus.Closed }, false, Refusal.RecordClosed),
    ];

    public static TheoryData<string> Names => [.. Lines.Select(line => line.Rule)];

    [Theory, MemberData(nameof(Names))]
    public void A_2_only_the_person_opens_again(string rule)
    {
        var (_, caller, record, unblock, expected) = Lines.Single(line => line.Rule == rule);
        var decision = AccessRules.Block(new AccessQuestion(caller, record, Now), Target, unblock, RuleBook.Default);
        Assert.Equal(expected, decision switch
        {
            AccessDecision.Granted granted => granted.Ground,
            AccessDecision.Refused refused => refused.Cause,
            _ => throw new InvalidOperationException(),
        });
    }

    private static Caller.Professional Doctor(int number, AccessMode mode = AccessMode.Normal)
        => new(Sample.Practitioner(number, "10", "SM26"), mode, "Patient inconscient", Reinforced: false) { Origin = Sample.Soap };
}
