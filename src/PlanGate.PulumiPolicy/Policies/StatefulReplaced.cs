using Newtonsoft.Json.Linq;
using PlanGate.Plans;
using PlanGate.Plans.Pulumi;

namespace PlanGate.PulumiPolicy.Policies;

/// <summary>The engine never tells a pack of replacements, but whoever is replaced gets a new id: an update keeps the old one, also in a preview.</summary>
internal sealed class StatefulReplaced : StackPolicy
{
    public override string Name => "stateful-replaced";

    public override string DisplayName => "Nothing that holds data is replaced";

    public override string Description => "What holds data must keep its identity: who gets a new id is a new, empty object, and the old one is deleted.";

    public override string Remedy =>
        "See what forces the replacement in `pulumi preview --diff` and take it back, or copy the data over first. If it must be, write a waiver with a reason and an end into .plangate.yml, or set this policy to advisory for the one run.";

    public override string WillHappen => "Pulumi will replace it, as far as a pack can tell: it has an id now, and a new one is to come.";

    public override string HasHappened => "Pulumi has replaced it in this run: its id is another than before. Only a preview says so before the fact.";

    public override IEnumerable<(PulumiState Row, ChangeAction Action)> Losses(IReadOnlyList<PulumiState> before, GoalStack after)
    {
        foreach (var row in before.Where(row => IsManaged(row) && row is { IsPendingDelete: false, PendingReplacement: not true, Id.Length: > 0 }))
        {
            if (after.Find(row.Urn) is { } resource && IsOther(row, resource))
            {
                // The engine's usual order. What a state retains on delete, a replacement retains too.
                yield return (row, row.RetainOnDelete ? ChangeAction.CreateThenForget : ChangeAction.CreateThenDelete);
            }
        }
    }

    // Compared with the output of the same name, which need not be the id of the row. A resource that shows no id tells nothing.
    private static bool IsOther(PulumiState row, PackResource resource)
    {
        const string Id = "id";
        if (PulumiProperties.Read(row.Outputs)[Id] is not JValue { Value: string { Length: > 0 } was })
        {
            return false;
        }

        return resource.IsUnknown(Id) || (resource.Values[Id] is JValue { Value: string becomes } && becomes != was);
    }
}
