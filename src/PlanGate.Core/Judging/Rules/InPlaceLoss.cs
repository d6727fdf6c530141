using PlanGate.Classification;

namespace PlanGate.Judging.Rules;

internal sealed class InPlaceLoss : SettingRule
{
    public override RuleInfo Info { get; } = new(
        "PG204",
        "in-place-loss",
        "An update destroys data without replacing the object: it shrinks, loses blocks or disks, or lets its disks go with it from now on.",
        "An update reads as harmless. Blocks that it takes away (volumes, replicas, environment variables, databases) are deleted all the same.",
        Level.SoftMandatory,
        Level.Advisory,
        "Blocks count on objects that hold data and, in production, on what production stands on. Advisory where the catalogue's row on the setting is only a draft.");

    protected override IReadOnlyList<string> Meanings { get; } = ["size", "root-disk", "data-disk", "any-disk", "reclaim-policy"];

    public override bool AppliesTo(ClassifiedChange change) => base.AppliesTo(change) || LosesBlocks(change);

    public override Level? LevelFor(ClassifiedChange change) => LosesBlocks(change) ? DefaultLevel.Of(Info, change) : base.LevelFor(change);

    public override IEnumerable<string> Attributes(ClassifiedChange change) => base.Attributes(change).Concat(LosesBlocks(change) ? change.StrippedBlocks : []).Distinct();

    public override IEnumerable<string> Because(ClassifiedChange change)
    {
        if (LosesBlocks(change))
        {
            yield return $"the update takes away {Wording.List(change.StrippedBlocks, most: 8)}";
        }

        if (Weakened(change).Any())
        {
            yield return string.Join("; ", Weakened(change).GroupBy(setting => setting.Meaning).Select(alike => $"{Wording.List([.. alike.Select(setting => setting.Name).Distinct()])}: {What(alike.Key)}"));
        }
    }

    public override string Message(ClassifiedChange change) => LosesBlocks(change)
        ? "What those blocks hold is deleted, although the object stays."
        : "Data goes, now or with the object, although nothing is replaced.";

    public override string Remedy(ClassifiedChange change) => $"Take back the change of {Wording.List([.. Attributes(change)], most: 8)}, or copy the data first.";

    private static string What(string meaning) => meaning switch
    {
        "size" => "smaller than before",
        "reclaim-policy" => "the data is no longer retained",
        _ => "the disk goes with its machine from now on",
    };

    private static bool LosesBlocks(ClassifiedChange change) =>
        change.StrippedBlocks.Count > 0
        && (change.HoldsData || (change.Environment.Value == Classification.Environment.Production && (!change.IsKnown || ProductionDestroy.IsStoodOn(change))));
}
