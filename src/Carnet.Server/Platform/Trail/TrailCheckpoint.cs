using System.Globalization;
using Carnet.Server.Platform.Keys;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Trail;

/// <summary>Keeps the last head of the trail outside the database, so that cutting off its end is noticed.</summary>
/// <remarks>
/// Written at most once a second and when the server stops; the file is <c>keys/trail.head</c>. An operator may copy it
/// elsewhere as often as they like.
/// </remarks>
internal sealed class TrailCheckpoint(IOptions<DataOptions> data, TimeProvider clock) : IDisposable
{
    private readonly Lock _writing = new();
    private long _number;
    private byte[] _head = [];
    private long _writtenNumber;
    private long _writtenAt = long.MinValue;

    private string Path => System.IO.Path.Combine(data.Value.Keys, "trail.head");

    public void Note(long number, byte[] head)
    {
        lock (_writing)
        {
            (_number, _head) = (number, head);
            if (_writtenAt == long.MinValue || clock.GetElapsedTime(_writtenAt) >= TimeSpan.FromSeconds(1))
            {
                Write();
            }
        }
    }

    /// <summary>The last head that was noted, or null where there is none yet.</summary>
    public (long Number, byte[] Head)? Read()
        => File.Exists(Path) && File.ReadAllText(Path).Split(' ', StringSplitOptions.TrimEntries) is [var number, var head]
            ? (long.Parse(number, CultureInfo.InvariantCulture), Convert.FromHexString(head))
            : null;

    public void Dispose()
    {
        lock (_writing)
        {
            if (_number > _writtenNumber)
            {
                Write();
            }
        }
    }

    private void Write()
    {
        SecretFile.Write(Path, System.Text.Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{_number} {Convert.ToHexStringLower(_head)}")));
        (_writtenNumber, _writtenAt) = (_number, clock.GetTimestamp());
    }
}
