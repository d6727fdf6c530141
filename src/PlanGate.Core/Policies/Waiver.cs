using PlanGate.Classification;
using PlanGate.Judging;

namespace PlanGate.Policies;

/// <summary>A written exception: a finding of this rule on these objects does not stop, until a day.</summary>
/// <param name="Rule">The rule's name; for the team's own rules theirs.</param>
/// <param name="Addresses">Globs over the whole address; every object of a finding must be covered.</param>
/// <param name="Reason">Why, for whoever reads the finding.</param>
/// <param name="Expires">The last day on which it holds, UTC.</param>
public sealed record Waiver(string Rule, IReadOnlyList<Glob> Addresses, string Reason, DateOnly Expires)
{
    // How soon before its end people are told.
    private const int DaysOfWarning = 7;

    /// <summary>True when it excepts the finding. A finding on a plan as a whole that names no object cannot be waived.</summary>
    public bool Covers(Finding finding)
    {
        if (finding.Rule.Name != Rule)
        {
            return false;
        }

        var objects = finding.Objects ?? (finding.Address is { } address ? [address] : []);
        return objects.Count > 0 && objects.All(one => Glob.AnyMatches(Addresses, one));
    }

    /// <summary>How many days are left after <paramref name="today"/>; 0 on the last one.</summary>
    public int DaysLeft(DateOnly today) => Expires.DayNumber - today.DayNumber;

    /// <summary>True in the last week.</summary>
    public bool EndsSoon(DateOnly today) => DaysLeft(today) < DaysOfWarning;

    /// <summary>The waiver in a few words.</summary>
    public override string ToString() => $"{Rule} on {string.Join(", ", Addresses)}";
}
