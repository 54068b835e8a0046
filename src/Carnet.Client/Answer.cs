using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Client;

/// <summary>What came back: the answer of the transaction, or a fault below it.</summary>
public abstract record Answer<T>
{
    private Answer() { }

    /// <summary>The transaction answered; it may have refused in its own words.</summary>
    public sealed record Received(T Value) : Answer<T>;

    /// <summary>The message or its token was not taken.</summary>
    public sealed record Faulted(SoapFault Fault) : Answer<T>;
}

/// <summary>An ITI-43 answer with the bytes of its documents, by their uniqueId.</summary>
public sealed record RetrievedSet(
    RetrieveDocumentSetResponse Response, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Contents);

/// <summary>What was refused, in one line each: the standard's code, ours where the server is Carnet, the French sentence.</summary>
public static class Refusals
{
    /// <summary>Empty when the registry did what was asked; at least one line otherwise.</summary>
    public static IReadOnlyList<string> Of(Answer<RegistryResponse> answer)
        => Of(answer, response => response.Status, response => response.Errors);

    /// <summary>The same; a partial success tells what is missing.</summary>
    public static IReadOnlyList<string> Of(Answer<AdhocQueryResponse> answer)
        => Of(answer, response => response.Status, response => response.Errors);

    /// <summary>The same; a partial success tells what is missing.</summary>
    public static IReadOnlyList<string> Of(Answer<RetrievedSet> answer)
        => Of(answer, set => set.Response.Status, set => set.Response.Errors);

    public static string Of(RegistryError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return $"{error.ErrorCode} {error.CodeContext}{(error.Location is { } place ? $" ({place})" : "")}";
    }

    public static string Of(SoapFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return $"{string.Join(' ', fault.Subcodes.Select(subcode => subcode.Name).Append(fault.Detail))} : {fault.Reason}";
    }

    private static IReadOnlyList<string> Of<T>(
        Answer<T> answer, Func<T, ResponseStatus> status, Func<T, IReadOnlyList<RegistryError>> errors) => answer switch
        {
            Answer<T>.Faulted(var fault) => [Of(fault)],
            Answer<T>.Received(var value) when status(value) is ResponseStatus.Success => [],
            Answer<T>.Received(var value) when errors(value) is [_, ..] told => [.. told.Select(Of)],
            Answer<T>.Received(var value) => [status(value).ToString()],
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
