using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>A change with everything that rules ask about it. It holds facts, no values of attributes.</summary>
public sealed record ClassifiedChange
{
    public required ResourceChange Change { get; init; }

    /// <summary>What the catalogue says of the type, or of the type that it carries; null for an unknown type.</summary>
    public required CatalogueEntry? Entry { get; init; }

    /// <summary>What the name says, for a type in no catalogue.</summary>
    public required NameJudgement? Name { get; init; }

    /// <summary>The type inside a carrier, in its own spelling; null for ordinary types.</summary>
    public required string? CarriedType { get; init; }

    public required EnvironmentMark Environment { get; init; }

    /// <summary>What a destroy does to the data, with this object's settings and its provider's.</summary>
    public required Recoverability Recoverability { get; init; }

    /// <summary>The setting that decided <see cref="Recoverability"/>, or null where the type's default did.</summary>
    public required Setting? DecidedBy { get; init; }

    /// <summary>Further disks die with this machine.</summary>
    public required bool TakesDataDisks { get; init; }

    /// <summary>The attributes that force a replacement, or that an update changes, as dotted paths in ordinal order.</summary>
    public required IReadOnlyList<string> ChangedAttributes { get; init; }

    /// <summary>A hash of what identifies the live object: <c>id</c>, <c>arn</c>, <c>self_link</c> ...</summary>
    public required string Identity { get; init; }

    /// <summary>A hash of old and new value of each attribute that a finding may be about, by its path.</summary>
    public required IReadOnlyDictionary<string, string> ValueHashes { get; init; }

    /// <summary>What is lost, in the words of <see cref="Classification.Kind"/>.</summary>
    public string Kind => Entry is not null ? Entry.Kind : Name is { HoldsData: true } name ? name.Kind : Classification.Kind.Other;

    /// <summary>Destroying the object loses data for sure or possibly: the catalogue says so, or the name of an unknown type.</summary>
    public bool HoldsData => Entry is not null ? Entry.Loses != DataLoss.No : Name is { HoldsData: true };

    /// <summary>The catalogue knows the type.</summary>
    public bool IsKnown => Entry is not null;

    /// <summary>What the object is called in messages: its type, or what its type carries.</summary>
    public string TypeInWords => CarriedType is { } carried && carried != Change.Type ? $"{carried} ({Change.Type})" : Change.Type;
}
