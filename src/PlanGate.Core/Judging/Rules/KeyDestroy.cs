using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class KeyDestroy : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG106",
        "key-destroy",
        "A key that encrypts data is destroyed.",
        "Without the key, everything that it encrypted is as good as deleted, wherever it is and however often it was backed up.",
        Level.SoftMandatory,
        Level.Advisory,
        "Advisory where the object's own settings keep the key.");

    public override bool AppliesTo(ClassifiedChange change) => change is { IsKnown: true, HoldsData: true, Kind: Kind.Key } && change.Change.Action.Destroys;

    public override string Message(ClassifiedChange change) => Wording.WhatGoes(change);

    public override string Remedy(ClassifiedChange change) =>
        $"Find out what is encrypted with it, in backups too, before it goes. {Wording.KeepIt(change)}";
}
