using PlanGate.Plans;
using PlanGate.Plans.Pulumi;

namespace PlanGate.PulumiPolicy.Policies;

/// <summary>What an interrupted replacement left behind is deleted by the next update, whatever the program says; no preview lists it by default.</summary>
internal sealed class PendingDelete : StackPolicy
{
    public override string Name => "pending-delete";

    public override string DisplayName => "Nothing that holds data waits to be deleted";

    public override string Description => "What an interrupted replacement left behind and holds data must not be deleted unseen.";

    public override string Remedy =>
        "Copy the data over to the new object first. To keep the old one, take its row out of the state: `pulumi stack export`, remove the row, `pulumi stack import`.";

    public override string WillHappen => "Pulumi will delete it: an interrupted replacement left it behind, marked for deletion in the stack's state. A preview does not list it.";

    public override string HasHappened => "Pulumi has deleted it in this run: an interrupted replacement had left it behind. Only a preview says so before the fact.";

    public override IEnumerable<(PulumiState Row, ChangeAction Action)> Losses(IReadOnlyList<PulumiState> before, GoalStack after) =>
        before.Where(row => IsManaged(row) && row.IsPendingDelete).Select(row => (row, row.RetainOnDelete ? ChangeAction.Forget : ChangeAction.Delete));
}
