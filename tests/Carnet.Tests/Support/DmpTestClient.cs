using Carnet.Client;
using Carnet.Server.Platform;
using Carnet.Wire.Habilitations;
using Carnet.Wire.Hl7v3;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Support;

/// <summary>Short ways to call the SOAP door and to look at its answers.</summary>
internal static class DmpTestClient
{
    public static readonly string Repository = new RegistryOptions().RepositoryUniqueId;

    public static T Value<T>(this Answer<T> answer) => answer switch
    {
        Answer<T>.Received(var value) => value,
        Answer<T>.Faulted(var fault) => throw new Xunit.Sdk.XunitException($"fault {fault.Detail}: {fault.Reason}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Our code and the French sentence; both empty for a success.</summary>
    public static (string Code, string Sentence) Refusal(this Answer<RegistryResponse> answer)
        => answer.Refusal(response => response.Errors);

    public static (string Code, string Sentence) Refusal<T>(
        this Answer<T> answer, Func<T, IReadOnlyList<RegistryError>> errors) => answer switch
        {
            Answer<T>.Faulted(SoapFault { Detail: { } code } fault) => (code, fault.Reason),
            Answer<T>.Received(var value) when errors(value) is [var error, ..]
                => error.CodeContext.Split(" : ", 2) is [var code, var sentence] ? (code, sentence) : ("", error.CodeContext),
            _ => ("", ""),
        };

    /// <summary>The same for an HL7 v3 answer.</summary>
    public static (string Code, string Sentence) Complaint<T>(this Answer<T> answer, Func<T, Hl7Complaint?> refused) => answer switch
    {
        Answer<T>.Faulted(SoapFault { Detail: { } code } fault) => (code, fault.Reason),
        Answer<T>.Received(var value) when refused(value) is { } complaint
            => complaint.Text.Split(" : ", 2) is [var code, var sentence] ? (code, sentence) : ("", complaint.Text),
        _ => ("", ""),
    };

    public static async Task AllowAsync(this DmpClient client, TestPatient patient, bool treating = false)
        => Assert.Equal(SetAuthorizationResponse.Ok, (await client.SetAuthorizationAsync(
            patient.Call, new SetAuthorizationRequest(AuthorizationAction.Ajout, treating))).Value().Status);

    public static async Task<Submission> DepositAsync(
        this DmpClient client, TestPatient patient, params IReadOnlyList<CdaDocument> documents)
    {
        var set = patient.Set(client.Card, documents);
        var answer = await client.ProvideAndRegisterAsync(patient.Call, set);
        Assert.Equal(("", ""), answer.Refusal());
        Assert.Equal(ResponseStatus.Success, answer.Value().Status);
        return set;
    }

    public static async Task<IReadOnlyList<DocumentEntry>> ListAsync(
        this DmpClient client, TestPatient patient, bool allStatuses = false)
    {
        var answer = (await client.QueryAsync(
            patient.Call, DocumentQueries.FindDocuments(patient.Cx, allStatuses: allStatuses))).Value();
        Assert.Empty(answer.Errors);
        return answer.DocumentEntries;
    }

    public static Task<Answer<RetrievedSet>> GetAsync(
        this DmpClient client, TestPatient patient, params IEnumerable<string> uniqueIds) => client.RetrieveAsync(
            patient.Call, new RetrieveDocumentSetRequest([.. uniqueIds.Select(id => new DocumentRequest(Repository, id))]));

    public static async Task<byte[]> BytesAsync(this DmpClient client, TestPatient patient, string uniqueId)
        => (await client.GetAsync(patient, uniqueId)).Value() is { Response.Errors.Count: 0 } set
            ? set.Contents[uniqueId].ToArray()
            : throw new Xunit.Sdk.XunitException($"{uniqueId} was not sent");
}
