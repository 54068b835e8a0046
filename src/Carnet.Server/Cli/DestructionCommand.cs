using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Retention;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Cli;

/// <summary><c>carnet destruction</c> and <c>carnet verify-destruction</c>.</summary>
internal static class DestructionCommand
{
    public static Command Create()
    {
        var patient = new Option<string>("--patient") { Description = "INS de la personne dont le carnet a été détruit", Required = true };
        var oid = new Option<string>("--oid") { Description = "OID de l'INS", DefaultValueFactory = _ => "1.2.250.1.213.1.4.8" };
        var output = new Option<string?>("--out") { Description = "Fichier à écrire ; sinon le certificat est affiché" };
        var certificate = new Command("certificate", "Donne le certificat signé d'une destruction") { patient, oid, output, ServeCommand.Data };
        certificate.SetAction(async (parsed, ct) =>
        {
            if (!Ins.TryCreate(parsed.GetValue(patient), parsed.GetValue(oid), out var ins))
            {
                Console.Error.WriteLine(RecordFailures.InvalidIns.Detail);
                return ExitCodes.Refused;
            }

            var lines = await ListAsync(parsed.GetValue(ServeCommand.Data), ins, ct);
            if (lines.FirstOrDefault(line => line.Certificate is not null) is not { Certificate: { } text })
            {
                Console.Error.WriteLine(lines.Count == 0
                    ? "Aucun carnet de cette personne n'a été détruit."
                    : "La destruction est en cours : le certificat vient à la fin.");
                return ExitCodes.Refused;
            }

            if (parsed.GetValue(output) is { } path)
            {
                await File.WriteAllTextAsync(path, text, ct);
            }
            else
            {
                Console.Write(text);
            }

            return ExitCodes.Done;
        });
        var list = new Command("list", "Dit quelles destructions sont faites ou en cours") { ServeCommand.Data };
        list.SetAction(async (parsed, ct) =>
        {
            foreach (var line in await ListAsync(parsed.GetValue(ServeCommand.Data), null, ct))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{line.Id}  {line.StartedAt:yyyy-MM-dd}  {(line.FinishedAt is { } end ? $"finie le {end:yyyy-MM-dd}" : "en cours")}"));
            }

            return ExitCodes.Done;
        });
        return new Command("destruction", "Carnets détruits à la fin de leur garde") { certificate, list };
    }

    /// <summary>0 where the certificate holds, 1 where it does not.</summary>
    public static Command CreateVerify()
    {
        var file = new Argument<string>("file") { Description = "Certificat de destruction" };
        var key = new Option<string?>("--key") { Description = "Clé publique du registre (PEM) ; sinon keys/trail.pub.pem du dossier" };
        var command = new Command("verify-destruction",
            "Vérifie un certificat de destruction, et dans le dossier des données qu'il ne reste ni clé ni ligne")
        {
            file, key, ServeCommand.Data,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var (exit, line) = await VerifyAsync(
                parsed.GetRequiredValue(file), parsed.GetValue(key), parsed.GetValue(ServeCommand.Data), ct);
            await Console.Out.WriteLineAsync(line);
            return exit;
        });
        return command;
    }

    private static async Task<(int Exit, string Line)> VerifyAsync(string file, string? key, string? data, CancellationToken ct)
    {
        await using var app = ServerComposition.Build(ServerComposition.WithoutDoors(data), demo: false);
        key ??= Path.Combine(app.Services.GetRequiredService<IOptions<DataOptions>>().Value.Keys, "trail.pub.pem");
        if (!File.Exists(file) || !File.Exists(key))
        {
            return (ExitCodes.WrongUse, $"« {(File.Exists(file) ? key : file)} » ne se lit pas.");
        }

        using var publicKey = ECDsa.Create();
        try
        {
            publicKey.ImportFromPem(await File.ReadAllTextAsync(key, ct));
        }
        catch (Exception cause) when (cause is ArgumentException or CryptographicException)
        {
            return (ExitCodes.WrongUse, $"« {key} » n'est pas une clé publique (PEM).");
        }

        if (DestructionCertificate.Read(await File.ReadAllTextAsync(file, ct)) is not { } certificate)
        {
            return (ExitCodes.Refused, "Ce fichier n'est pas un certificat de destruction.");
        }

        if (!certificate.IsSignedBy(publicKey))
        {
            return (ExitCodes.Refused, "La signature n'est pas celle de ce registre : le certificat est faux ou a été modifié.");
        }

        var facts = certificate.Certificate;
        var told = string.Create(CultureInfo.InvariantCulture,
            $"Certificat authentique : clé détruite le {facts.KeyDestroyedAt:yyyy-MM-dd}, {facts.Rows.Values.Sum()} lignes effacées");
        if (await DatabaseAbsentAsync(app.Services, ct))
        {
            return (ExitCodes.Done, $"{told}. Base non consultée.");
        }

        return await app.Services.GetRequiredService<DestructionCheck>().ContradictionAsync(facts, ct) is { } contradiction
            ? (ExitCodes.Refused, $"Certificat authentique, mais contredit par la base : {contradiction}")
            : (ExitCodes.Done, $"{told} ; il ne reste ni clé ni ligne dans la base.");
    }

    // Away from the data folder only the signature can be judged; asking a database would make an empty one.
    private static async Task<bool> DatabaseAbsentAsync(IServiceProvider services, CancellationToken ct)
    {
        var database = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var folder = services.GetRequiredService<IOptions<DataOptions>>().Value.Directory;
        return (database.Kind is DatabaseProvider.Sqlite && string.IsNullOrEmpty(database.ConnectionString)
                && !File.Exists(Path.Combine(folder, "carnet.db")))
            || await services.GetRequiredService<Migrator>().PendingAsync(ct) is { Count: > 0 };
    }

    private static async Task<IReadOnlyList<DestructionLine>> ListAsync(string? data, Ins? ins, CancellationToken ct)
    {
        await using var workshop = await Workshop.OpenAsync(data, demo: false, ct);
        var desk = new Caller.Desk("Exploitation") { Origin = new Origin(Door.CommandLine, "carnet destruction") };
        return (await workshop.RunAsync<ListDestructions, IReadOnlyList<DestructionLine>>(desk, new ListDestructions(ins), ct))
            .Match(lines => lines, failure => throw new InvalidOperationException(failure.Detail));
    }
}
