using PlanGate.Plans;
using PlanGate.Plans.Pulumi;

namespace PlanGate.PulumiPolicy.Policies;

/// <summary>The engine never shows a pack what it deletes: what lived before and is wanted no more is what it deletes.</summary>
internal sealed class MissingFromGoal : StackPolicy
{
    public override string Name => "missing-from-goal";

    public override string DisplayName => "Nothing that holds data disappears";

    public override string Description => "What holds data and is in the stack's state must still be wanted by the program.";

    public override string Remedy =>
        "Put the resource back into the program; if it was only renamed, give the new one an alias. If it must go, write a waiver with a reason and an end into .plangate.yml, or set this policy to advisory for the one run.";

    public override string WillHappen => "Pulumi will delete it: it is in the stack's state, and the program wants it no more.";

    public override string HasHappened => "Pulumi has deleted it in this run: it was in the stack's state, and the program wants it no more. Only a preview says so before the fact.";

    public override IEnumerable<(PulumiState Row, ChangeAction Action)> Losses(IReadOnlyList<PulumiState> before, GoalStack after) =>
        before.Where(row => IsManaged(row) && row is { IsPendingDelete: false, PendingReplacement: not true } && after.Find(row.Urn) is null)
            .Select(row => (row, row.RetainOnDelete ? ChangeAction.Forget : ChangeAction.Delete));
}
