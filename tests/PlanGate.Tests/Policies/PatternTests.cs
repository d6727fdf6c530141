using System.Diagnostics;
using System.Text.RegularExpressions;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

/// <summary>A pattern is the policy's, the text is the plan's: together they must not keep the gate busy for ever.</summary>
public sealed class PatternTests
{
    // Each takes exponential, or at least cubic, time by backtracking.
    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("(.*a){12}b")]
    [InlineData("^(a*)*b$")]
    [InlineData("a*a*a*a*a*b")]
    public void No_pattern_of_a_custom_rule_takes_for_ever(string pattern)
    {
        var policy = PolicyText.Of($"custom: [{{ name: a, message: m, level: soft-mandatory, when: {{ attributes: [{{ path: $.after.text, matches: '{pattern}' }}] }} }}]");
        var plan = new TestPlan().Update("aws_security_group.g", new { id = "g", text = "" }, new { id = "g", text = new string('a', 50_000) + "!" });
        var clock = Stopwatch.StartNew();
        var verdict = plan.Judged(policy: policy);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{pattern}: {clock.Elapsed}");
        Assert.Equal(Decision.Pass, verdict.Decision);
        Assert.Equal(RegexOptions.NonBacktracking, policy.Custom[0].Conditions.SelectMany(condition => condition.Tests).OfType<ConditionTest.Match>().Single().Pattern.Options & RegexOptions.NonBacktracking);
    }

    [Theory]
    [InlineData("(?<=a)b")]
    [InlineData("(?=a)b")]
    [InlineData("(a)\\1")]
    [InlineData("(?>a+)b")]
    public void A_pattern_that_needs_backtracking_is_refused(string pattern) =>
        Assert.Contains("no pattern that can be used here", PolicyText.Refused($"version: 1\ncustom: [{{ name: a, message: m, level: advisory, when: {{ attributes: [{{ path: $.after.text, matches: '{pattern}' }}] }} }}]").Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_inside_of_a_path_is_refused() =>
        Assert.Contains("use matches", PolicyText.Refused("version: 1\ncustom: [{ name: a, message: m, level: advisory, when: { attributes: [{ path: '$.after[?(@.a =~ /(a+)+$/)]', exists: true }] } }]").Message, StringComparison.Ordinal);
}
