using Carnet.Client;
using Carnet.Server.Platform;
using Carnet.Tests.Support;

namespace Carnet.Tests.Endpoints;

/// <summary>The signature of a set through the door: taken when right, refused when wrong, demanded when so set.</summary>
public sealed class LotSignatureDoorTests(SoapTowns towns) : IClassFixture<SoapTowns>
{
    private const string Hospital = "ch-kerlann";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_signed_set_is_stored_and_its_signature_is_no_document(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var card = town.As(Hospital).Card;
        var set = Signed(card, patient, patient.Document(card), patient.Document(card, "Deuxième."));
        Assert.Equal(("", ""), (await town.As(Hospital).ProvideAndRegisterAsync(patient.Call, set)).Refusal());
        await town.As("claire-kerscaven").AllowAsync(patient);
        Assert.Equal(2, (await town.As("claire-kerscaven").ListAsync(patient, allStatuses: true)).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_signature_over_another_document_is_refused_and_nothing_stays(string database)
    {
        var town = await towns.OnAsync(database);
        var patient = await town.OpenRecordAsync();
        var card = town.As(Hospital).Card;
        var document = patient.Document(card);
        var set = Signed(card, patient, document);
        var altered = document.Bytes.ToArray();
        altered[altered.AsSpan().IndexOf("Tout va bien"u8)] = (byte)'t';
        var entries = set.Metadata.DocumentEntries.Select((entry, i) => i == 0 ? entry with { Hash = null, Size = null } : entry);
        var before = await town.CountAsync();

        var answer = await town.As(Hospital).ProvideAndRegisterAsync(patient.Call, new Submission(
            set.Metadata with { DocumentEntries = [.. entries] }, [set.Parts[0] with { Content = altered }, set.Parts[1]]));
        Assert.Equal("submission.signature-invalid", answer.Refusal().Code);
        Assert.Equal(before, await town.CountAsync());
    }

    [Fact]
    public async Task A_setting_demands_the_signature()
    {
        await using var town = await SoapServer.StartAsync(DatabaseProvider.Sqlite, ("Feeding:RequireLotSignature", "true"));
        var patient = await town.OpenRecordAsync();
        var card = town.As(Hospital).Card;
        var bare = await town.As(Hospital).ProvideAndRegisterAsync(patient.Call, patient.Set(card, patient.Document(card)));
        Assert.Equal("submission.signature-missing", bare.Refusal().Code);
        var signed = await town.As(Hospital).ProvideAndRegisterAsync(patient.Call, Signed(card, patient, patient.Document(card)));
        Assert.Equal(("", ""), signed.Refusal());
    }

    private static Submission Signed(Card card, TestPatient patient, params IReadOnlyList<CdaDocument> documents)
        => Submission.Of(card, patient.Ins, documents, TimeProvider.System.GetUtcNow(), sign: true);
}
