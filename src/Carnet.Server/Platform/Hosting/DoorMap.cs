using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Hosting;

/// <summary>The listening doors of the server.</summary>
internal enum ListeningDoor
{
    Portals,
    Soap,
    Operations,

    /// <summary>HL7 v2 over MLLP; no HTTP is spoken there.</summary>
    Hl7v2,

    /// <summary>The professionals' pages, for who shows a card or an establishment's certificate.</summary>
    Card,
}

/// <summary>Says behind which door an endpoint lies; an endpoint without one is behind none and answers 404.</summary>
internal sealed record DoorMetadata(ListeningDoor Door);

/// <summary>Keeps each endpoint behind its door: what belongs to one port does not exist on another.</summary>
internal static class DoorMap
{
    public static TBuilder BehindDoor<TBuilder>(this TBuilder endpoints, ListeningDoor door)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new DoorMetadata(door));

    /// <summary>Goes after routing and before everything that could answer.</summary>
    public static IApplicationBuilder UseDoors(this IApplicationBuilder app)
    {
        return app.Use((context, next) =>
        {
            var here = context.Features.Get<ListeningDoorFeature>()?.Door;
            if (context.GetEndpoint() is { } endpoint && !LiesBehind(endpoint, here))
            {
                context.SetEndpoint(null);
            }

            return next(context);
        });
    }

    private static bool LiesBehind(Endpoint endpoint, ListeningDoor? here)
    {
        foreach (var door in endpoint.Metadata.GetOrderedMetadata<DoorMetadata>())
        {
            if (door.Door == here)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The address of a door, or null where it is shut.</summary>
    public static Uri? AddressOf(this DoorsOptions doors, ListeningDoor door)
    {
        var address = door switch
        {
            ListeningDoor.Portals => doors.Portals,
            ListeningDoor.Soap => doors.Soap,
            ListeningDoor.Operations => doors.Operations,
            ListeningDoor.Hl7v2 => doors.Hl7v2,
            ListeningDoor.Card => doors.Card,
        };
        return string.IsNullOrEmpty(address) ? null : new Uri(address);
    }
}

/// <summary>Set on each connection by the listener that took it.</summary>
internal sealed record ListeningDoorFeature(ListeningDoor Door);

/// <summary>Serves the connections of the HL7 v2 door, which speak no HTTP; the door itself implements it.</summary>
internal interface IHospitalConnections
{
    /// <summary>Ends when the connection is to be closed.</summary>
    Task ServeAsync(ConnectionContext connection);
}

/// <summary>Refuses to start on a door address that cannot be meant.</summary>
internal sealed class DoorsOptionsValidation : IValidateOptions<DoorsOptions>
{
    public ValidateOptionsResult Validate(string? name, DoorsOptions options)
    {
        List<string> wrong = [];
        foreach (var (key, value, schemes) in new[]
        {
            ("Portals", options.Portals, new[] { "http", "https" }),
            ("Soap", options.Soap, ["https"]),
            ("Operations", options.Operations, ["http"]),
            ("Hl7v2", options.Hl7v2 ?? "", ["mllps"]),
            ("Card", options.Card ?? "", ["https"]),
        })
        {
            if (value.Length > 0
                && (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme)))
            {
                wrong.Add($"Carnet:Doors:{key} is \"{value}\"; allowed: an address that starts with "
                    + $"{string.Join(":// or ", schemes)}://, or nothing to keep the door shut.");
            }
        }

        if (Uri.TryCreate(options.Operations, UriKind.Absolute, out var operations) && !operations.IsLoopback)
        {
            wrong.Add($"Carnet:Doors:Operations is \"{options.Operations}\"; allowed: a loopback address, "
                + "since this door asks nobody who they are.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
