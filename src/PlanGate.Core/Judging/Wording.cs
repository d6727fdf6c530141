using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging;

/// <summary>Clauses that several rules say in the same words.</summary>
internal static class Wording
{
    /// <summary>Why the tool chose to destroy, in words, or null where the plan does not say.</summary>
    public static string? Reason(ResourceChange change) => change.ActionReason switch
    {
        "delete_because_no_resource_config" => "its block is no longer in the configuration",
        "delete_because_no_module" => "its module is no longer called",
        "delete_because_wrong_repetition" => "count or for_each was added or removed",
        "delete_because_count_index" => "count was lowered",
        "delete_because_each_key" => "its key left for_each",
        "delete_because_no_move_target" => "a moved block points to nothing",
        "replace_because_tainted" => "it is marked as tainted",
        "replace_because_cannot_update" => "the provider cannot change it in place",
        "replace_by_request" => "asked for with -replace",
        "replace_by_triggers" => "replace_triggered_by fired",
        _ => null,
    };

    /// <summary>What happens to the data, in words, with the setting that decides it.</summary>
    public static string Fate(ClassifiedChange change)
    {
        var by = change.DecidedBy is { } setting ? $" ({setting.Name})" : "";
        return change.Recoverability switch
        {
            Recoverability.Lost when change.TakesBackupsAlong => "its automated backups go with it, and no final copy is taken: nothing is left",
            Recoverability.Lost => "nothing is kept",
            Recoverability.Unknown => "nothing is known to be kept",
            Recoverability.Recoverable => $"can be undone for a while{by}",
            Recoverability.Copied => $"a final copy is taken{by}",
            Recoverability.Kept => $"the data stays where it is{by}",
            Recoverability.Refused when change.DecidedBy is { Meaning: "force-destroy" } => $"the provider refuses while it is not empty{by}",
            Recoverability.Refused => $"the provider will refuse{by}",
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Recoverability, null),
        };
    }

    /// <summary>How it goes: deleted, or replaced in which order.</summary>
    public static string Verb(ClassifiedChange change) => change.Change.Deposed is not null ? change.Change.IsPulumi ? "deleted: an earlier replacement left it behind" : "a deposed object is deleted" : (change.Change.Action, change.HoldsData) switch
    {
        (ChangeAction.DeleteThenCreate, true) => "destroyed, then created anew and empty",
        (ChangeAction.DeleteThenCreate, false) => "destroyed, then created anew",
        (ChangeAction.CreateThenDelete, true) => "created anew and empty, then the old one is destroyed",
        (ChangeAction.CreateThenDelete, false) => "created anew, then the old one is destroyed",
        _ => "deleted",
    };

    /// <summary>The catalogue's sentence, or what can be said without one.</summary>
    public static string WhatGoes(ClassifiedChange change) =>
        change.Entry?.Sentence is { Length: > 0 } sentence ? sentence : $"It may be {Kind.InWords(change.Kind)}.";

    /// <summary>What to do about a destruction that may not be meant.</summary>
    public static string KeepIt(ClassifiedChange change) => change.Change.ActionReason switch
    {
        "delete_because_no_resource_config" or "delete_because_no_module" =>
            "Put the block back, or let go of the object without destroying it: a `removed` block with `destroy = false`.",
        "delete_because_count_index" or "delete_because_each_key" or "delete_because_wrong_repetition" or "delete_because_no_move_target" =>
            "If it was only renamed or re-indexed, add a `moved` block from the old address to the new one.",
        "replace_because_tainted" => "If the object is sound, run `terraform untaint` on it.",
        "replace_by_request" => "Plan again without -replace.",
        _ when change.Change is { IsPulumi: true, Deposed: not null } =>
            "Make sure that its successor has the data. To keep the old object, take it out of the state: `pulumi state delete`.",
        _ when change.Change is { IsPulumi: true, Action: ChangeAction.Delete } =>
            "Put it back into the program; if it was only renamed or moved, give it an alias. To let go of it without destroying it, apply `retainOnDelete: true` first.",
        _ when change.Change.Action.Replaces && change.ChangedAttributes.Count > 0 =>
            $"Take back the change of {List(change.ChangedAttributes)}, or copy the data first and move it over.",
        _ when change.Change.Action.Replaces => "Find out what forces the replacement and take it back, or copy the data first and move it over.",
        _ => "Take the deletion out of the change, or copy the data first.",
    };

    /// <summary>The first few names of a list.</summary>
    public static string List(IReadOnlyList<string> names, int most = 3) =>
        names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
}
