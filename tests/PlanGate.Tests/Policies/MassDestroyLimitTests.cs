using PlanGate.Judging;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

public sealed class MassDestroyLimitTests
{
    [Theory]
    [InlineData("", 20, false)]
    [InlineData("", 21, true)]
    [InlineData("count: 3", 3, false)]
    [InlineData("count: 3", 4, true)]
    [InlineData("count: 100", 60, false)]
    public void The_count_is_how_many_may_go(string limits, int destroyed, bool found) => Assert.Equal(found, IsFound(limits, destroyed, inState: 0));

    [Theory]
    [InlineData("", 10, 20, true)]
    [InlineData("", 10, 21, false)]
    [InlineData("percent: 30", 10, 33, true)]
    [InlineData("percent: 30", 10, 34, false)]
    [InlineData("percent: 1", 9, 10, false)]
    [InlineData("percent: 100", 15, 16, false)]
    [InlineData("percent: 100, count: 1000", 30, 30, true)]
    public void The_share_counts_once_ten_go(string limits, int destroyed, int inState, bool found) => Assert.Equal(found, IsFound(limits, destroyed, inState));

    [Fact]
    public void The_finding_says_which_limit_was_passed() =>
        Assert.Equal(["4 objects are destroyed, more than 3"], FindingOf(Policy("count: 3"), 4, 0)?.Because);

    [Fact]
    public void Levels_and_limits_stand_side_by_side()
    {
        var policy = Policy("count: 3, level: hard-mandatory");

        Assert.Equal(Level.HardMandatory, FindingOf(policy, 4, 0)?.Level);
        Assert.Null(FindingOf(policy, 3, 0));
        Assert.Null(FindingOf(Policy("count: 3, level: off"), 4, 0));
    }

    private static bool IsFound(string limits, int destroyed, int inState) => FindingOf(Policy(limits), destroyed, inState) is not null;

    private static Policy Policy(string members) => PolicyText.Of($"rules: {{ mass-destroy: {{ {members} }} }}");

    private static Finding? FindingOf(Policy policy, int destroyed, int inState)
    {
        var plan = new TestPlan();
        for (var number = 0; number < destroyed; number++)
        {
            plan.Delete($"aws_security_group.n{number}");
        }

        var resources = Enumerable.Range(0, inState).Select(number => new { address = $"aws_security_group.n{number}", mode = "managed", type = "aws_security_group", values = new { id = "x" } });
        return plan.Set("prior_state", new { values = new { root_module = new { resources } } }).Judged(policy: policy).Findings.SingleOrDefault(finding => finding.Rule.Name == "mass-destroy");
    }
}
