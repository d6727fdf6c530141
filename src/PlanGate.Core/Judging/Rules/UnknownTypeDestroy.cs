using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class UnknownTypeDestroy : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG108",
        "unknown-type-destroy",
        "An object is destroyed whose type the catalogue does not know.",
        "Unknown is not harmless. Where the name says that the type holds data, the destruction is stopped; elsewhere it is only shown.",
        Level.SoftMandatory,
        Level.Advisory,
        "Advisory where the name does not say that the type holds data. What is a backup by its name stops in every environment.");

    public override bool AppliesTo(ClassifiedChange change) => !change.IsKnown && change.Change.Action.Destroys;

    public override Level? LevelFor(ClassifiedChange change) => change.IsBackup ? Info.Level : change.HoldsData ? base.LevelFor(change) : Level.Advisory;

    public override IEnumerable<string> Because(ClassifiedChange change) =>
        [$"the catalogue does not know {change.TypeInWords}; {change.Name?.Because ?? "nothing is known of it"}"];

    public override string Message(ClassifiedChange change) => change.HoldsData
        ? $"By its name it is {Kind.InWords(change.Kind)}: what it holds would be gone."
        : "Nobody has said what it holds; its name does not sound like data.";

    public override string Remedy(ClassifiedChange change) =>
        change.HoldsData ? $"Find out what it holds. {Wording.KeepIt(change)}" : "Find out whether it holds data.";
}
