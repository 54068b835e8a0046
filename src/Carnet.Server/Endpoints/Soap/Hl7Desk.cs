using System.Globalization;
using Carnet.Domain.Common;
using Carnet.Domain.Identity;
using Carnet.Server.Platform;
using Carnet.Wire.Hl7v3;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Endpoints.Soap;

/// <summary>What all answers of the Patients service share: our number, the head of an answer, complaints.</summary>
internal sealed class Hl7Desk(IOptions<RegistryOptions> registry, TimeProvider clock)
{
    /// <summary>The number under which this server sends and keeps records.</summary>
    public Ii Device { get; } = new(registry.Value.DeviceId);

    public Hl7Header Answer(Hl7Header request, string interaction) => new(
        interaction, new Ii(registry.Value.DeviceId, Guid.CreateVersion7().ToString()),
        clock.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), Device, request.Sender);

    /// <summary>The answer to a registration, about the person whom it names.</summary>
    public PatientRegistrationAnswer Registered(PatientRegistration message, string interaction)
        => new(Answer(message.Header, interaction), message.Header.Id, message.Patient.Ids[0], Device);

    public static Hl7Complaint Complaint(Failure failure)
        => new(SoapErrors.Hl7Code(failure), $"{failure.Code} : {failure.Detail}");

    /// <summary>The INS of a message, or null where it is none.</summary>
    public static Ins? InsOf(Ii id) => Ins.TryCreate(id.Extension, id.Root, out var ins) ? ins : null;

    /// <summary>The failure where the message names another person than the token, or nobody who can be.</summary>
    public static Failure? PatientDefect(Outcome<Ins> ofToken, IEnumerable<Ii> named) => ofToken switch
    {
        Outcome<Ins>.Failed(var failure) => failure,
        Outcome<Ins>.Done(var ins) when named.Any(id => InsOf(id) is { } known && known == ins) => null,
        _ => SoapFailures.PatientMismatch,
    };
}
