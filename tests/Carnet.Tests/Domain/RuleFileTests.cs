using Carnet.Domain.Access;
using Carnet.Domain.Common;

namespace Carnet.Tests.Domain;

/// <summary>A-7, A-8, C-20: a file of rules is understood whole or refused with a sentence that names the line and the field.</summary>
public sealed class RuleFileTests
{
    private const string Line = "10;*;10;all;;essai";

    public static TheoryData<string, string, string> BadHabilitations => new()
    {
        { "99;*;10;all;;essai", "rules.unknown-code", "Ligne 1, champ role : « 99 »" },
        { "10;x y;10;all;;essai", "rules.unknown-code", "Ligne 1, champ qualification : « x y »" },
        { "21;SM26;10;all;;essai", "rules.unknown-code", "Ligne 1, champ qualification : « SM26 »" },
        { "10;*;12;all;;essai", "rules.unknown-code", "Ligne 1, champ class : « 12 »" },
        { "10;*;10;some;;essai", "rules.unknown-code", "Ligne 1, champ rule : « some » n'est pas admis ; admis : all, except, only" },
        { "10;*;10;only;99999-9;essai", "rules.unknown-code", "Ligne 1, champ types : « 99999-9 »" },
        { "10;*;10;only;57833-6;essai", "rules.unknown-code", "Ligne 1, champ types : « 57833-6 » n'est pas admis ; admis : les types de la classe 10" },
        { "10;*;10;only;;essai", "rules.unknown-code", "Ligne 1, champ types" },
        { "10;*;10;all;11488-4;essai", "rules.unknown-code", "Ligne 1, champ types" },
        { "10;*;10;all;;", "rules.unknown-code", "Ligne 1, champ basis" },
        { "# remarque\n\n10;*;10;all", "rules.missing-cell", "Ligne 3, champ types : la ligne a 4 cellules, 6 sont attendues" },
        { Line + ";de trop", "rules.missing-cell", "Ligne 1, champ basis : la ligne a 7 cellules" },
        { $"{Line}\n{Line}", "rules.duplicate", "Ligne 2, champs role, qualification, class : la ligne 1" },
        { "# rien", "rules.empty", "aucune ligne" },
        { "", "rules.empty", "aucune ligne" },
        { "10;*;10;all;;es\0sai", "rules.unreadable", "Ligne 1" },
        { new string('x', 600_000), "rules.too-large", "dépasse" },
        { new string('x', 5_000), "rules.unreadable", "Ligne 1" },
    };

    [Theory, MemberData(nameof(BadHabilitations))]
    [Trait("rule", "A-7")]
    public void A_7_a_wrong_habilitation_file_names_line_and_field(string text, string code, string sentence)
        => Refused(HabilitationMatrix.Parse(text), code, sentence);

    [Fact]
    [Trait("rule", "A-7")]
    public void A_7_a_good_file_counts_whatever_its_line_ends_and_blanks()
    {
        var matrix = Done(HabilitationMatrix.Parse($"\uFEFF# une\r\n# Version d'essai\r\n 60 ; * ; 10 ; except ; 11488-4 , 75496-0 ; essai \r\n"));
        Assert.Equal("Version d'essai", matrix.Version);
        Assert.False(matrix.CanRead("60", null, "11488-4"));
        Assert.True(matrix.CanRead("60", null, "11490-0"));
        Assert.False(matrix.CanRead("10", null, "11490-0"));
    }

    public static TheoryData<string, string, string, string> BadRights => new()
    {
        { "TD2.1;", "TD9.9;", "rules.unknown-transaction", "champ transaction : « TD9.9 »" },
        { "transaction;ps.n;", "transaction;ps.x;", "rules.unknown-column", "colonne « ps.x »" },
        { "transaction;ps.n;ps.r;", "transaction;ps.n;ps.n;", "rules.unknown-column", "colonne « ps.n »" },
        { "transaction;", "act;", "rules.unknown-column", "colonne « act »" },
        { "TD0.2;Y;Y;", "TD0.2;Y;", "rules.missing-cell", "champ air.pe.n : la ligne a 21 cellules, 22 sont attendues" },
        { "TD0.2;Y;Y;", "TD0.2;Y;Oui;", "rules.unknown-code", "champ ps.r : « Oui »" },
        { "TD0.2;Y;Y;", "TD0.2;Y;Y10;", "rules.unknown-code", "champ ps.r : « Y10 »" },
        { "TD0.2;Y;Y;", "TD0.2;Y;;", "rules.unknown-code", "champ ps.r : «  »" },
        { "TD1.3a;", "TD0.2;", "rules.duplicate", "champs transaction : la ligne 6" },
    };

    [Theory, MemberData(nameof(BadRights))]
    [Trait("rule", "A-8")]
    public void A_8_a_wrong_rights_file_names_line_and_field(string good, string bad, string code, string sentence)
    {
        var at = FunctionalRights.DefaultText.IndexOf("\n" + good, StringComparison.Ordinal);
        Assert.True(at > 0, good);
        var text = FunctionalRights.DefaultText.Remove(at + 1, good.Length).Insert(at + 1, bad);
        Refused(FunctionalRights.Parse(text), code, sentence);
    }

