namespace Carnet.Server.Features.Documents;

/// <summary>A document with all that it replaced and all that replaced it, newest first. Source: rule F-6.</summary>
internal static class VersionChain
{
    public static List<DocumentRow> Of(List<DocumentRow> rows, DocumentRow row)
    {
        List<DocumentRow> chain = [row];
        for (var at = row; at?.Replaces is { } before;)
        {
            at = rows.Find(known => known.DocumentId == before);
            if (at is null || chain.Contains(at))
            {
                break;
            }

            chain.Add(at);
        }

        for (var at = row; ;)
        {
            at = rows.Find(known => known.Replaces == at.DocumentId);
            if (at is null || chain.Contains(at))
            {
                break;
            }

            chain.Insert(0, at);
        }

        return chain;
    }
}
