using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Traces;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Server.Features.Directory;

/// <summary>Puts a product on the list of those that may call.</summary>
internal sealed record AddSoftware(string Name, string Version, string Homologation, SoftwareProfiles Profiles)
{
    public override string ToString() => $"add software {Name} {Version}";
}

/// <summary>One entry a name and version. Source: DMP 1.1.</summary>
internal sealed class AddSoftwareHandler(IDbContextFactory<CarnetDb> databases, Scribe scribe, TimeProvider clock)
    : IUseCase<AddSoftware, RegisteredSoftware>
{
    private const int LongestNumber = 200;

    public async Task<Outcome<RegisteredSoftware>> RunAsync(Caller caller, AddSoftware request, CancellationToken ct)
    {
        var software = new RegisteredSoftware(request.Name, request.Version, request.Profiles, clock.Now());
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await DefectAsync(db, caller, request, software, ct) is { } defect)
        {
            return await scribe.RefuseAsync(caller, TraceAct.RegisterSoftware, defect, ct);
        }

        var entry = new LedgerEntry();
        entry.Rows.Add(new SoftwareRow
        {
            Name = software.Name,
            Version = software.Version,
            Homologation = SoftwareRow.HashOf(request.Homologation),
            Profiles = software.Profiles,
            AddedAt = software.Since,
        });
        return await scribe.WriteAsync(caller, Line("software.added", software), entry, ct) is LedgerResult.Stored
            ? software
            : await scribe.RefuseAsync(caller, TraceAct.RegisterSoftware, SoftwareFailures.Registered, ct);
    }

    /// <summary>How a product stands in the trail.</summary>
    public static Happening Line(string code, RegisteredSoftware software) => new(TraceAct.RegisterSoftware, TraceOutcome.Done, code)
    {
        Detail = $"{software.Name} {software.Version} {string.Join(',', SoftwareProfileCodes.CodesOf(software.Profiles))}",
    };

    private static async Task<Failure?> DefectAsync(
        CarnetDb db, Caller caller, AddSoftware request, RegisteredSoftware software, CancellationToken ct)
        => caller is not Caller.Operator { Structure: null } ? SoftwareFailures.Operators
            : software.Defect() is { } defect ? defect
            : request.Homologation.Length is 0 or > LongestNumber ? SoftwareFailures.Homologation
            : await db.Set<SoftwareRow>().AnyAsync(row => row.Name == software.Name && row.Version == software.Version, ct)
                ? SoftwareFailures.Registered
                : null;
}
