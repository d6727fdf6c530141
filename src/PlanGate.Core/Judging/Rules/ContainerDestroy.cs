using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class ContainerDestroy : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG105",
        "container-destroy",
        "Something is destroyed whose children die with it: a namespace, project, resource group, account, release, cluster, or a machine with data disks.",
        "The plan lists only the container. What is inside goes too, whether or not anybody remembers that it is there.",
        Level.SoftMandatory,
        Level.Advisory,
        "Advisory where the object's own settings keep what is inside.");

    public override bool AppliesTo(ClassifiedChange change) =>
        change.Change.Action.Destroys && (change is { IsKnown: true, HoldsData: true, Kind: Kind.Container } || change.TakesDataDisks);

    public override IEnumerable<string> Because(ClassifiedChange change) => change.TakesDataDisks ? ["further disks die with the machine"] : [];

    public override string Message(ClassifiedChange change) =>
        change.TakesDataDisks ? "The machine is destroyed and takes further disks along, with everything on them." : Wording.WhatGoes(change);

    public override string Remedy(ClassifiedChange change) =>
        $"Look inside first: what is there, and who owns it. {Wording.KeepIt(change)}";
}
