using Newtonsoft.Json.Linq;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

/// <summary>The tests of a condition on an attribute that an update takes from one value to another.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("equals: 60", "60", true)]
    [InlineData("equals: 60", "60.0", true)]
    [InlineData("equals: 60", "61", false)]
    [InlineData("equals: 60", "\"60\"", true)]
    [InlineData("equals: 60", "\"60s\"", true)]
    [InlineData("equals: \"60\"", "60", true)]
    [InlineData("equals: a", "\"a\"", true)]
    [InlineData("equals: a", "\"A\"", false)]
    [InlineData("equals: a", "\"aa\"", false)]
    [InlineData("equals: true", "true", true)]
    [InlineData("equals: True", "true", true)]
    [InlineData("equals: \"true\"", "true", true)]
    [InlineData("equals: true", "false", false)]
    [InlineData("equals: true", "\"true\"", true)]
    [InlineData("equals: true", "1", false)]
    [InlineData("equals: null", "null", true)]
    [InlineData("equals: ~", "null", true)]
    [InlineData("equals: \"null\"", "null", false)]
    [InlineData("equals: null", "0", false)]
    [InlineData("equals: \"\"", "\"\"", true)]
    [InlineData("equals: \"\"", "null", false)]
    [InlineData("equals: a", "[\"a\"]", false)]
    [InlineData("equals: a", "{\"a\":1}", false)]
    [InlineData("not-equals: a", "\"b\"", true)]
    [InlineData("not-equals: a", "\"a\"", false)]
    [InlineData("not-equals: a", "null", true)]
    [InlineData("in: [a, 5, null]", "\"a\"", true)]
    [InlineData("in: [a, 5, null]", "5", true)]
    [InlineData("in: [a, 5, null]", "null", true)]
    [InlineData("in: [a, 5, null]", "\"b\"", false)]
    [InlineData("matches: \"^db\\\\.\"", "\"db.large\"", true)]
    [InlineData("matches: \"^db\\\\.\"", "\"a db.large\"", false)]
    [InlineData("matches: LARGE", "\"large\"", false)]
    [InlineData("matches: \"^true$\"", "true", true)]
    [InlineData("matches: \"^5$\"", "5", true)]
    [InlineData("matches: \".*\"", "null", false)]
    [InlineData("matches: a", "[\"a\"]", false)]
    [InlineData("less-than: 60", "59.9", true)]
    [InlineData("less-than: 60", "60", false)]
    [InlineData("less-than: 60", "\"59\"", true)]
    [InlineData("less-than: 7d", "\"6d\"", true)]
    [InlineData("less-than: 7d", "\"P8D\"", false)]
    [InlineData("less-than: 7d", "604799", true)]
    [InlineData("less-than: 60", "null", false)]
    [InlineData("less-than: 60", "\"many\"", false)]
    [InlineData("less-than: 60", "true", false)]
    [InlineData("greater-than: 20Gi", "\"21Gi\"", true)]
    [InlineData("greater-than: 20Gi", "\"20GB\"", false)]
    [InlineData("greater-than: -1", "0", true)]
    [InlineData("greater-than: 0", "0", false)]
    [InlineData("exists: true", "0", true)]
    [InlineData("exists: true", "false", true)]
    [InlineData("exists: true", "[]", true)]
    [InlineData("exists: true", "null", false)]
    [InlineData("exists: false", "null", true)]
    [InlineData("exists: false", "0", false)]
    [InlineData("changed: true", "1", true)]
    [InlineData("changed: true", "\"before\"", false)]
    [InlineData("changed: false", "\"before\"", true)]
    [InlineData("changed: false", "1", false)]
    [InlineData("changed: true", "null", true)]
    [InlineData("greater-than: 5, less-than: 10", "7", true)]
    [InlineData("greater-than: 5, less-than: 10", "12", false)]
    [InlineData("exists: true, not-equals: \"\"", "\"\"", false)]
    public void Holds_or_does_not_hold(string test, string after, bool met) => Assert.Equal(met, IsMet("$.after.a", test, $"{{\"a\":{after}}}"));

    [Theory]
    [InlineData("equals: 1", false)]
    [InlineData("equals: null", false)]
    [InlineData("not-equals: 1", true)]
    [InlineData("in: [1]", false)]
    [InlineData("matches: \".*\"", false)]
    [InlineData("less-than: 60", false)]
    [InlineData("greater-than: -1", false)]
    [InlineData("exists: true", false)]
    [InlineData("exists: false", true)]
    [InlineData("changed: true", false)]
    [InlineData("changed: false", true)]
    public void On_what_is_not_there(string test, bool met) => Assert.Equal(met, IsMet("$.after.none", test, """{"a":1}"""));

    [Theory]
    [InlineData("equals: 1")]
    [InlineData("not-equals: 1")]
    [InlineData("in: [a]")]
    [InlineData("matches: x")]
    [InlineData("less-than: 1")]
    [InlineData("greater-than: 1")]
    [InlineData("exists: true")]
    [InlineData("exists: false")]
    [InlineData("changed: true")]
    [InlineData("changed: false")]
    public void What_is_known_only_after_apply_meets_every_condition(string test)
    {
        Assert.True(IsMet("$.after.a", test, "{}", """{"a":true}"""));
        Assert.True(IsMet("$.after.a.b.c", test, """{"a":{}}""", """{"a":{"b":true}}"""));
        Assert.True(IsMet("$.after.a[1].c", test, """{"a":[{"c":5},{}]}""", """{"a":[{},{"c":true}]}"""));
        Assert.True(IsMet("$.after.a[*].c", test, """{"a":[{"c":5},{}]}""", """{"a":[{},{"c":true}]}"""));
        Assert.True(IsMet("$.after.a", test, """{"a":[{"c":5},{}]}""", """{"a":[{},{"c":true}]}"""));
        Assert.True(IsMet("$.after['a']['b.c']", test, """{"a":{}}""", """{"a":{"b.c":true}}"""));
        Assert.True(IsMet("$.after.a", test, "null", "true"));
    }

    [Theory]
    [InlineData("$.after.a", """{"b":true}""")]
    [InlineData("$.after.a", """{"a":false}""")]
    [InlineData("$.after.a", "false")]
    [InlineData("$.after.c[0].d", """{"c":[{},{"d":true}]}""")]
    [InlineData("$.before.a", """{"a":true}""")]
    [InlineData("$.before..a", """{"a":true}""")]
    public void What_is_unknown_elsewhere_meets_nothing(string path, string unknown) =>
        Assert.False(IsMet(path, "equals: 99", """{"a":1,"c":[{"d":1},{}]}""", unknown));

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{"id":false}""", false)]
    [InlineData("""{"c":[{"d":true}]}""", true)]
    public void A_path_that_looks_everywhere_looks_into_what_is_unknown(string unknown, bool met) => Assert.Equal(met, IsMet("$.after..port", "equals: 99", """{"c":[{}]}""", unknown));

    [Theory]
    [InlineData("changed: true")]
    [InlineData("changed: false")]
    public void That_something_changes_is_unknown_from_either_side(string test) => Assert.True(IsMet("$.before.a", test, "{}", """{"a":true}"""));

    [Theory]
    [InlineData("$.after.rules[?(@.kind == 'x')].ttl", true)]
    [InlineData("$.after.rules[?(@.kind == 'y')].ttl", true)]
    [InlineData("$.after.rules[?(@.name == 'a')].ttl", true)]
    [InlineData("$.after.rules[?(@.name == 'b')].ttl", false)]
    public void A_filter_that_asks_about_something_unknown_selects_it(string path, bool met) =>
        Assert.Equal(met, IsMet(path, "less-than: 60", """{"rules":[{"name":"a","ttl":5}]}""", """{"rules":[{"kind":true,"id":true}]}"""));

    [Theory]
    [InlineData("$.after.rules[0].ttl", "equals: 5", true)]
    [InlineData("$.after.rules[1].ttl", "equals: 5", false)]
    [InlineData("$.after.rules[2].ttl", "exists: true", false)]
    [InlineData("$.after.rules[-1:].ttl", "equals: 500", true)]
    [InlineData("$.after.rules[*].ttl", "less-than: 60", true)]
    [InlineData("$.after.rules[*].ttl", "less-than: 5", false)]
    [InlineData("$.after.rules[*].ttl", "not-equals: 5", false)]
    [InlineData("$.after.rules[?(@.kind == 'x')].ttl", "less-than: 60", true)]
    [InlineData("$.after.rules[?(@.kind == 'y')].ttl", "less-than: 60", false)]
    [InlineData("$.after.rules[?(@.ttl > 100)].kind", "equals: y", true)]
    [InlineData("$.after..ttl", "equals: 500", true)]
    [InlineData("$.after.rules.ttl", "exists: true", false)]
    [InlineData("$.after.rules", "exists: true", true)]
    [InlineData("$.after['rules'][0]['kind']", "equals: x", true)]
    [InlineData("$.after.names[*]", "equals: b", true)]
    [InlineData("$.after.names[*]", "matches: ^c", false)]
    public void Paths_lead_into_lists(string path, string test, bool met) =>
        Assert.Equal(met, IsMet(path, test, """{"rules":[{"kind":"x","ttl":5},{"kind":"y","ttl":500}],"names":["a","b"]}"""));

    [Fact]
    public void Names_with_dots_are_quoted()
    {
        Assert.True(IsMet("$.after.labels['app.kubernetes.io/env']", "equals: a", """{"labels":{"app.kubernetes.io/env":"a"}}"""));
        Assert.False(IsMet("$.after.labels['app.kubernetes.io/env']", "equals: b", """{"labels":{"app.kubernetes.io/env":"a"}}"""));
    }

    [Theory]
    [InlineData("$.after.rules[?(@.port > 5)].a", """{"rules":[{"port":"all","a":1}]}""")]
    [InlineData("$.after.rules[?(@.port < 5.5)].a", """{"rules":[{"port":"x"},{"port":1,"a":1}]}""")]
    public void A_filter_that_cannot_compare_what_it_finds_meets_the_condition(string path, string after) => Assert.True(IsMet(path, "equals: 99", after));

    [Fact]
    public void The_side_before_is_asked_about_what_lives()
    {
        Assert.True(IsMet("$.before.a", "equals: before", """{"a":"after"}"""));
        Assert.False(IsMet("$.before.a", "equals: after", """{"a":"after"}"""));
        Assert.True(IsMet("$.before.a", "changed: true", """{"a":"after"}"""));
        Assert.True(IsMet("$.before", "changed: true", """{"a":"after"}"""));
        Assert.False(IsMet("$.before", "changed: true", """{"a":"before"}"""));
    }

    [Fact]
    public void All_conditions_must_be_met()
    {
        static bool With(int less) => Found($"attributes: [ {{ path: $.after.a, greater-than: 5 }}, {{ path: $.after.b, less-than: {less} }} ]", """{"a":6,"b":6}""", null);

        Assert.True(With(7));
        Assert.False(With(6));
    }

    [Fact]
    public void Changed_on_a_creation_is_what_is_there_and_null_is_nothing()
    {
        static bool With(string path) => new TestPlan().With("aws_lb.main", ["create"], JValue.CreateNull(), change => change["change"]!["after"] = JObject.Parse("""{"a":1,"b":null}"""))
            .Judged(policy: PolicyText.Of($"custom: [{{ name: mine, message: m, level: advisory, when: {{ types: [aws_lb], attributes: [ {{ path: {path}, changed: true }} ] }} }}]")).Findings.Count == 1;

        Assert.True(With("$.after.a"));
        Assert.False(With("$.after.b"));
        Assert.False(With("$.after.c"));
    }

    [Fact]
    public void On_a_deletion_nothing_is_there_after_it()
    {
        static bool With(string condition) => new TestPlan().Delete("aws_lb.main", new { id = "x", a = 1 })
            .Judged(policy: PolicyText.Of($"custom: [{{ name: mine, message: m, level: advisory, when: {{ types: [aws_lb], attributes: [ {{ {condition} }} ] }} }}]")).Findings.Count == 1;

        Assert.True(With("path: $.before.a, equals: 1"));
        Assert.True(With("path: $.after.a, exists: false"));
        Assert.True(With("path: $.after, exists: false"));
        Assert.True(With("path: $.before.a, changed: true"));
        Assert.False(With("path: $.after.a, equals: 1"));
    }

    private static bool IsMet(string path, string test, string after, string? unknown = null) => Found($"attributes: [ {{ path: \"{path}\", {test} }} ]", after, unknown);

    private static bool Found(string when, string after, string? unknown)
    {
        var plan = new TestPlan().With("aws_lb.main", ["update"], new { a = "before" }, change =>
        {
            change["change"]!["after"] = JToken.Parse(after);
            change["change"]!["after_unknown"] = unknown is null ? new JObject() : JToken.Parse(unknown);
        });
        var verdict = plan.Judged(policy: PolicyText.Of($"custom: [{{ name: mine, message: m, level: advisory, when: {{ {when} }} }}]"));

        Assert.Empty(verdict.Errors);
        return verdict.Findings.Any(finding => finding.Rule.Name == "mine");
    }
}
