using System.CommandLine;
using Carnet.Client;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Server.Cli.Lps;

/// <summary><c>carnet lps</c>: the software of a practice, for trying the SOAP door by hand.</summary>
internal static class LpsCommand
{
    public const int Accepted = ExitCodes.Done;
    public const int Refused = ExitCodes.Refused;
    public const int WrongUse = ExitCodes.WrongUse;

    /// <summary>As which software the command calls.</summary>
    /// <remarks>Not a field: a server knows this command and must not load the client for it.</remarks>
    public static Software Software
        => new("Carnet LPS", typeof(LpsCommand).Assembly.GetName().Version!.ToString(3), "CARNET-0000") { Id = "carnet-lps" };

    public static Command Create()
    {
        var lps = new Command("lps", "Logiciel de professionnel, carte virtuelle en main, par la porte SOAP")
        {
            LpsSendCommand.Create(), LpsListCommand.Create(), LpsGetCommand.Create(), LpsAllowCommand.Create(),
            LpsAuthorizationsCommand.Create(),
        };
        LpsChangeCommands.Create().Concat(LpsRecordCommands.Create()).Concat(LpsQueryCommands.Create())
            .Concat(LpsPatientsCommands.Create()).Concat(LpsAccessCommands.Create()).ToList().ForEach(lps.Add);
        return lps;
    }

    /// <summary>Runs one command and turns every expected failure into its exit code and a sentence.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, LpsOptions options, Func<LpsDesk, Task<int>> act)
    {
        try
        {
            using var desk = options.Open(parsed);
            return await act(desk);
        }
        catch (Exception wrong) when (wrong is LpsUsageException or CardException)
        {
            Console.Error.WriteLine(wrong.Message);
            return WrongUse;
        }
        catch (HttpRequestException unreachable)
        {
            Console.Error.WriteLine(unreachable.Message);
            return Refused;
        }
        catch (IOException broken)
        {
            Console.Error.WriteLine($"La connexion s'est rompue : {broken.Message}");
            return Refused;
        }
        catch (WireFormatException malformed)
        {
            Console.Error.WriteLine($"La réponse ne se lit pas : {malformed.Code} : {malformed.Message}");
            return Refused;
        }
    }

    /// <summary>Prints a fault.</summary>
    public static int Fault(SoapFault fault)
    {
        Console.Error.WriteLine($"refusé  {Refusals.Of(fault)}");
        return Refused;
    }

    /// <summary>Prints the complaints of a registry; refused unless something came with them.</summary>
    public static int Errors(ResponseStatus status, IEnumerable<RegistryError> errors)
    {
        foreach (var error in errors)
        {
            Console.Error.WriteLine($"refusé  {Refusals.Of(error)}");
        }

        return status is ResponseStatus.Success ? Accepted : Refused;
    }
}
