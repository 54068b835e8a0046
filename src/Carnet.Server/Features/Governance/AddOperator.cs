using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Governance;

/// <summary>Registers somebody who governs, or who reviews for one establishment.</summary>
internal sealed record AddOperator(string Name, string? Structure = null);

/// <summary>The secret is shown now and never again.</summary>
internal sealed record OperatorAdded(string Name, string Secret, bool NeedsConfirmation)
{
    public override string ToString() => $"operator {Name} ***";
}

/// <summary>The first two come from the machine itself; each later one from one operator, confirmed by another.</summary>
/// <remarks>Else one operator alone would make themselves the second person whom every change needs. Source: control C-24.</remarks>
internal sealed class AddOperatorHandler(
    IDbContextFactory<CarnetDb> databases, OperatorSecrets secrets, SystemKey systemKey, Tracing tracing, Scribe scribe,
    TimeProvider clock) : IUseCase<AddOperator, OperatorAdded>
{
    private const int Enough = 2;

    public async Task<Outcome<OperatorAdded>> RunAsync(Caller caller, AddOperator request, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var founding = await db.Set<OperatorRow>().CountAsync(known => known.StructureId == null, ct) < Enough;
        founding &= request.Structure is null;
        if (await DefectAsync(db, caller, request, founding, ct) is { } defect)
        {
            return await scribe.RefuseAsync(caller, TraceAct.AddOperator, defect, ct);
        }

        var (secret, salt, hash) = secrets.Draw();
        var row = new OperatorRow
        {
            Name = request.Name,
            StructureId = request.Structure,
            Salt = salt,
            SecretHash = hash,
            State = founding ? OperatorState.Active : OperatorState.Pending,
            AddedAt = clock.Now(),
            AddedBy = (caller as Caller.Operator)?.Name,
        };
        using var key = await systemKey.OpenAsync(ct);
        var entry = new LedgerEntry();
        entry.Rows.Add(row);
        entry.Traces.Add(tracing.Line(Carnet.Domain.Records.RecordId.None, key, caller,
            new Happening(TraceAct.AddOperator, TraceOutcome.Done, founding ? "operator.founding" : "operator.pending")
            {
                Detail = request.Name,
            }));
        return await scribe.WriteAsync(caller, entry) is LedgerResult.Stored
            ? new OperatorAdded(request.Name, secret, !founding)
            : await scribe.RefuseAsync(caller, TraceAct.AddOperator, OperatorFailures.NameTaken, ct);
    }

    private static async Task<Failure?> DefectAsync(
        CarnetDb db, Caller caller, AddOperator request, bool founding, CancellationToken ct)
    {
        var atTheMachine = caller is Caller.Unidentified { Origin.Door: Door.CommandLine };
        return !(founding && atTheMachine) && OperatorFailures.NotGovernor(caller) is { } notAllowed ? notAllowed
            : !IsName(request.Name) ? OperatorFailures.WrongName
            : request.Structure is { } structure && !StructIdNat.TryCreate(structure, out _) ? OperatorFailures.WrongStructure
            : await db.Set<OperatorRow>().AnyAsync(known => known.Name == request.Name, ct) ? OperatorFailures.NameTaken
            : null;
    }

    private static bool IsName(string name) => name.Length is >= 2 and <= 64
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
