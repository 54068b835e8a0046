using System.Security.Cryptography;
using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Keys;
using Carnet.Tests.Support;
using Microsoft.Extensions.Options;

namespace Carnet.Tests.Platform;

/// <summary>What is sealed opens in its own place only.</summary>
public sealed class KeysTests : IDisposable
{
    private static readonly RecordId Mine = new(new Guid(1, 2, 3, new byte[8])), Other = new(new Guid(1, 2, 4, new byte[8]));
    private static readonly Guid Row = new(5, 6, 7, new byte[8]);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(0), InlineData(1), InlineData(15), InlineData(16), InlineData(17), InlineData(4096)]
    public void A_sealed_value_opens_in_its_own_place(int length)
    {
        using var key = NewKey(Mine);
        var clear = RandomNumberGenerator.GetBytes(length);
        var sealedValue = key.Seal(SealedColumn.DocumentDescription, Row, clear, part: 3);
        Assert.Equal(length + RecordKey.Overhead, sealedValue.Length);
        Assert.Equal(clear, key.Open(SealedColumn.DocumentDescription, Row, sealedValue, part: 3));
    }

    [Fact]
    public void A_sealed_value_opens_in_no_other_row_column_piece_or_record()
    {
        var bytes = RandomNumberGenerator.GetBytes(32);
        using var key = new RecordKey(Mine, bytes);
        using var sameBytesOfAnotherRecord = new RecordKey(Other, bytes);
        using var anotherKey = NewKey(Mine);
        var sealedValue = key.Seal(SealedColumn.DocumentDescription, Row, "clair"u8, part: 1);

        Refuses(() => key.Open(SealedColumn.DocumentDescription, Guid.Empty, sealedValue, 1));
        Refuses(() => key.Open(SealedColumn.DocumentDescription, Row, sealedValue, 2));
        Refuses(() => sameBytesOfAnotherRecord.Open(SealedColumn.DocumentDescription, Row, sealedValue, 1));
        Refuses(() => anotherKey.Open(SealedColumn.DocumentDescription, Row, sealedValue, 1));
        foreach (var column in Enum.GetValues<SealedColumn>().Where(column => column != SealedColumn.DocumentDescription))
        {
            Refuses(() => key.Open(column, Row, sealedValue, 1));
        }
    }

    [Fact]
    public void Every_changed_or_missing_byte_is_noticed()
    {
        using var key = NewKey(Mine);
        var sealedValue = key.Seal(SealedColumn.RecordDetails, Row, "Zoé Lefèvre"u8);
        for (var i = 0; i < sealedValue.Length; i++)
        {
            var changed = sealedValue.ToArray();
            changed[i] ^= 1;
            Refuses(() => key.Open(SealedColumn.RecordDetails, Row, changed));
            Refuses(() => key.Open(SealedColumn.RecordDetails, Row, sealedValue.AsSpan(0, i)));
        }
    }

    [Fact]
    public void No_nonce_comes_twice_and_the_same_text_seals_differently_each_time()
    {
        using var key = NewKey(Mine);
        var values = Enumerable.Range(0, 20_000).Select(_ => key.Seal(SealedColumn.RecordDetails, Row, "le même"u8)).ToList();
        Assert.Equal(values.Count, values.Select(value => Convert.ToHexString(value.AsSpan(0, 12))).Distinct().Count());
        Assert.Equal(values.Count, values.Select(value => Convert.ToHexString(value.AsSpan(28))).Distinct().Count());
    }

    [Fact]
    public void A_wrapped_key_opens_for_its_own_record_under_its_own_ring()
    {
        var wrap = new KeyWrap(Ring("a"));
        var wrapped = wrap.Create(Mine);
        using (var key = wrap.Open(Mine, wrapped))
        using (var again = new KeyWrap(Ring("a")).Open(Mine, wrapped))
        {
            Assert.Equal("clair"u8, again.Open(SealedColumn.OutboxBody, Row, key.Seal(SealedColumn.OutboxBody, Row, "clair"u8)));
        }

        Refuses(() => wrap.Open(Other, wrapped));
        Refuses(() => new KeyWrap(Ring("b")).Open(Mine, wrapped));
        for (var i = 0; i < wrapped.Length; i++)
        {
            var changed = wrapped.ToArray();
            changed[i] ^= 1;
            Refuses(() => wrap.Open(Mine, changed));
        }

        Assert.NotEqual(wrap.Create(Mine), wrap.Create(Mine));
    }

    [Fact]
    public void The_number_of_a_record_is_keyed_by_the_pepper_and_by_the_register()
    {
        var ins = Sample.Ins(1);
        Assert.True(Ins.TryCreate(ins.Value, Ins.NirOid, out var sameNumberElsewhere));
        var ids = new RecordIds(Ring("a"));
        Assert.Equal(ids.Of(ins), new RecordIds(Ring("a")).Of(ins));
        Assert.NotEqual(ids.Of(ins), new RecordIds(Ring("b")).Of(ins));
        Assert.NotEqual(ids.Of(ins), ids.Of(Sample.Ins(2)));
        Assert.NotEqual(ids.Of(ins), ids.Of(sameNumberElsewhere));
        Assert.Equal(8, ids.Of(ins).Value.Version);
        Assert.NotEqual(ids.Hash("login", "x"), ids.Hash("email", "x"));
    }

    [Fact]
    public void Key_files_are_for_their_owner_only()
    {
        Ring("a");
        using var signer = new TrailSigner(Data("a"));
        foreach (var name in (string[])["master.json", "trail.pem"])
        {
            var path = Path.Combine(_folder.Path, "a", "keys", name);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        var head = RandomNumberGenerator.GetBytes(32);
        using var again = new TrailSigner(Data("a"));
        using var other = new TrailSigner(Data("b"));
        Assert.True(again.Verify(head, signer.Sign(head)));
        Assert.False(other.Verify(head, signer.Sign(head)));
        Assert.False(signer.Verify(RandomNumberGenerator.GetBytes(32), signer.Sign(head)));
    }

    private static RecordKey NewKey(RecordId record) => new(record, RandomNumberGenerator.GetBytes(32));

    private static void Refuses(Func<object> open) => Assert.ThrowsAny<CryptographicException>(open);

    private MasterKeyRing Ring(string name) => new(Data(name));

    private IOptions<DataOptions> Data(string name)
        => Options.Create(new DataOptions { Directory = Path.Combine(_folder.Path, name) });
}
