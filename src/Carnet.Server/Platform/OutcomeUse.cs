using Carnet.Domain.Common;

namespace Carnet.Server.Platform;

/// <summary>The common shape of use cases: what was opened is acted on and closed again; a failure passes through.</summary>
internal static class OutcomeUse
{
    /// <summary>Acts on what was opened. It is closed when the act has ended, whatever the end.</summary>
    public static async Task<Outcome<TAnswer>> UseAsync<T, TAnswer>(this Outcome<T> opened, Func<T, Task<Outcome<TAnswer>>> act)
        where T : IDisposable
    {
        switch (opened)
        {
            case Outcome<T>.Failed(var failure):
                return failure;
            case Outcome<T>.Done(var value):
                using (value)
                {
                    return await act(value);
                }

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The same as soon as it is open.</summary>
    public static async Task<Outcome<TAnswer>> UseAsync<T, TAnswer>(
        this Task<Outcome<T>> opening, Func<T, Task<Outcome<TAnswer>>> act)
        where T : IDisposable
        => await (await opening).UseAsync(act);
}
