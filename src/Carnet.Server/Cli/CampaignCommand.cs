using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Carnet.Domain.Access;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Campaigns;

namespace Carnet.Server.Cli;

/// <summary><c>carnet campaign</c>: information before automatic openings, and objections.</summary>
internal static class CampaignCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "Nom de la campagne", Required = true };

    private static readonly Option<string> Oid = new("--oid")
    {
        Description = "OID de l'INS",
        DefaultValueFactory = _ => "1.2.250.1.213.1.4.8",
    };

    public static Command Create() => new("campaign", "Campagnes d'ouverture automatique") { Start(), ObjectTo(), Status() };

    private static Command Start()
    {
        var list = new Option<string>("--list") { Description = "Fichier JSON, une personne par ligne", Required = true };
        var window = new Option<int>("--window") { Description = "Jours pour s'opposer", DefaultValueFactory = _ => 30 };
        var start = new Command("start", "Informe chaque personne de la liste ; relancée, elle continue où elle en était")
        {
            Name, list, window, ServeCommand.Data,
        };
        start.SetAction(async (parsed, ct) =>
        {
            if (!File.Exists(parsed.GetRequiredValue(list)))
            {
                Console.Error.WriteLine($"« {parsed.GetRequiredValue(list)} » ne se lit pas.");
                return ExitCodes.WrongUse;
            }

            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            var started = await workshop.RunAsync<StartCampaign, CampaignRow>(
                Desk("start"), new StartCampaign(parsed.GetRequiredValue(Name), parsed.GetValue(window)), ct);
            return started switch
            {
                Outcome<CampaignRow>.Done(var campaign) => await InformAsync(workshop, campaign, parsed.GetRequiredValue(list), ct),
                Outcome<CampaignRow>.Failed(var failure) => Refuse(failure),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        });
        return start;
    }

    private static Command ObjectTo()
    {
        var patient = new Option<string>("--patient") { Description = "INS de la personne pour qui aucun carnet ne doit s'ouvrir", Required = true };
        var by = new Option<string?>("--by") { Description = "INS de son représentant, si c'est lui qui s'oppose" };
        var command = new Command("object", "Enregistre une opposition, confirmée par message") { patient, by, Oid, ServeCommand.Data };
        command.SetAction(async (parsed, ct) =>
        {
            var represented = parsed.GetValue(by) is not null;
            if (!Ins.TryCreate(parsed.GetValue(patient), parsed.GetValue(Oid), out var ins)
                | (!Ins.TryCreate(parsed.GetValue(by), parsed.GetValue(Oid), out var representative) && represented))
            {
                return Refuse(RecordFailures.InvalidIns);
            }

            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            return (await workshop.RunAsync<ObjectToOpening, DateTimeOffset>(
                Desk("object"), new ObjectToOpening(ins!, represented ? representative : null), ct)).Match(
                at =>
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"opposition enregistrée le {at:yyyy-MM-dd}"));
                    return ExitCodes.Done;
                }, Refuse);
        });
        return command;
    }

    private static Command Status()
    {
        var status = new Command("status", "Dit où en est une campagne, en chiffres") { Name, ServeCommand.Data };
        status.SetAction(async (parsed, ct) =>
        {
            await using var workshop = await Workshop.OpenAsync(parsed.GetValue(ServeCommand.Data), demo: false, ct);
            return (await workshop.RunAsync<ShowCampaign, CampaignFigures>(
                Desk("status"), new ShowCampaign(parsed.GetRequiredValue(Name)), ct)).Match(
                figures =>
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                        commencée        {figures.Campaign.StartedAt:yyyy-MM-dd}
                        délai (jours)    {figures.Campaign.WindowDays}
                        en attente       {figures.Waiting}
                        opposées         {figures.Objected}
                        ouverts          {figures.Opened}
                        avaient un carnet {figures.HadRecord}
                        dernier délai    {figures.LastWindowEnds:yyyy-MM-dd}
                        """));
                    return ExitCodes.Done;
                }, Refuse);
        });
        return status;
    }

    // One person at a time in the order of the list; the file may be longer than memory.
    private static async Task<int> InformAsync(Workshop workshop, CampaignRow campaign, string path, CancellationToken ct)
    {
        var (rank, exit) = (0, ExitCodes.Done);
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        await foreach (var line in File.ReadLinesAsync(path, ct))
        {
            rank++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var outcome = Read(line) switch
            {
                Outcome<CampaignPerson>.Done(var person) => await workshop.RunAsync<InformPerson, CampaignState>(
                    Desk("start"), new InformPerson(campaign, person), ct),
                Outcome<CampaignPerson>.Failed(var failure) => failure,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            var word = outcome.Match(state => state switch
            {
                CampaignState.Informed => "informées",
                CampaignState.Objected => "opposées déjà",
                _ => "avaient un carnet",
            }, failure =>
            {
                Console.Error.WriteLine($"ligne {rank}  {failure.Code} : {failure.Detail}");
                exit = ExitCodes.Refused;
                return "refusées";
            });
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        Console.WriteLine(string.Join("  ", counts.Select(count => $"{count.Key} {count.Value}")));
        return exit;
    }

    private static Outcome<CampaignPerson> Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line.TrimStart('\uFEFF'));
            return OpeningLine.Read(json.RootElement) switch
            {
                Outcome<Opening>.Done(var opening) => new CampaignPerson(
                    opening.Ins, opening.Traits, opening.Contact, OpeningLine.Texts(json.RootElement, "representedBy")),
                Outcome<Opening>.Failed(var failure) => failure,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (JsonException)
        {
            return OpeningLine.NotAnObject;
        }
    }

    private static Caller.Desk Desk(string command) => new("Campagne")
    {
        Origin = new Origin(Door.CommandLine, $"carnet campaign {command}"),
    };

    private static int Refuse(Failure failure)
    {
        Console.Error.WriteLine($"{failure.Code} : {failure.Detail}");
        return ExitCodes.Refused;
    }
}
