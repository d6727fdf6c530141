using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class StatefulReplace : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG102",
        "stateful-replace",
        "An object that holds data is replaced, in either order.",
        "A replacement reads like a change, but the old object is destroyed with its data, and the new one starts empty.",
        Level.SoftMandatory,
        Level.Advisory,
        "Advisory where the object's own settings keep the data, for what configuration can mostly re-create, and for caches and machines' own disks that nothing marks as production.");

    public override bool AppliesTo(ClassifiedChange change) => change is { IsKnown: true, HoldsData: true } && change.Change.Action.Replaces;

    public override IEnumerable<string> Because(ClassifiedChange change) =>
        change.ChangedAttributes.Count > 0 ? [$"forced by {Wording.List(change.ChangedAttributes)}"] : [];

    public override string Message(ClassifiedChange change) => Wording.WhatGoes(change);

    public override string Remedy(ClassifiedChange change) => Wording.KeepIt(change);
}
