using PlanGate.Classification;

namespace PlanGate.Judging;

/// <summary>The order in which findings are told: what blocks, the strictest and production first, then by what is lost, rule, plan and address.</summary>
internal sealed class FindingOrder : IComparer<Finding>
{
    public static FindingOrder Instance { get; } = new();

    public int Compare(Finding? x, Finding? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        return First(
            y.IsBlocking.CompareTo(x.IsBlocking),
            ((int)y.Level).CompareTo((int)x.Level),
            ((int)y.Environment).CompareTo((int)x.Environment),
            Rank(x).CompareTo(Rank(y)),
            string.CompareOrdinal(x.Rule.Id, y.Rule.Id),
            string.CompareOrdinal(x.Rule.Name, y.Rule.Name),
            x.Plan.CompareTo(y.Plan),
            string.CompareOrdinal(x.Address, y.Address),
            string.CompareOrdinal(x.Deposed, y.Deposed),
            string.CompareOrdinal(Reason(x), Reason(y)));
    }

    private static int Rank(Finding finding) => finding.Address is null ? int.MaxValue : Kind.Rank(finding.Kind);

    private static string Reason(Finding finding) => finding.Because.Count > 0 ? finding.Because[0] : "";

    private static int First(params ReadOnlySpan<int> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            if (comparison != 0)
            {
                return comparison;
            }
        }

        return 0;
    }
}
