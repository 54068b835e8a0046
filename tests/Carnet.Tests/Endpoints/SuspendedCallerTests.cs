using Carnet.Client;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Governance;
using Carnet.Server.Platform.Trail;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Endpoints;

/// <summary>C-22 through the SOAP door: the next call of a suspended one is refused, on a connection that stays open.</summary>
public sealed class SuspendedCallerTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    private const string Doctor = "claire-kerscaven";
    private const string Other = "paul-auffretic";

    public static TheoryData<string, string> Kinds => new()
    {
        { "Person", "suspended.person" }, { "Structure", "suspended.structure" }, { "Software", "suspended.software" },
        { "Certificate", "suspended.certificate" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public async Task C_22_the_next_call_is_refused_with_a_sentence_and_traced(string kind, string code)
    {
        var town = await towns.OnAsync("Sqlite");
        var patient = await town.OpenRecordAsync();
        await town.As(Doctor).AllowAsync(patient);
        await town.As(Other).AllowAsync(patient);
        Assert.Empty(await town.As(Doctor).ListAsync(patient));
        var card = town.As(Doctor).Card;
        var of = Enum.Parse<SuspensionKind>(kind);
        var subject = of switch
        {
            SuspensionKind.Person => card.Depositor.Person!,
            SuspensionKind.Structure => card.StructureId,
            SuspensionKind.Software => await SoftwareAsync(town, patient),
            _ => card.Authentication.Thumbprint,
        };
        (await town.RunAsync<Suspend, string>(Governors.Anne, new(of, subject, "compte volé"))).Done();
        try
        {
            var (refused, sentence) = await CallAsync(Doctor);
            Assert.Equal(code, refused);
            Assert.Contains("suspendu", sentence, StringComparison.Ordinal);
            Assert.Equal(of is SuspensionKind.Software ? code : "", (await CallAsync(Other)).Code);
            await using var db = await town.OpenAsync();
            var trace = await db.Set<TraceRow>().AsNoTracking().Where(row => row.Code == code).OrderByDescending(row => row.Batch).FirstAsync();
            Assert.Equal((TraceAct.Knock, TraceOutcome.Refused), (trace.Act, trace.Outcome));
            if (of is not SuspensionKind.Certificate)
            {
                Assert.Contains(trace.ActorId, new[] { card.Depositor.Person, town.As(Other).Card.Depositor.Person });
            }
        }
        finally
        {
            (await town.RunAsync<Resume, string>(Governors.Anne, new(of, subject, "tout va bien"))).Done();
        }

        Assert.Equal("", (await CallAsync(Doctor)).Code);

        async Task<(string Code, string Sentence)> CallAsync(string slug) => (await town.As(slug).QueryAsync(
            patient.Call, DocumentQueries.FindDocuments(patient.Cx))).Refusal(response => response.Errors);
    }

    // The history knows name and version; the version is its last word here.
    private static async Task<string> SoftwareAsync(SoapServer town, TestPatient patient)
    {
        var software = (await town.HistoryAsync(patient)).First(line => line.Actor is ActorKind.Professional).Software!;
        var at = software.LastIndexOf(' ');
        return $"{software[..at]}/{software[(at + 1)..]}";
    }
}
