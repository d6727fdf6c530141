using PlanGate.Classification;

namespace PlanGate.Judging.Rules;

/// <summary>A rule on updates that make settings of certain meanings less safe.</summary>
internal abstract class SettingRule : ChangeRule
{
    /// <summary>The meanings of settings, in the catalogue's words, that the rule is about.</summary>
    protected abstract IReadOnlyList<string> Meanings { get; }

    public override bool AppliesTo(ClassifiedChange change) => Weakened(change).Any();

    // A row that nobody has read is shown, not enforced.
    public override Level? LevelFor(ClassifiedChange change) =>
        Weakened(change).All(setting => setting.Status == "draft" || IsOfLittleUse(setting, change)) && base.LevelFor(change) is not null ? Level.Advisory : base.LevelFor(change);

    // Pulumi protects whatever one likes: on what may be deleted without a finding it guards no data.
    private static bool IsOfLittleUse(Setting setting, ClassifiedChange change) =>
        PulumiOptions.IsOne(setting) && !change.HoldsData && !change.Protects && !(change.Environment.Value == Classification.Environment.Production && ProductionDestroy.IsStoodOn(change));

    public override IEnumerable<string> Attributes(ClassifiedChange change) => Weakened(change).Select(setting => setting.Name).Distinct();

    // On what holds no data itself, such as a lifecycle configuration, a row counts once it was read.
    protected IEnumerable<Setting> Weakened(ClassifiedChange change) =>
        change.Weakened.Where(setting => Meanings.Contains(setting.Meaning) && (change.HoldsData || change.Protects || setting.Status != "draft"));

    protected string Names(ClassifiedChange change) => Wording.List([.. Attributes(change)]);
}
