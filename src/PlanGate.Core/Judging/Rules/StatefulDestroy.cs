using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class StatefulDestroy : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG101",
        "stateful-destroy",
        "An object that holds data is deleted.",
        "Configuration can create the object again, but not what was in it.",
        Level.SoftMandatory,
        Level.Advisory,
        "Advisory where the object's own settings keep the data, for what configuration can mostly re-create, and for caches and machines' own disks that nothing marks as production.");

    public override bool AppliesTo(ClassifiedChange change) => change is { IsKnown: true, HoldsData: true, Change.Action: ChangeAction.Delete };

    public override string Message(ClassifiedChange change) => Wording.WhatGoes(change);

    public override string Remedy(ClassifiedChange change) => Wording.KeepIt(change);
}
