using System.Collections.Immutable;
using Carnet.Domain.Access;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;

namespace Carnet.Server.Features.Documents;

/// <summary>What would change: the facts are changed and everything is decided anew.</summary>
internal abstract record WhatIf
{
    private WhatIf() { }

    /// <summary>The document is masked to professionals, or no longer.</summary>
    public sealed record Mask(bool Masked = true) : WhatIf;

    /// <summary>A professional is blocked.</summary>
    public sealed record Block(PsIdNat Professional) : WhatIf;

    /// <summary>The person refuses emergency access, the SAMU included.</summary>
    public sealed record NoEmergency : WhatIf;

    public RecordFacts Apply(RecordFacts record, DateTimeOffset now) => this switch
    {
        Block block => record with
        {
            Grants =
            [
                .. record.Grants.Where(grant => grant.Holder != block.Professional),
                new Grant(block.Professional, Blocked: true, Treating: false, now, now),
            ],
        },
        NoEmergency => record with { BreakGlassRefused = true, SamuRefused = true },
        _ => record,
    };

    public DocumentFacts Apply(DocumentFacts document) => this switch
    {
        Mask { Masked: true } => document with { Marks = document.Marks | Marks.MaskedToProfessionals },
        Mask => document with { Marks = document.Marks & ~Marks.MaskedToProfessionals },
        _ => document,
    };
}

/// <summary>How one caller stands to one document: sees the line, reads the content, and why.</summary>
internal sealed record Verdict(bool Sees, bool Reads, ImmutableArray<Reason> Reasons)
{
    /// <summary>The same engine as every door, asked for the line and for the content.</summary>
    public static Verdict Of(Caller caller, RecordFacts record, DocumentFacts document, DateTimeOffset now, RuleBook book)
    {
        var question = new AccessQuestion(caller, record, now);
        var sees = Decide(question, document, Transaction.FindMetadata, Purpose.Metadata, book);
        var reads = Decide(question, document, Transaction.Read, Purpose.Content, book);
        return new Verdict(sees.Granted, reads.Granted, reads.Granted || !sees.Granted ? reads.Reasons : [.. sees.Reasons, .. reads.Reasons]);
    }

    private static (bool Granted, ImmutableArray<Reason> Reasons) Decide(
        AccessQuestion question, DocumentFacts document, Transaction act, Purpose purpose, RuleBook book)
    {
        var entry = AccessRules.Enter(question, act, book);
        if (entry is not AccessDecision.Granted granted)
        {
            return (false, entry.Reasons);
        }

        var decision = new DocumentRules(granted, question, book).Decide(document, purpose, statusAsked: true);
        return (decision.IsGranted, Joined(granted, decision));
    }

    // An author who has no consent still reads their own: that they have none is beside the point then.
    private static ImmutableArray<Reason> Joined(AccessDecision.Granted entry, AccessDecision decision)
        => decision is AccessDecision.Granted { Ground: Ground.Author } ? decision.Reasons : [.. entry.Reasons, .. decision.Reasons];
}
