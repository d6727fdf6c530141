using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class BackupDestroy : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG103",
        "backup-destroy",
        "A snapshot, backup, vault or recovery point is deleted or replaced.",
        "Backups are what every other mistake is undone with; they are worth stopping for in every environment.",
        Level.SoftMandatory,
        Level.SoftMandatory,
        "Advisory where the object's own settings keep the data.");

    public override bool AppliesTo(ClassifiedChange change) =>
        change is { IsKnown: true, IsBackup: true } && change.Change.Action.Destroys;

    public override string Message(ClassifiedChange change) => Wording.WhatGoes(change);

    public override string Remedy(ClassifiedChange change) =>
        $"Make sure that what it backs up is safe and that another copy restores. {Wording.KeepIt(change)}";
}
