namespace Carnet.Wire.Signatures;

/// <summary>A document of a submission set that is to be signed.</summary>
/// <param name="UniqueId">OID, with its extension if it has one, without <c>urn:oid:</c>.</param>
/// <param name="Content">The bytes as submitted.</param>
/// <param name="Xml">True signs its canonical form with comments, false the bytes as they are.</param>
public sealed record LotDocument(string UniqueId, ReadOnlyMemory<byte> Content, bool Xml);