    [Fact]
    [Trait("rule", "A-8")]
    public void A_8_a_rights_file_without_a_transaction_or_a_column_is_refused()
    {
        var lines = FunctionalRights.DefaultText.Split('\n');
        Refused(FunctionalRights.Parse(string.Join('\n', lines.Where(line => !line.StartsWith("TD3.2;", StringComparison.Ordinal)))),
            "rules.missing-transaction", "« TD3.2 »");
        Refused(FunctionalRights.Parse(string.Join('\n', lines.Select(line => line.StartsWith('#') ? line : line[..Math.Max(0, line.LastIndexOf(';'))]))),
            "rules.missing-column", "« air.pe.n »");
    }

    public static TheoryData<string, string, string> BadBudgets => new()
    {
        { "person;*;*;0;0;essai", "rules.unknown-code", "champ patients : « 0 »" },
        { "person;*;*;10;11;essai", "rules.unknown-code", "champ emergencies : « 11 »" },
        { "person;*;*;-1;0;essai", "rules.unknown-code", "champ patients : « -1 »" },
        { "person;*;*;99999999999;0;essai", "rules.unknown-code", "champ patients" },
        { "someone;*;*;10;1;essai", "rules.unknown-code", "champ who : « someone » n'est pas admis ; admis : person, air, structure" },
        { "person;99;*;10;1;essai", "rules.unknown-code", "champ profession : « 99 »" },
        { "structure;10;*;10;1;essai", "rules.unknown-code", "champ profession : « 10 » n'est pas admis ; admis : *" },
        { "person;10;castle;10;1;essai", "rules.unknown-code", "champ structure : « castle »" },
        { "person;10;*;10;1", "rules.missing-cell", "champ basis : la ligne a 5 cellules" },
        { "person;*;*;10;1;a\nperson;*;*;9;1;b", "rules.duplicate", "la ligne 1" },
        { "person;*;*;10;1;a\nair;*;*;10;1;a", "rules.missing-default", "« structure;*;* »" },
    };

    [Theory, MemberData(nameof(BadBudgets))]
    public void C_20_a_wrong_budget_file_names_line_and_field(string text, string code, string sentence)
        => Refused(PatientBudgets.Parse(text), code, sentence);

    [Theory]
    [InlineData("10", false, "practice", 180), InlineData("10", false, null, 180), InlineData("10", false, "hospital", 240)]
    [InlineData("60", false, "hospital", 180), InlineData("28", false, "practice", 120), InlineData("28", false, "nowhere", 120)]
    [InlineData("10", true, "hospital", 120), InlineData("10", true, "practice", 90), InlineData("60", true, "hospital", 60)]
    public void C_20_the_most_exact_line_counts(string profession, bool reinforced, string? kind, int patients)
        => Assert.Equal(patients, PatientBudgets.Default.OfPerson(profession, reinforced, kind).Patients);

    [Fact]
    public void C_20_no_default_budget_is_larger_for_emergencies_or_for_who_has_no_card_of_their_own()
    {
        foreach (var kind in (string?[])[null, "hospital", "practice", "pharmacy", "laboratory", "ehpad", "samu", "insurer"])
        {
            Assert.True(PatientBudgets.Default.OfStructure(kind) is var house && house.Emergencies <= house.Patients);
            foreach (var profession in Trades.Professions)
            {
                var (card, air) = (PatientBudgets.Default.OfPerson(profession, false, kind), PatientBudgets.Default.OfPerson(profession, true, kind));
                Assert.True(card.Emergencies <= card.Patients && air.Patients < card.Patients, profession);
            }
        }
    }

    [Fact]
    [Trait("rule", "A-7")]
    public void A_7_a_difference_names_each_cell_that_opens_or_closes()
    {
        var before = Done(HabilitationMatrix.Parse("10;*;42;only;57833-6;essai"));
        var after = Done(HabilitationMatrix.Parse("10;*;42;only;57828-6;essai\n60;*;42;only;57833-6;essai"));
        Assert.Equal(
            [("10;*", "57828-6", null, "lit"), ("10;*", "57833-6", "lit", null), ("60;*", "57833-6", null, "lit")],
            RuleDiff.Between(before.Cells(), after.Cells()).Select(change => (change.Cell.Row, change.Cell.Column, change.Before, change.After)));
        Assert.Empty(RuleDiff.Between(after.Cells(), after.Cells()));
    }

    private static T Done<T>(Outcome<T> outcome) => outcome.Match(value => value, failure => throw new Xunit.Sdk.XunitException(failure.Detail));

    private static void Refused<T>(Outcome<T> outcome, string code, string sentence)
    {
        var failure = Assert.IsType<Outcome<T>.Failed>(outcome).Failure;
        Assert.Equal(code, failure.Code);
        Assert.Contains(sentence, failure.Detail, StringComparison.Ordinal);
    }
}
