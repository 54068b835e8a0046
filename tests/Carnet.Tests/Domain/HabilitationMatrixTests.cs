using Carnet.Domain.Access;
using Carnet.Domain.Documents;

namespace Carnet.Tests.Domain;

/// <summary>A-7: every role and type against DMP 4.3, written again as predicates.</summary>
[Trait("rule", "A-7")]
public sealed class HabilitationMatrixTests
{
    private static readonly string[] Psychiatry = ["68599-0", "83901-9"];
    private static readonly string[] Summaries = ["60591-5", "SYNTH", "74207-2"];
    private static readonly string[] OfCare = ["A", "D", "DA", "DM", "E", "EA", "EB", "EC", "ED", "EG", "EH", "H", "M"];

    public static TheoryData<string, string?> Roles
    {
        get
        {
            var roles = new TheoryData<string, string?>();
            foreach (var code in "10 21 26 28 31 32 35 36 37 38 39 40 41 50 60 69 70 71 72 73 80 81 82 83 84 85 86 91 92 93 94 95 96 98 300 FON-29".Split(' '))
            {
                roles.Add(code, null);
            }

            foreach (var section in (string[])["G", "B", "C", "X", .. OfCare])
            {
                roles.Add("21", section);
            }

            foreach (var (role, qualification) in ((string, string)[])[("10", "SM26"), ("10", "SM33"), ("40", "SCD01"), ("60", "SI01"), ("69", "SI02"), ("98", "x")])
            {
                roles.Add(role, qualification);
            }

            return roles;
        }
    }

    [Theory, MemberData(nameof(Roles))]
    public void A_7_every_role_reads_what_the_source_says_and_no_more(string role, string? qualification)
    {
        var wrong = DocumentTypes.All.Where(type =>
            HabilitationMatrix.Default.CanRead(role, qualification, type.Code) != Reads(role, qualification, type.ClassCode, type.Code));
        Assert.Empty(wrong.Select(type => type.Code));
        Assert.False(HabilitationMatrix.Default.CanRead(role, qualification, "E1762"));
        Assert.False(HabilitationMatrix.Default.CanRead(role, qualification, ""));
    }

    [Fact]
    public void A_7_the_matrix_says_its_version_and_source()
        => Assert.Matches("Version [0-9]{4}-[0-9]{2}-[0-9]{2}.*Source:", HabilitationMatrix.Default.Version);

    private static bool Reads(string role, string? qualification, string of, string type)
    {
        bool In(params string[] classes) => classes.Contains(of);
        switch (role)
        {
            case "10" or "40" or "50":
            case "21" when qualification is "G":
                return true;
            case "21" when OfCare.Contains(qualification):
                return of != "95" && !Psychiatry.Contains(type) && type != "EXPPAT_3";
            case "60" or "69":
                return !Psychiatry.Contains(type) && type is not ("75496-0" or "68817-6" or "89601-9" or "CERT_DECL");
            case "70":
                return of != "95" && !Psychiatry.Contains(type) && type is not ("89601-9" or "CERT_DECL" or "EXPPAT_3");
            case "80":
                return (of == "10" && type is not ("11490-0" or "67851-6" or "34749-2" or "34874-8"))
                    || Summaries.Contains(type) || In("31", "42", "43", "44", "60") || type is "11369-6" or "87273-9";
            case "91" or "92" or "94" or "95" or "96":
                return (of == "10" && type is not ("11502-2" or "15508-5")) || Summaries.Contains(type) || In("31", "42", "44");
            case "98":
                return type is "70004-7" or "85208-7" or "34749-2" or "55115-0" || Summaries.Contains(type) || of == "31";
            case "26":
                return type is "70004-7" or "77436-4" or "47420-5" or "60591-5" or "SYNTH" or "18748-4" or "57833-6";
            case "28":
                return type is "47420-5" or "78513-9" or "57833-6" or "57828-6";
            default:
                return false;
        }
    }
}
