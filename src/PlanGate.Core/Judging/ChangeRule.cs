using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging;

/// <summary>One reason to object to one change. Stateless: the same change always gets the same answer.</summary>
public abstract class ChangeRule
{
    public abstract RuleInfo Info { get; }

    /// <summary>True when the change is of the sort that this rule is about.</summary>
    public abstract bool AppliesTo(ClassifiedChange change);

    /// <summary>The level before any policy.</summary>
    public virtual Level? LevelFor(ClassifiedChange change) => DefaultLevel.Of(Info, change);

    /// <summary>Clauses that say why this rule applies.</summary>
    public virtual IEnumerable<string> Because(ClassifiedChange change) => [];

    /// <summary>The attributes that the finding is about.</summary>
    public virtual IEnumerable<string> Attributes(ClassifiedChange change) => change.Change.Action.Replaces ? change.ChangedAttributes : [];

    /// <summary>What would be lost, in one sentence.</summary>
    public abstract string Message(ClassifiedChange change);

    /// <summary>What to do next, in one or two sentences.</summary>
    public abstract string Remedy(ClassifiedChange change);
}
