using Carnet.Domain.Common;
using Carnet.Domain.Documents;

namespace Carnet.Tests.Domain;

/// <summary>F-1: the 102 types, their class and their space.</summary>
public sealed class DocumentTypesTests
{
    // DMP 5: two sets of exceptions, every other type by its class.
    private static readonly string[] Laboratory = ["11502-2", "11526-1", "60568-3", "51969-4", "DOCPAT05"];
    private static readonly string[] Prevention =
        ["75482-0", "75492-9", "11369-6", "87273-9", "83869-8", "96173-0", "96874-3", "DOCPAT06"];

    [Fact]
    [Trait("rule", "F-1")]
    public void F_1_there_are_102_types_in_eleven_classes()
    {
        Assert.Equal(102, DocumentTypes.All.Count);
        Assert.Equal(
            "10:35 11:20 31:4 42:14 43:2 44:6 45:1 52:7 60:1 90:4 95:8",
            string.Join(' ', DocumentTypes.All.GroupBy(type => type.ClassCode).OrderBy(of => of.Key, StringComparer.Ordinal)
                .Select(of => $"{of.Key}:{of.Count()}")));
    }

    [Fact]
    [Trait("rule", "F-1")]
    public void F_1_the_space_follows_from_the_type_then_from_the_class()
        => Assert.All(DocumentTypes.All, type => Assert.Equal(
            Laboratory.Contains(type.Code) ? DocumentSpace.Laboratory
            : Prevention.Contains(type.Code) ? DocumentSpace.Prevention
            : type.ClassCode switch
            {
                "10" => DocumentSpace.Reports,
                "11" => DocumentSpace.Summary,
                "31" => DocumentSpace.Imaging,
                "42" or "43" or "44" or "45" => DocumentSpace.Treatments,
                "52" => DocumentSpace.Certificates,
                "60" => DocumentSpace.Reimbursements,
                "90" or "95" => DocumentSpace.Personal,
                _ => 0,
            },
            type.Space));

    [Fact]
    [Trait("rule", "F-1")]
    public void F_1_a_LOINC_code_looks_like_one_and_the_others_are_French()
        => Assert.All(DocumentTypes.All, type => Assert.Equal(
            System.Text.RegularExpressions.Regex.IsMatch(type.Code, "^[0-9]{4,5}-[0-9]$"), type.CodeSystem == DocumentTypes.Loinc));

    [Fact]
    [Trait("rule", "F-2")]
    public void F_2_twelve_types_are_the_person_s_own()
        => Assert.Equal(12, DocumentTypes.All.Count(type => type.IsPatients));

    [Theory]
    [InlineData("42348-3"), InlineData("57133-1"), InlineData("E1762"), InlineData("10213-7"), InlineData("docpat01"), InlineData(""), InlineData(null)]
    [Trait("rule", "F-1")]
    public void F_1_a_type_outside_the_set_is_not_found(string? code) => Assert.False(DocumentTypes.TryFind(code, out _));

    [Fact]
    public void Nine_spaces_have_a_name_and_an_address_that_leads_back()
    {
        Assert.Equal(9, DocumentSpaces.All.Count);
        Assert.Equal(9, DocumentSpaces.All.Select(space => space.FrenchName()).Distinct().Count());
        Assert.All(DocumentSpaces.All, space => Assert.Equal(space, DocumentSpaces.FromSlug(space.Slug())));
        Assert.Null(DocumentSpaces.FromSlug("autre"));
        Assert.All(DocumentTypes.All, type => Assert.NotEqual(type.ClassCode, DocumentTypes.ClassLabel(type.ClassCode)));
    }

    [Fact]
    [Trait("rule", "V-2")]
    public void V_2_marks_survive_the_way_to_codes_and_back()
    {
        for (var bits = 0; bits < 8; bits++)
        {
            var marks = (Marks)bits;
            var codes = MarkCodes.Codes(marks).Select(mark => mark.Code).ToList();
            Assert.Equal(int.PopCount(bits), codes.Count);
            Assert.Equal(marks, Assert.IsType<Outcome<Marks>.Done>(MarkCodes.Read(["N", .. codes])).Value);
        }

        Assert.Equal(Marks.None, Assert.IsType<Outcome<Marks>.Done>(MarkCodes.Read(["N", "R", "V"])).Value);
        foreach (var unknown in (string[])["MASQUE_PSOCIAL", "MASQUE_PT", "masque_ps", "", "n"])
        {
            Assert.Equal("document.unknown-mark", Assert.IsType<Outcome<Marks>.Failed>(MarkCodes.Read(["N", unknown])).Failure.Code);
        }
    }
}
