using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Portals.Shared;

/// <summary>Section <c>Carnet:Uploads</c>.</summary>
internal sealed class UploadOptions
{
    /// <summary>Large forms that this server reads at once; each may take 20 MiB of memory. Default 8.</summary>
    [Range(1, 256)]
    public int AtOnce { get; set; } = 8;

    /// <summary>Of those, how many of one account. Default 2.</summary>
    [Range(1, 16)]
    public int AtOncePerAccount { get; set; } = 2;
}

/// <summary>Places for large forms: they lie in memory until they are judged, so no more are read than fit.</summary>
internal sealed class UploadSlots(IOptions<UploadOptions> options)
{
    private readonly ConcurrentDictionary<Guid, int> _accounts = new();
    private int _taken;

    /// <summary>A place until it is disposed of, or null where there is none.</summary>
    public IDisposable? Take(Guid account)
    {
        if (Interlocked.Increment(ref _taken) <= options.Value.AtOnce)
        {
            if (_accounts.AddOrUpdate(account, 1, (_, count) => count + 1) <= options.Value.AtOncePerAccount)
            {
                return new Place(this, account);
            }

            Leave(account);
        }

        Interlocked.Decrement(ref _taken);
        return null;
    }

    private void Leave(Guid account)
    {
        // Nobody else's count is touched: an account whose last place is given back is forgotten.
        if (_accounts.AddOrUpdate(account, 0, (_, count) => count - 1) <= 0)
        {
            _accounts.TryRemove(new KeyValuePair<Guid, int>(account, 0));
        }
    }

    private sealed class Place(UploadSlots slots, Guid account) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                slots.Leave(account);
                Interlocked.Decrement(ref slots._taken);
            }
        }
    }
}
