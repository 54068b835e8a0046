using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Wire.Vihf;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>The trade that a token claims.</summary>
/// <param name="Profession">TRE_G15 code, or a role of another table with its name before it (R85_300).</param>
/// <param name="Qualification">Specialty or section; null where the token states none.</param>
internal sealed record ClaimedTrade(string Profession, string? Qualification);

/// <summary>Reads the roles of a token. Source: DMP 2.2 and 4.2 (JDV_J65).</summary>
internal static class VihfRoles
{
    private const string ProfessionSystem = "1.2.250.1.71.1.2.7";
    private const string RoleSystem = "1.2.250.1.213.1.6.1.107";
    private const string SocialSystem = "1.2.250.1.213.1.6.1.4";
    private const string TitleSystem = "1.2.250.1.213.1.6.1.109";
    private const string OtherAuthors = "1.2.250.1.213.1.1.4.6";

    /// <summary>Most characters of a profession; what the directory keeps.</summary>
    private const int Longest = 8;

    public static Outcome<ClaimedTrade> Of(VihfToken token)
    {
        var trade = token.Roles.FirstOrDefault(role => role.CodeSystem is ProfessionSystem)
            ?? token.Roles.FirstOrDefault(role => role.CodeSystem is RoleSystem or SocialSystem or TitleSystem);
        if (trade is null)
        {
            return SoapFailures.Role;
        }

        var profession = trade.CodeSystem switch
        {
            RoleSystem => "R85_" + trade.Code,
            SocialSystem => "R94_" + trade.Code,
            TitleSystem => "R95_" + trade.Code,
            _ => trade.Code,
        };
        var qualification = token.Roles.FirstOrDefault(role => role != trade && role.CodeSystem != ProfessionSystem)?.Code;
        return profession.Length > Longest ? SoapFailures.Role
            : profession is Practitioner.Physician or "21" && qualification is null ? SoapFailures.SpecialtyMissing
            : new ClaimedTrade(profession, qualification);
    }

    /// <summary>Whether the token is of somebody without a profession: a secretary, an automate (TRE_A00).</summary>
    public static bool IsOfNoTrade(VihfToken token) => token.Roles.All(role => role.CodeSystem is OtherAuthors);
}
