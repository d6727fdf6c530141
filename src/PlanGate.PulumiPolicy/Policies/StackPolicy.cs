using PlanGate.Plans;
using PlanGate.Plans.Pulumi;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy.Policies;

/// <summary>A policy that compares the stack as it will be with the state before: what it finds would be lost, or is lost already.</summary>
internal abstract class StackPolicy : PackPolicy
{
    public override PolicyType Type => PolicyType.Stack;

    public override PolicySeverity Severity => PolicySeverity.Critical;

    public override IReadOnlyList<PolicyParameter> Parameters { get; } = [PolicyParameter.PolicyFile, PolicyParameter.Exclude, PolicyParameter.Checkpoint];

    /// <summary>What happens to the objects that it finds, for a preview.</summary>
    public abstract string WillHappen { get; }

    /// <summary>The same for an update, which is over by then.</summary>
    public abstract string HasHappened { get; }

    /// <summary>The objects that are lost, as changes to them.</summary>
    /// <param name="before">The rows of the state before the run.</param>
    /// <param name="after">The stack as it will be, or is.</param>
    public abstract IEnumerable<(PulumiState Row, ChangeAction Action)> Losses(IReadOnlyList<PulumiState> before, GoalStack after);

    /// <summary>Something lives behind it that Pulumi manages, and would delete.</summary>
    protected static bool IsManaged(PulumiState row) =>
        row is { IsCustom: true, IsExternal: false, ViewOf.Length: 0 } && !row.IsEngines;
}
