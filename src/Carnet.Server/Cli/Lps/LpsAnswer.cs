using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary>What came back: the answer of the transaction, or a fault below it.</summary>
internal abstract record LpsAnswer<T>
{
    private LpsAnswer() { }

    public sealed record Received(T Value) : LpsAnswer<T>;

    public sealed record Faulted(SoapFault Fault) : LpsAnswer<T>;
}

/// <summary>An ITI-43 answer with the bytes of its documents, by their uniqueId.</summary>
internal sealed record RetrievedSet(
    RetrieveDocumentSetResponse Response, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Contents);
