namespace Carnet.Domain.Common;

/// <summary>What a use case answers: a value, or one of the expected failures.</summary>
/// <remarks>Exceptions are kept for defects and broken infrastructure; they never carry a business answer.</remarks>
public abstract record Outcome<T>
{
    private Outcome() { }

    /// <summary>The use case ended well.</summary>
    public sealed record Done(T Value) : Outcome<T>;

    /// <summary>The use case ended on an expected failure; nothing but its trace was stored.</summary>
    public sealed record Failed(Failure Failure) : Outcome<T>;

    public static implicit operator Outcome<T>(T value) => new Done(value);

    public static implicit operator Outcome<T>(Failure failure) => new Failed(failure);

    /// <summary>Folds both branches to one type; every door ends on this call.</summary>
    public TResult Match<TResult>(Func<T, TResult> done, Func<Failure, TResult> failed) => this switch
    {
        Done(var value) => done(value),
        Failed(var failure) => failed(failure),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
