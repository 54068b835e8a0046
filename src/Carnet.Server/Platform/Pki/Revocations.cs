using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Platform.Pki;

/// <summary>What the lists say of a certificate.</summary>
internal enum Revocation
{
    /// <summary>Not on the fresh list of its issuer, or no lists are kept here.</summary>
    Good,
    Revoked,

    /// <summary>Its issuer has no list here that is still fresh, and the setting refuses that.</summary>
    Unknown,
}

/// <summary>Looks certificates up in the lists (CRL) of the configured folder.</summary>
/// <remarks>
/// The folder is filled by whoever fetches the lists; it is looked at anew after a minute, and a file is read again only
/// when it has changed. A certificate that stands on any list of its issuer is revoked, however old the list. Where a
/// responder (OCSP) is configured it is asked besides; its word counts before a list that says nothing, and where it does
/// not answer the list does. None is asked by default: a call would then depend on somebody else's server and tell it who
/// calls. Source: RFC 5280 5, 6.3; RFC 6960; DMP 2.1.
/// </remarks>
internal sealed partial class Revocations(
    IOptions<TrustOptions> options, OcspClient ocsp, TimeProvider clock, ILogger<Revocations> logger)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly Lock _reading = new();
    private readonly Lazy<IReadOnlyList<X509Certificate2>> _authorities = new(() =>
        [.. CertificateTrust.Load(options.Value.Roots).Concat(CertificateTrust.Load(options.Value.Intermediates))]);

    private Dictionary<string, (long Length, DateTime Written, RevocationList? List)> _files = new(StringComparer.Ordinal);
    private volatile Snapshot? _kept;

    /// <summary>By lists and responder, as far as either is set up.</summary>
    public async ValueTask<Revocation> OfAsync(X509Certificate2 certificate, CancellationToken ct)
    {
        var listed = Of(certificate);
        if (!ocsp.IsSetUp || listed is Revocation.Revoked)
        {
            return listed;
        }

        var issuer = certificate.IssuerName.RawData;
        var said = _authorities.Value.FirstOrDefault(known => known.SubjectName.RawData.AsSpan().SequenceEqual(issuer)) is { } above
            ? await ocsp.OfAsync(certificate, above, ct)
            : Revocation.Unknown;
        return said is not Revocation.Unknown ? said
            : string.IsNullOrEmpty(options.Value.RevocationLists) ? Missing()
            : listed;
    }

    /// <summary>By lists alone: the certificate itself, then the authorities above it that are known here.</summary>
    private Revocation Of(X509Certificate2 certificate)
    {
        if (string.IsNullOrEmpty(options.Value.RevocationLists))
        {
            return Revocation.Good;
        }

        var lists = Lists();
        var worst = Revocation.Good;
        var at = certificate;
        for (var depth = 0; depth < 8 && !at.SubjectName.RawData.AsSpan().SequenceEqual(at.IssuerName.RawData); depth++)
        {
            var state = Of(at, lists);
            if (state is Revocation.Revoked)
            {
                return state;
            }

            worst = state is Revocation.Unknown ? state : worst;
            var issuer = at.IssuerName.RawData;
            if (_authorities.Value.FirstOrDefault(known => known.SubjectName.RawData.AsSpan().SequenceEqual(issuer)) is not { } above)
            {
                break;
            }

            at = above;
        }

        return worst;
    }

    private Revocation Of(X509Certificate2 certificate, FrozenDictionary<string, RevocationList[]> lists)
    {
        if (!lists.TryGetValue(RevocationList.NameOf(certificate.IssuerName), out var ofIssuer))
        {
            return Missing();
        }

        var serial = RevocationList.SerialOf(certificate);
        var now = clock.GetUtcNow();
        return Array.Exists(ofIssuer, list => list.Serials.Contains(serial)) ? Revocation.Revoked
            : Array.Exists(ofIssuer, list => list.Covers(certificate) && list.This <= now + Skew && list.Next + options.Value.RevocationGrace > now) ? Revocation.Good
            : Missing();
    }

    private Revocation Missing() => options.Value.StaleRevocation is StaleRevocation.Warn ? Revocation.Good : Revocation.Unknown;

    private FrozenDictionary<string, RevocationList[]> Lists()
    {
        var now = clock.GetUtcNow();
        if (_kept is { } kept && kept.Until > now)
        {
            return kept.Lists;
        }

        lock (_reading)
        {
            if (_kept is { } meanwhile && meanwhile.Until > now)
            {
                return meanwhile.Lists;
            }

            var lists = Read(now);
            _kept = new Snapshot(now + Kept, lists);
            return lists;
        }
    }

    private FrozenDictionary<string, RevocationList[]> Read(DateTimeOffset now)
    {
        Dictionary<string, (long, DateTime, RevocationList?)> files = new(StringComparer.Ordinal);
        var folder = new DirectoryInfo(options.Value.RevocationLists!);
        foreach (var file in folder.Exists ? folder.EnumerateFiles("*.crl") : [])
        {
            try
            {
                var known = _files.TryGetValue(file.Name, out var before)
                    && before.Length == file.Length && before.Written == file.LastWriteTimeUtc;
                var list = known ? before.List : RevocationList.Read(File.ReadAllBytes(file.FullName), _authorities.Value);
                files[file.Name] = (file.Length, file.LastWriteTimeUtc, list);
                Tell(file.Name, list, known, now);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                // What was read before still counts until it is stale.
                LogUnread(file.Name);
                if (_files.TryGetValue(file.Name, out var before))
                {
                    files[file.Name] = before;
                }
            }
        }

        _files = files;
        return files.Values.Select(file => file.Item3).OfType<RevocationList>().GroupBy(list => list.Issuer)
            .ToFrozenDictionary(of => of.Key, of => of.ToArray());
    }

    private void Tell(string name, RevocationList? list, bool known, DateTimeOffset now)
    {
        if (list is null)
        {
            if (!known)
            {
                LogUnread(name);
            }
        }
        else if (!(list.Next + options.Value.RevocationGrace > now))
        {
            LogStale(name, list.Next);
        }
    }

    [LoggerMessage(LogLevel.Error, "The revocation list {File} cannot be read, is partial, or no configured authority signed it")]
    private partial void LogUnread(string file);

    [LoggerMessage(LogLevel.Warning, "The revocation list {File} is out of date since {Next}")]
    private partial void LogStale(string file, DateTimeOffset? next);

    private sealed record Snapshot(DateTimeOffset Until, FrozenDictionary<string, RevocationList[]> Lists);
}
