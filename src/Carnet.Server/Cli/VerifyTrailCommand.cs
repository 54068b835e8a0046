using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Storage;
using Carnet.Server.Platform.Trail;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Cli;

/// <summary><c>carnet verify-trail</c>: 0 where the trail is intact, 1 where it is not or cannot be judged.</summary>
internal static class VerifyTrailCommand
{
    public static Command Create()
    {
        var proof = new Option<string?>("--proof") { Description = "Vérifie seulement cette preuve d'une ligne, donnée par la page « Qui est entré »" };
        var key = new Option<string?>("--key") { Description = "Clé publique du registre (PEM) ; sinon celle du dossier de données" };
        var command = new Command("verify-trail", "Vérifie le registre des accès, de sa première ligne à sa dernière")
        {
            proof, key, ServeCommand.Data,
        };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(proof) is { } file)
            {
                var (answer, sentence) = CheckProof(file,
                    parsed.GetValue(key) ?? Path.Combine(parsed.GetValue(ServeCommand.Data) ?? "data", "keys", "trail.pub.pem"));
                await Console.Out.WriteLineAsync(sentence);
                return answer;
            }

            await using var app = ServerComposition.Build(ServerComposition.WithoutDoors(parsed.GetValue(ServeCommand.Data)),
                demo: false);
            var (exit, line) = await RunAsync(app.Services, ct);
            await Console.Out.WriteLineAsync(line);
            return exit;
        });
        return command;
    }

    /// <summary>Checks one proof with nothing but the register's public key.</summary>
    private static (int Exit, string Line) CheckProof(string file, string key)
    {
        if (!File.Exists(file) || !File.Exists(key))
        {
            return (1, $"Preuve non vérifiable : {(File.Exists(file) ? key : file)} manque.");
        }

        if (TraceProof.Read(File.ReadAllBytes(file)) is not { } proof)
        {
            return (1, "Ce fichier n'est pas une preuve de l'historique.");
        }

        using var register = ECDsa.Create();
        try
        {
            register.ImportFromPem(File.ReadAllText(key));
        }
        catch (Exception cause) when (cause is ArgumentException or CryptographicException)
        {
            return (1, $"La clé {key} n'est pas lisible.");
        }

        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(register.ExportSubjectPublicKeyInfo()));
        return proof.Defect(fingerprint, (head, signature) => register.VerifyHash(head, signature)) is { } defect
            ? (1, $"Preuve refusée : {defect}")
            : (0, string.Create(CultureInfo.InvariantCulture,
                $"Preuve bonne : lot {proof.Batch}, ligne {proof.Leaf}, {proof.Instant}."));
    }

    /// <summary>Exit code and the one line to show.</summary>
    public static async Task<(int Exit, string Line)> RunAsync(IServiceProvider services, CancellationToken ct)
    {
        // Checked before the signer is made: it would draw a new key where there is none, and call every signature false.
        var keys = services.GetRequiredService<IOptions<DataOptions>>().Value.Keys;
        if (!File.Exists(Path.Combine(keys, "trail.pem")))
        {
            return (1, $"Registre non vérifiable : la clé {Path.Combine(keys, "trail.pem")} manque.");
        }

        if (await services.GetRequiredService<Migrator>().PendingAsync(ct) is { Count: > 0 })
        {
            return (1, "Registre non vérifiable : le schéma de la base n'est pas à jour ; lancez carnet migrate.");
        }

        var verdict = await services.GetRequiredService<TrailVerifier>().VerifyAsync(ct);
        return verdict switch
        {
            TrailVerdict.Intact(var batches, var lines) => (0, string.Create(CultureInfo.InvariantCulture,
                $"Registre intact : {batches} lots, {lines} lignes{(File.Exists(Path.Combine(keys, "trail.head")) ? "." : ", sans point de contrôle.")}")),
            TrailVerdict.Broken(var batch, var leaf, var trace, var sentence) => (1, string.Create(CultureInfo.InvariantCulture,
                $"Registre altéré : lot {batch}{(leaf is null ? "" : $", ligne {leaf}")}{(trace is null ? "" : $" ({trace})")}. {sentence}")),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
