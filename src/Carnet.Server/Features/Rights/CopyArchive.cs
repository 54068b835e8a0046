using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Carnet.Server.Features.Rights;

/// <summary>One file of the archive, as the manifest lists it.</summary>
internal sealed record CopiedFile(string Path, long Size, string Sha256);

/// <summary>Writes files into a ZIP one after another, and notes size and hash of each.</summary>
/// <remarks>
/// The ZIP is written forwards, to a network. The framework still ends each entry with a blocking write of a few bytes;
/// those are held and sent with the next ones that wait.
/// </remarks>
internal sealed class CopyArchive : IAsyncDisposable
{
    private readonly HoldingStream _held;
    private readonly ZipArchive _zip;
    private readonly DateTimeOffset _at;
    private readonly List<CopiedFile> _files = [];

    public CopyArchive(Stream target, DateTimeOffset at)
    {
        (_held, _at) = (new HoldingStream(target), at);
        _zip = new ZipArchive(_held, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
    }

    public IReadOnlyList<CopiedFile> Files => _files;

    public Task AddAsync(string path, string text, CancellationToken ct)
        => AddAsync(path, target => target.WriteAsync(Encoding.UTF8.GetBytes(text), ct).AsTask(), ct);

    public async Task AddAsync(string path, Func<Stream, Task> write, CancellationToken ct)
    {
        var entry = _zip.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = _at;
        await using (var target = await entry.OpenAsync(ct))
        {
            await using var counted = new CountedStream(target);
            await write(counted);
            _files.Add(new CopiedFile(path, counted.Written, counted.Sha256()));
        }

        await _held.FlushAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _zip.DisposeAsync();
        await _held.FlushAsync(CancellationToken.None);
    }

    /// <summary>Keeps what is written blockingly until the next write that waits.</summary>
    private sealed class HoldingStream(Stream inner) : Stream
    {
        private readonly MemoryStream _waiting = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => _waiting.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => _waiting.Write(buffer);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await SendAsync(cancellationToken);
            await inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
            // What waits goes with the next write that waits.
        }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            await SendAsync(cancellationToken);
            await inner.FlushAsync(cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private async Task SendAsync(CancellationToken ct)
        {
            if (_waiting.Length > 0)
            {
                await inner.WriteAsync(_waiting.GetBuffer().AsMemory(0, (int)_waiting.Length), ct);
                _waiting.SetLength(0);
            }
        }
    }

    /// <summary>Passes everything on, hashed and counted.</summary>
    private sealed class CountedStream(Stream inner) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Note(buffer);
            inner.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Note(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _hash.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Note(ReadOnlySpan<byte> buffer)
        {
            _hash.AppendData(buffer);
            Written += buffer.Length;
        }
    }
}
