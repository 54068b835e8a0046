using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Documents;

/// <summary>Tells the history which documents its reader may see, and of what kind they are.</summary>
internal sealed class DocumentLabels(IRuleBooks rules, TimeProvider clock) : IDocumentLabels
{
    public async Task<IReadOnlyDictionary<DocumentId, string>> OfAsync(
        CarnetDb db, Caller caller, OpenedRecord record, IReadOnlyCollection<DocumentId> documents, CancellationToken ct)
    {
        var question = new AccessQuestion(caller, record.Facts, clock.Now());
        if (documents.Count == 0
            || AccessRules.Enter(question, Transaction.FindMetadata, rules.Current) is not AccessDecision.Granted entry)
        {
            return new Dictionary<DocumentId, string>();
        }

        var decisions = new DocumentRules(entry, question, rules.Current);
        var rows = await db.Set<DocumentRow>().AsNoTracking()
            .Where(row => row.RecordId == record.Id && documents.Contains(row.DocumentId)).ToListAsync(ct);
        return rows.Where(row => decisions.Decide(row.Facts(), Purpose.Metadata, statusAsked: true).IsGranted)
            .ToDictionary(row => row.DocumentId, row => row.Facts().Type.Label);
    }
}
