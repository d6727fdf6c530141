using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>A change with everything that rules ask about it. It holds facts, no values of attributes.</summary>
public sealed class ClassifiedChange
{
    public required ResourceChange Change { get; init; }

    /// <summary>What the catalogue says of the type, or of the type that it carries; null for an unknown type.</summary>
    public required CatalogueEntry? Entry { get; init; }

    /// <summary>What the name says, for a type in no catalogue.</summary>
    public required NameJudgement? Name { get; init; }

    /// <summary>The type inside a carrier, in its own spelling; null for ordinary types.</summary>
    public required string? CarriedType { get; init; }

    /// <summary>The type by which the catalogue knows it, in whatever words: Terraform's for bridged types of Pulumi's, the carried type; else the type itself.</summary>
    public required string CatalogueType { get; init; }

    /// <summary>Its type is one of another world, of which no tie speaks; a whole ARN or path still names it.</summary>
    public required bool IsOfAnotherWorld { get; init; }

    /// <summary>The change that destroys it also takes its protection off (Pulumi's <c>protect</c>), so that nothing refuses.</summary>
    public required bool TakesProtectionOff { get; init; }

    public required EnvironmentMark Environment { get; init; }

    /// <summary>What a destroy does to the data, with this object's settings and its provider's.</summary>
    public required Recoverability Recoverability { get; init; }

    /// <summary>The setting that decided <see cref="Recoverability"/>, or null where the type's default did.</summary>
    public required Setting? DecidedBy { get; init; }

    /// <summary>How one would get the data back once it is destroyed; null where it is not destroyed, or stays.</summary>
    public required Undo? Undo { get; init; }

    /// <summary>Further disks die with this machine.</summary>
    public required bool TakesDataDisks { get; init; }

    /// <summary>The provider deletes the object's backups along with it, and takes no final copy.</summary>
    public required bool TakesBackupsAlong { get; init; }

    /// <summary>The attributes that force a replacement, or that an update changes, as dotted paths in ordinal order.</summary>
    public required IReadOnlyList<string> ChangedAttributes { get; init; }

    /// <summary>The settings that an update makes less safe, in the catalogue's order.</summary>
    public required IReadOnlyList<Setting> Weakened { get; init; }

    /// <summary>It protected something and does not any more: it is deleted, or replaced by one that is for something else.</summary>
    public required bool LeavesWhatItProtects { get; init; }

    /// <summary>The dotted paths of content blocks that an update takes away.</summary>
    public required IReadOnlyList<string> StrippedBlocks { get; init; }

    /// <summary>The tag that marks the object as production and will not any more, or null.</summary>
    public required string? LostMark { get; init; }

    /// <summary>The destructive operations that the change runs.</summary>
    public required IReadOnlyList<Operation> Operations { get; init; }

    /// <summary>What the object is called by others, and whom it calls by such names.</summary>
    public required ObjectLinks Links { get; init; }

    /// <summary>A hash of what identifies the live object: <c>id</c>, <c>arn</c>, <c>self_link</c> ...</summary>
    public required string Identity { get; init; }

    /// <summary>A hash of old and new value of each attribute that a finding may be about, by its path.</summary>
    public required IReadOnlyDictionary<string, string> ValueHashes { get; init; }

    /// <summary>What is lost, in the words of <see cref="Classification.Kind"/>.</summary>
    public string Kind => Entry is not null ? Entry.Kind : Name is { HoldsData: true } name ? name.Kind : Classification.Kind.Other;

    /// <summary>Destroying the object loses data for sure or possibly: the catalogue says so, or the name of an unknown type.</summary>
    public bool HoldsData => Entry is not null ? Entry.Loses != DataLoss.No : Name is { HoldsData: true };

    /// <summary>It is, or holds, copies of other data.</summary>
    public bool IsBackup => HoldsData && (Kind is Classification.Kind.Snapshot or Classification.Kind.Backup);

    /// <summary>It holds no data, but protects other data: a lock, versioning, replication, a backup policy.</summary>
    public bool Protects => Entry is { Loses: DataLoss.No, Role: "protection" };

    /// <summary>The catalogue knows the type.</summary>
    public bool IsKnown => Entry is not null;

    /// <summary>What the object is called in messages: its type, or what its type carries.</summary>
    public string TypeInWords => CarriedType is { } carried && carried != Change.Type ? $"{carried} ({Change.Type})" : Change.Type;
}
