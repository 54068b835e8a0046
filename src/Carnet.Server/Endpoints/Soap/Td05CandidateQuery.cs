using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Records;
using Carnet.Server.Platform;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Wsdl;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>PRPA_IN201305: TD0.5, a search by traits from a regulating centre (IHE ITI-47).</summary>
/// <remarks>The token names no patient. Source: HL7 v3 PRPA; IHE ITI TF-2 3.47; DMP 1.2 TD0.5.</remarks>
internal sealed class Td05CandidateQuery(IUseCase<FindCandidates, IReadOnlyList<Candidate>> find, Hl7Desk desk) : ISoapTransaction
{
    private const int Most = 10;

    public WsdlService Service => WsdlService.Patients;

    public string Action => DmpCodes.ActionOf(DmpCodes.FindCandidates);

    public (string Name, string Namespace) Body => (DmpCodes.FindCandidates, "urn:hl7-org:v3");

    public async Task<Outcome<SoapAnswer>> AnswerAsync(SoapCall call, CancellationToken ct)
    {
        using var body = call.Envelope.OpenBody();
        var query = CandidateQuery.Read(body);
        var search = new TraitSearch(
            query.Family, query.Given.Count > 0 ? string.Join(' ', query.Given) : null, query.BirthTime,
            query.Gender switch { "M" => Sex.Male, "F" => Sex.Female, _ => Sex.Unknown });
        var request = new FindCandidates(search, query.MinimumMatch ?? 0, query.Quantity ?? Most);
        return (await find.RunAsync(call.Caller, request, ct)).Match(
            found => Answer(Answer(query, [.. found.Select(RecordToHl7.Candidate)])),
            failure => Answer(Answer(query, []) with { Refused = Hl7Desk.Complaint(failure) }));
    }

    private CandidateQueryAnswer Answer(CandidateQuery query, IReadOnlyList<Hl7Patient> candidates)
        => new(desk.Answer(query.Header, DmpCodes.FindCandidatesAnswer), query, desk.Device, candidates);

    private static SoapAnswer Answer(CandidateQueryAnswer answer)
        => new(DmpCodes.ActionOf(DmpCodes.FindCandidatesAnswer), answer.WriteTo);
}
