using System.Text;
using Carnet.Domain.Access;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Features.Documents;
using Carnet.Server.Features.Records;
using Carnet.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Carnet.Tests.Platform;

/// <summary>Nothing to steal: who holds the database alone finds no name, no INS, no word of a document.</summary>
public sealed class CanaryTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task No_canary_lies_in_clear_in_the_database(string database)
    {
        await using var house = await House.BuildAsync(Enum.Parse<Carnet.Server.Platform.DatabaseProvider>(database));
        var ins = Sample.NextIns();
        var opening = new Opening(
            ins, new IdentityTraits("CANARINOM", "Canariprenom", "CANARIUSAGE", Sex.Female, new DateOnly(1980, 1, 31), "75120"),
            new Contact("canari@mel.test", "0699887766"), new Consent("Canaricollecte", false, false, false), OpeningChannel.Desk);
        var id = (await house.RunAsync<OpenRecord, OpenedAnswer>(Sample.Desk, new OpenRecord(opening))).Done().Record;
        var author = Sample.Doctor(1);
        var lot = new Lot(ins, author, "CANARINOM").Add("11488-4", filling: "Canaricontenu", change: draft => draft with
        {
            Description = draft.Description with { Title = "Canarititre", Comments = "Canaricommentaire", SourcePatientInfo = ["Canarisource"] },
        });
        (await house.RunAsync<SubmitDocuments, SubmissionAccepted>(author, lot.Request(set => set with { Title = "Canarilot" }))).Done();
        await house.RunAsync<FindDocuments, FoundDocuments>(
            Sample.Doctor(2, AccessMode.BreakGlass, "Canarimotif de l'urgence"), new FindDocuments(ins, DocumentCriteria.Approved));
        await house.RunAsync<CloseRecord, RecordId>(Sample.Patient(id), new CloseRecord(ins, "Canarifermeture"));

        var stored = await DumpAsync(house);
        Assert.Contains(Convert.ToHexStringLower(id.Value.ToByteArray(true)), stored, StringComparison.Ordinal); // the dump is a dump
        foreach (var canary in (string[])["canari", "CANARI", "Canari", ins.Value, ins.Value[..13], "0699887766"])
        {
            foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
            {
                Assert.False(stored.Contains(Convert.ToHexStringLower(encoding.GetBytes(canary)), StringComparison.Ordinal), canary);
            }
        }
    }

    /// <summary>All that the database holds, in hexadecimal.</summary>
    private static async Task<string> DumpAsync(House house)
    {
        if (house.Provider is Carnet.Server.Platform.DatabaseProvider.Sqlite)
        {
            var all = new StringBuilder();
            foreach (var file in Directory.EnumerateFiles(house.Folder, "carnet.db*"))
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes);
                all.AppendLine(Convert.ToHexStringLower(bytes.ToArray()));
            }

            return all.ToString();
        }

        await using var db = await house.OpenAsync();
        var dump = new StringBuilder();
        foreach (var table in db.Model.GetEntityTypes())
        {
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select * from {table.GetTableName()}";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    dump.AppendLine(Convert.ToHexStringLower(reader.GetValue(i) switch
                    {
                        byte[] bytes => bytes,
                        Guid number => number.ToByteArray(true),
                        var value => Encoding.UTF8.GetBytes(FormattableString.Invariant($"{value}")),
                    }));
                }
            }
        }

        return dump.ToString();
    }
}
