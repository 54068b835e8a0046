using Carnet.Client;
using Carnet.Server.Cli.Lps;
using Carnet.Tests.Support;

namespace Carnet.Tests.Endpoints;

/// <summary>Revoked cards and structures, through the real door; a test for each way in which a list can be no list.</summary>
public sealed class RevocationTests
{
    private const string Doctor = "claire-kerscaven";
    private const string Nurse = "sami-rozmeur";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_revoked_card_neither_connects_nor_signs_and_all_others_do()
    {
        using var folder = new ScratchFolder();
        var (doctor, nurse) = (Card(Doctor), Card(Nurse));
        Write(folder, CardWorld.RevocationList(-Hour, Hour, false, doctor.Authentication, nurse.Signature));
        await using var town = await StartAsync(folder);
        Assert.Equal("tls.certificate-revoked", await AskAsync(town, Doctor));
        Assert.Equal("vihf.certificate-revoked", await AskAsync(town, Nurse));
        Assert.Equal("access.not-authorised", await AskAsync(town, "elise-pennarstank"));
    }

    [Fact]
    public async Task A_list_that_is_out_of_date_refuses_everybody_or_only_warns()
    {
        using var folder = new ScratchFolder();
        Write(folder, CardWorld.RevocationList(-Hour * 3, -Hour, false, Card(Nurse).Authentication));
        await using (var town = await StartAsync(folder))
        {
            Assert.Equal("tls.revocation-unknown", await AskAsync(town, Doctor));
        }

        await using (var town = await StartAsync(folder, ("Trust:StaleRevocation", "Warn")))
        {
            Assert.Equal("access.not-authorised", await AskAsync(town, Doctor));
            Assert.Equal("tls.certificate-revoked", await AskAsync(town, Nurse)); // an old list still names who is revoked
        }

        await using (var town = await StartAsync(folder, ("Trust:RevocationGrace", "02:00:00")))
        {
            Assert.Equal("access.not-authorised", await AskAsync(town, Doctor));
        }
    }

    [Theory]
    [InlineData("nothing at all")]
    [InlineData("of another authority with the same name")]
    [InlineData("cut short")]
    [InlineData("changed in one byte")]
    [InlineData("of next month")]
    public async Task What_is_no_genuine_list_is_as_none(string kind)
    {
        using var folder = new ScratchFolder();
        var genuine = CardWorld.RevocationList(-Hour, Hour);
        switch (kind)
        {
            case "of another authority with the same name":
                Write(folder, CardWorld.RevocationList(-Hour, Hour, foreign: true));
                break;
            case "cut short":
                Write(folder, genuine[..^10]);
                break;
            case "changed in one byte":
                genuine[^20] ^= 1;
                Write(folder, genuine);
                break;
            case "of next month":
                Write(folder, CardWorld.RevocationList(Hour * 700, Hour * 800));
                break;
        }

        await using var town = await StartAsync(folder);
        Assert.Equal("tls.revocation-unknown", await AskAsync(town, Doctor));
    }

    private static Card Card(string slug)
    {
        using var folder = new ScratchFolder();
        CardWorld.CopyTo(folder.Path);
        return CardFolder.Open(Path.Combine(folder.Path, "cards", slug), LpsCommand.Software);
    }

    private static void Write(ScratchFolder folder, byte[] list) => File.WriteAllBytes(Path.Combine(folder.Path, "demo.crl"), list);

    private static Task<SoapServer> StartAsync(ScratchFolder folder, params (string, string)[] more)
        => SoapServer.StartAsync(settings: [("Trust:RevocationLists", folder.Path), .. more]);

    private static async Task<string> AskAsync(SoapServer town, string slug)
    {
        var patient = await town.OpenRecordAsync();
        var lines = (await town.TraceCodesAsync(0)).Count;
        var (code, sentence) = (await town.As(slug).QueryAsync(patient.Call, DocumentQueries.FindDocuments(patient.Cx))).Refusal(answer => answer.Errors);
        Assert.True(sentence.Length > 15);
        Assert.Single(await town.TraceCodesAsync(lines));
        return code;
    }
}
