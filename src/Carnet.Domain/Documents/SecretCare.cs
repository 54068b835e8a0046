using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;

namespace Carnet.Domain.Documents;

/// <summary>What a minor keeps secret from those who represent them: the secret connection and the mark on documents.</summary>
/// <remarks>Source: rule V-4; CSP R. 1111-50, L. 1111-5; DMP 2.2, 3.6 (EX_0.1-1100, EX_2.1-1050).</remarks>
public static class SecretCare
{
    /// <summary>What is wrong with the connection itself, or null: only a minor has secrets from representatives.</summary>
    public static Failure? Defect(Caller caller, DateOnly birth, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Origin.Secret && !Majority.IsMinorAt(birth, now) ? AccessFailures.NotMinor : null;
    }

    /// <summary>What is wrong with the marks of a set, or null.</summary>
    /// <remarks>In a secret connection nothing else may be fed: a document that shows would give the secret away.</remarks>
    public static Failure? Defect(IEnumerable<DocumentDraft> documents, Caller caller, DateOnly birth, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (Defect(caller, birth, now) is { } adult)
        {
            return adult;
        }

        foreach (var document in documents.Where(document => !document.IsSignature))
        {
            if (!States(document))
            {
                if (caller.Origin.Secret)
                {
                    return DocumentFailures.SecretMarkMissing;
                }
            }
            else if (caller is Caller.Representative || !Majority.IsMinorAt(birth, now))
            {
                return caller is Caller.Representative ? DocumentFailures.SecretByOther : DocumentFailures.SecretOfAdult;
            }
        }

        return null;
    }

    /// <summary>The caller as the traces of a set must show them: a set with one secret document is traced in secret.</summary>
    public static Caller Quiet(Caller caller, IEnumerable<DocumentDraft> documents)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return !caller.Origin.Secret && documents.Any(States)
            ? caller with { Origin = caller.Origin with { Secret = true } }
            : caller;
    }

    /// <summary>Whether a document asks to be kept from the representatives.</summary>
    public static bool States(DocumentDraft document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return MarkCodes.Read(document.MarkCodes) is Outcome<Marks>.Done(var marks)
            && marks.HasFlag(Marks.HiddenFromRepresentatives);
    }
}
