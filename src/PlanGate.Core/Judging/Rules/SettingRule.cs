using PlanGate.Classification;

namespace PlanGate.Judging.Rules;

/// <summary>A rule on updates that make settings of certain meanings less safe.</summary>
internal abstract class SettingRule : ChangeRule
{
    /// <summary>The meanings of settings, in the catalogue's words, that the rule is about.</summary>
    protected abstract IReadOnlyList<string> Meanings { get; }

    public override bool AppliesTo(ClassifiedChange change) => (change.HoldsData || change.Protects) && Weakened(change).Any();

    // A row that nobody has read is shown, not enforced.
    public override Level? LevelFor(ClassifiedChange change) =>
        Weakened(change).All(setting => setting.Status == "draft") && base.LevelFor(change) is not null ? Level.Advisory : base.LevelFor(change);

    public override IEnumerable<string> Attributes(ClassifiedChange change) => Weakened(change).Select(setting => setting.Attribute).Distinct();

    protected IEnumerable<Setting> Weakened(ClassifiedChange change) => change.Weakened.Where(setting => Meanings.Contains(setting.Meaning));

    protected string Names(ClassifiedChange change) => Wording.List([.. Attributes(change)]);
}
