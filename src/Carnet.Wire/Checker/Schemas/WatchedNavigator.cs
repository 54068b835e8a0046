using System.Xml;
using System.Xml.XPath;

namespace Carnet.Wire.Checker.Schemas;

/// <summary>A tree that counts each step through it, so that no question about a document lasts longer than it may.</summary>
/// <remarks>
/// An expression runs to its end once it has begun, and a document can be built to make a harmless one slow. But whatever it
/// does, it walks: here the walk itself ends. See <see cref="WorkBudget"/>.
/// </remarks>
internal sealed class WatchedNavigator(XPathNavigator inner, WorkBudget budget) : XPathNavigator
{
    // Reading a long text costs more than a step; this many characters are taken for one.
    private const int CharactersAStep = 32;

    /// <summary>The node itself, with its line.</summary>
    public XPathNavigator Inner => inner;

    public override string BaseURI => inner.BaseURI;

    public override bool IsEmptyElement => inner.IsEmptyElement;

    public override string LocalName => inner.LocalName;

    public override string Name => inner.Name;

    public override string NamespaceURI => inner.NamespaceURI;

    public override XmlNameTable NameTable => inner.NameTable;

    public override XPathNodeType NodeType => inner.NodeType;

    public override string Prefix => inner.Prefix;

    public override bool HasChildren => inner.HasChildren;

    public override bool HasAttributes => inner.HasAttributes;

    // What sets of nodes are hashed by: the place, and not the object that stands there.
    public override object UnderlyingObject => NavigatorComparer.GetHashCode(inner);

    public override string Value
    {
        get
        {
            var value = inner.Value;
            budget.Spend(1 + (value.Length / CharactersAStep));
            return value;
        }
    }

    public override XPathNavigator Clone()
    {
        budget.Spend();
        return new WatchedNavigator(inner.Clone(), budget);
    }

    public override bool IsSamePosition(XPathNavigator other) => other is WatchedNavigator { Inner: var same } && inner.IsSamePosition(same);

    public override bool MoveTo(XPathNavigator other) => other is WatchedNavigator { Inner: var there } && Step(inner.MoveTo(there));

    public override XmlNodeOrder ComparePosition(XPathNavigator? nav)
    {
        budget.Spend();
        return nav is WatchedNavigator { Inner: var other } ? inner.ComparePosition(other) : XmlNodeOrder.Unknown;
    }

    public override bool IsDescendant(XPathNavigator? nav)
    {
        budget.Spend();
        return nav is WatchedNavigator { Inner: var other } && inner.IsDescendant(other);
    }

    public override string GetAttribute(string localName, string namespaceURI) => inner.GetAttribute(localName, namespaceURI);

    public override string? LookupNamespace(string prefix) => inner.LookupNamespace(prefix);

    public override void MoveToRoot() => inner.MoveToRoot();

    public override bool MoveToFirstAttribute() => Step(inner.MoveToFirstAttribute());

    public override bool MoveToFirstChild() => Step(inner.MoveToFirstChild());

    public override bool MoveToFirstNamespace(XPathNamespaceScope namespaceScope) => Step(inner.MoveToFirstNamespace(namespaceScope));

    public override bool MoveToId(string id) => Step(inner.MoveToId(id));

    public override bool MoveToNext() => Step(inner.MoveToNext());

    public override bool MoveToNextAttribute() => Step(inner.MoveToNextAttribute());

    public override bool MoveToNextNamespace(XPathNamespaceScope namespaceScope) => Step(inner.MoveToNextNamespace(namespaceScope));

    public override bool MoveToParent() => Step(inner.MoveToParent());

    public override bool MoveToPrevious() => Step(inner.MoveToPrevious());

    private bool Step(bool moved)
    {
        budget.Spend();
        return moved;
    }
}

/// <summary>How long one message may keep the schematrons busy.</summary>
public sealed class WorkBudget(TimeProvider clock, TimeSpan longest)
{
    // Asking the clock at each step would cost more than the step.
    private const int StepsBetweenLooks = 4096;

    private readonly long _start = clock.GetTimestamp();
    private int _left = StepsBetweenLooks;
    private TimeSpan _aside;

    /// <summary>Whether the time is over; once it is, nothing more is begun.</summary>
    public bool IsSpent { get; private set; }

    internal void Spend(int steps = 1)
    {
        _left -= steps;
        if (_left > 0 && !IsSpent)
        {
            return;
        }

        _left = StepsBetweenLooks;
        IsSpent |= clock.GetElapsedTime(_start) - _aside > longest;
        if (IsSpent)
        {
            throw new WorkBudgetSpentException();
        }
    }

    /// <summary>Does what no message can make longer, e.g. compile the operator's expressions when they are first asked for.</summary>
    internal T Aside<T>(Func<T> work)
    {
        var began = clock.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            _aside += clock.GetElapsedTime(began);
        }
    }
}

/// <summary>The time of a message is over.</summary>
internal sealed class WorkBudgetSpentException : Exception;
