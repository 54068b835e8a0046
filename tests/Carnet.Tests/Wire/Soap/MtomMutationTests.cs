using Carnet.Tests.Wire.Xds;
using Carnet.Wire;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;

namespace Carnet.Tests.Wire.Soap;

public class MtomMutationTests
{
    [Fact]
    public async Task A_thousand_damaged_messages_are_read_or_refused_with_a_code()
    {
        var root = XdsSamples.Envelope(XdsActions.ProvideAndRegister, XdsSamples.Provide.WriteTo);
        var genuine = await Messages.WriteAsync(
            System.Text.Encoding.UTF8.GetString(root), ("doc1@carnet", new byte[2_000]));
        Assert.Equal(2_000, await ReadAsync(genuine));

        var refused = 0;
        for (var seed = 1u; seed <= 1_000; seed++)
        {
            var message = Damage(genuine, seed);
            var error = await Record.ExceptionAsync(
                () => ReadAsync(message).WaitAsync(TimeSpan.FromSeconds(10)));
            Assert.True(error is null or WireFormatException, $"seed {seed}: {error}");
            refused += error is null ? 0 : 1;
        }

        Assert.InRange(refused, 100, 1_000);
    }

    private static async Task<long> ReadAsync(byte[] message)
    {
        using var reader = await Messages.OpenAsync(new Trickle(message, 777));
        var envelope = SoapEnvelope.Read(reader.Root);
        using var body = envelope.OpenBody();
        var references = new XopReferences(
            ProvideAndRegisterDocumentSetRequest.Read(body).ContentIds, reader.RootContentId);
        var size = 0L;
        while (await reader.ReadNextPartAsync(default) is { } part)
        {
            references.Accept(part.ContentId);
            var copy = new MemoryStream();
            await part.Content.CopyToAsync(copy);
            size += copy.Length;
        }

        references.RequireAll();
        return size;
    }

    /// <summary>Changes, drops or doubles a few bytes, always the same ones for a seed.</summary>
    internal static byte[] Damage(byte[] genuine, uint seed)
    {
        var state = seed * 2_654_435_769u | 1;
        List<byte> bytes = [.. genuine];
        for (var i = Next(4); i >= 0; i--)
        {
            var at = Next(bytes.Count);
            switch (Next(4))
            {
                case 0:
                    bytes[at] = (byte)Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(1 + Next(40), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(1 + Next(200), bytes.Count - at)));
                    break;
                default:
                    bytes[at] = (byte)"<>&\"'-\r\n%:;="[Next(12)];
                    break;
            }
        }

        return [.. bytes];

        int Next(int below)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)below);
        }
    }
}
