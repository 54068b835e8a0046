using System.Globalization;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Directory;
using Carnet.Server.Features.Governance;
using Carnet.Server.Features.Records;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Access;

/// <summary>A professional looks at whom the person has authorised or blocked.</summary>
/// <param name="Active">Those who are authorised.</param>
/// <param name="Blocked">Those who are blocked.</param>
/// <remarks>On the wire TD1.6.</remarks>
internal sealed record ListAuthorisations(Ins Patient, bool Active, bool Blocked);

/// <summary>Only who may read the record by the person's agreement sees the list. Source: rules; DMP 1.4.</summary>
internal sealed class ListAuthorisationsHandler(
    IDbContextFactory<CarnetDb> databases, RecordIds ids, IRecords records, IRuleBooks rules, IProfessionals professionals,
    Scribe scribe, TimeProvider clock) : IUseCase<ListAuthorisations, IReadOnlyList<ListedGrant>>
{
    public async Task<Outcome<IReadOnlyList<ListedGrant>>> RunAsync(Caller caller, ListAuthorisations request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var record = await records.FindAsync(db, ids.Of(request.Patient), ct);
        if (record is null)
        {
            return await scribe.RefuseAsync(caller, TraceAct.ListAuthorisations, RecordFailures.Unknown, ct);
        }

        var now = clock.Now();
        if (Refusal(new AccessQuestion(caller, record.Facts, now)) is { } refused)
        {
            return await scribe.RefuseAsync(caller, record, TraceAct.ListAuthorisations, refused);
        }

        var grants = record.Facts.Grants.Where(grant => grant.StateAt(now) switch
        {
            GrantState.Active => request.Active,
            GrantState.Blocked => request.Blocked,
            _ => false,
        }).OrderByDescending(grant => grant.Since).ToList();
        var people = (await professionals.OfAsync(db, [.. grants.Select(grant => grant.Holder.Value).Distinct()], ct)).ToLookup(who => who.Id);
        await scribe.WriteAsync(caller, record, new Happening(TraceAct.ListAuthorisations, TraceOutcome.Done, "authorisations.listed")
        {
            Detail = grants.Count.ToString(CultureInfo.InvariantCulture),
        });
        return grants.ConvertAll(grant => new ListedGrant(grant, grant.StateAt(now), people[grant.Holder.Value].FirstOrDefault()));
    }

    private Failure? Refusal(AccessQuestion question)
    {
        var book = rules.Current;
        var treating = question.Caller is Caller.Professional p && Standing.Of(p, question.Record, book.Policy, question.Now).Treating;
        return AccessRules.Enter(question, Transaction.FindMetadata, book) switch
        {
            AccessDecision.Refused(var cause, _) => AccessFailures.Of(cause),
            _ when !TransactionRules.Use(question.Caller, Transaction.ListAuthorisations, treating, book).IsGranted => AccessFailures.NoRight,
            AccessDecision.Granted { Ground: Ground.Author } => AccessFailures.NotAuthorised,
            _ => null,
        };
    }
}
