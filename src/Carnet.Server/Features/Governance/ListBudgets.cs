using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Server.Features.Directory;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>Accounts and structures that are near or over their budget of today.</summary>
/// <param name="Share">From which part of the budget on they are listed, in percent.</param>
internal sealed record ListBudgets(int Share = 75);

/// <summary>One account or structure, by its number.</summary>
internal sealed record BudgetLine(string Subject, bool IsStructure, VisitCount Count, PatientBudget Budget)
{
    public bool IsOver => Count.Patients >= Budget.Patients || Count.Emergencies >= Budget.Emergencies;
}

/// <summary>Counts for the operator: numbers of professionals and structures, nothing of a patient.</summary>
internal sealed class ListBudgetsHandler(IDbContextFactory<CarnetDb> databases, IRuleBooks rules, TimeProvider clock)
    : IUseCase<ListBudgets, IReadOnlyList<BudgetLine>>
{
    private const int Most = 200;

    public async Task<Outcome<IReadOnlyList<BudgetLine>>> RunAsync(Caller caller, ListBudgets request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (day, budgets) = (Visits.DayOf(clock.GetUtcNow()), rules.Current.Budgets);
        var visits = db.Set<VisitRow>().Where(row => row.Day == day);
        var persons = await visits.GroupBy(row => new { row.Holder, row.StructureId })
            .Select(of => new
            {
                of.Key.Holder,
                of.Key.StructureId,
                Patients = of.Select(row => row.RecordId).Distinct().Count(),
                Emergencies = of.Where(row => row.Emergency).Select(row => row.RecordId).Distinct().Count(),
            }).OrderByDescending(of => of.Patients).Take(Most).ToListAsync(ct);
        var structures = await visits.GroupBy(row => row.StructureId)
            .Select(of => new
            {
                StructureId = of.Key,
                Patients = of.Select(row => row.RecordId).Distinct().Count(),
                Emergencies = of.Where(row => row.Emergency).Select(row => row.RecordId).Distinct().Count(),
            }).OrderByDescending(of => of.Patients).Take(Most).ToListAsync(ct);
        var (holders, places) = (persons.Select(of => of.Holder).ToList(), structures.Select(of => of.StructureId).ToList());
        var professions = (await db.Set<DirectoryActivityRow>().Where(row => holders.Contains(row.PersonId))
            .Select(row => new { row.PersonId, row.Profession }).ToListAsync(ct)).ToLookup(row => row.PersonId, row => row.Profession);
        var kinds = await db.Set<DirectoryStructureRow>().Where(row => places.Contains(row.StructureId))
            .ToDictionaryAsync(row => row.StructureId, row => row.Kind, ct);

        var lines = persons.Select(of => new BudgetLine(of.Holder, false, new VisitCount(of.Patients, of.Emergencies),
                budgets.OfPerson(
                    professions[of.Holder].FirstOrDefault() ?? PatientBudgets.Any, false, kinds.GetValueOrDefault(of.StructureId))))
            .Concat(structures.Select(of => new BudgetLine(of.StructureId, true, new VisitCount(of.Patients, of.Emergencies),
                budgets.OfStructure(kinds.GetValueOrDefault(of.StructureId)))))
            .Where(line => line.Count.Patients * 100L >= line.Budget.Patients * (long)request.Share
                || (line.Count.Emergencies > 0 && line.Count.Emergencies * 100L >= line.Budget.Emergencies * (long)request.Share));
        return new Outcome<IReadOnlyList<BudgetLine>>.Done([.. lines.OrderByDescending(line => line.IsOver)]);
    }
}
