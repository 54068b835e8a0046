using Carnet.Client;
using Carnet.Domain.Identity;
using Carnet.Domain.Traces;
using Carnet.Server.Features.Access;
using Carnet.Tests.Support;
using Carnet.Wire.Habilitations;
using Xunit.Abstractions;

namespace Carnet.Tests.Endpoints;

/// <summary>TD1.6 through the real door.</summary>
[Trait("rule", "A-2")]
public sealed class AuthorizationListTests(SoapTowns towns, ITestOutputHelper output) : IClassFixture<SoapTowns>
{
    private const string Doctor = "claire-kerscaven";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task TD1_6_lists_whom_the_person_has_authorised_and_blocked(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        await town.As(Doctor).AllowAsync(patient, treating: true);
        await town.As("sami-rozmeur").AllowAsync(patient);
        PsIdNat.TryCreate(town.Card("nadia-benkerlou").IdNat, out var blocked);
        await town.RunAsync<BlockProfessional, AuthorisationChange>(Sample.Patient(patient.Record), new(blocked));

        var active = await ListAsync(town, patient, AuthorizationListMode.Active);
        Assert.Equal(["KERSCAVEN", "ROZMEUR"], active.Select(who => who.LastName).Order());
        var treating = active.Single(who => who.SpecificRight == "MT");
        Assert.Equal(("Claire", "G15_10/SM26", "ACTIVE"), (treating.FirstName, treating.Speciality, treating.Mode));
        var shut = Assert.Single(await ListAsync(town, patient, AuthorizationListMode.Interdite));
        Assert.Equal((blocked.Value, "INTERDITE"), (shut.NationalId, shut.Mode));
        Assert.Equal(3, (await ListAsync(town, patient, AuthorizationListMode.Toute)).Count);
        Assert.Equal(TraceAct.ListAuthorisations, (await town.HistoryAsync(patient))[0].Act);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task TD1_6_is_for_those_whom_the_person_lets_in(string database)
    {
        var town = await towns.OnAsync(database);
        await Refusals.ProveAsync(town,
        [
            Bad("without authorisation", "access.not-authorised", "paul-auffretic", call => call),
            Bad("in an emergency", "access.no-right", "yann-kerbratiz", call => call with
            {
                Mode = "bris_de_glace", Reason = "Patiente inconsciente aux urgences",
            }),
            Bad("by a hospital", "access.no-right", "ch-kerlann", call => call),
            Bad("without person", "vihf.patient-missing", Doctor, call => call with { Patient = null }),
            Bad("of an unknown record", "record.unknown", Doctor, call => call with
            {
                Patient = new(Sample.Ins(777_777).Value, Sample.Ins(777_777).Oid, "NH"),
            }),
            Bad("with an unknown mode", "habilitations.mode", Doctor, call => call, "PARFOIS"),
            Bad("without mode", "habilitations.mode", Doctor, call => call, ""),
        ], output);
    }

    private static async Task<IReadOnlyList<AuthorizedProfessional>> ListAsync(
        SoapServer town, TestPatient patient, AuthorizationListMode mode)
    {
        var response = (await town.As(Doctor).ListAuthorizationsAsync(patient.Call, new(mode))).Value();
        Assert.Equal(SetAuthorizationResponse.Ok, response.Status);
        return response.Professionals;
    }

    private static BadCase Bad(string name, string code, string slug, Func<DmpCall, DmpCall> change, string mode = "TOUTE") => new(
        name, code, async (town, patient) =>
        {
            var client = town.As(slug);
            var message = DmpMessages.Plain(DmpMessages.Habilitations, ListAuthorizationByPatientRequest.SoapAction,
                client.Messages.Sign(change(patient.Call)), xml => new Carnet.Wire.Xml.Utf8XmlWriter(xml)
                    .Raw("<listAuthorizationByPatient xmlns=\"urn:si-dmp-habilitations\"><mode>"u8).Text(mode)
                    .Raw("</mode></listAuthorizationByPatient>"u8));
            return await client.SendAsync(message, ListAuthorizationByPatientResponse.Read, default) is
                Answer<ListAuthorizationByPatientResponse>.Faulted(var fault) ? (fault.Detail ?? "", fault.Reason) : ("", "");
        });
}
