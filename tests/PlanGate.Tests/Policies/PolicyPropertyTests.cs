using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

/// <summary>What must hold for every policy, tried on many.</summary>
public sealed class PolicyPropertyTests
{
    private static readonly string[] PathPieces =
    [
        ".a", ".b", ".*", "..a", "..", "[0]", "[1]", "[-1]", "[*]", "['a']", "['a','b']", "[0,1]", "[1:2]", "[::-1]", "[:]", "[?(@.a)]", "[?(@.a == 'x')]", "[?(@.a > 5)]", "[?(@.b < 'x')]", "[?(@.a != null)]",
        "[?(@.a == 1 || @.b == 2)]", "[?(@.a == 1 && @.b)]", "[?(@..a > 1)]", "[?($.after.a == @.a)]", "[?(@ > 1)]", "[?(@.length > 1)]", "[", "]", "(", "'", "@", "[?", " ", "[99999999999]", "[?(@.a == 99999999999999999999)]",
        "[?(@.a == 1e999)]", "[?(@.a == true)]", "[?(@['a.b'] == 1)]", "[?(@.a === '1')]", "[a]", "[\"a\"]", "['a.b']", "[1:1:0]",
    ];

    private static readonly TestPlan Nested = new TestPlan().With("aws_lb.a", ["update"], JObject.Parse("""{"a":[{"a":1,"b":"x"},{"a":"text","b":true},{"a":null},[1,"x"],7],"b":{"a":{"b":[true,2.5]},"a.b":1}}"""), change =>
    {
        change["change"]!["after"] = JObject.Parse("""{"a":[{"a":2,"b":"y"},{"a":"text","b":{"a":1}},{},[1,"x"],7],"b":{"a":{"b":[false,9e30]},"a.b":99999999999999999999}}""");
        change["change"]!["after_unknown"] = JObject.Parse("""{"a":[{},{"a":true},{"b":true},[false,true]],"c":true}""");
    });

    private static readonly string[] Wrong =
    [
        "\n", "\t", "\0", " ", "-", ":", "?", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "[", "]", "{", "}", ",", "#", "~", "x", "0", "\uFEFF", "\u2028", "\r", "é", "\U0001F600",
        "\\", "\\x", "\\uD800", "\\U00110000", "\\UFFFFFFFF", "- ", ": ", "? ", "[:", "[?", "&a ", "*a ", "!!str ", "!<", "--- ", "...\n", "%YAML 1.1\n", "%TAG ! x\n", "|9\n", ">-+\n", "<<: ", "{?: ",
    ];

    [Fact]
    public void What_only_makes_stricter_lets_nothing_through_that_was_stopped() =>
        Check(GeneratedPolicies.Stricter, (json, run) =>
        {
            var (without, with) = (run.Plan.Judged(run.Workspace), run.Plan.Judged(run.Workspace, Read(json)));
            var stopped = with.Findings.Where(finding => finding.IsBlocking).Select(finding => finding.Address).ToHashSet();
            return with.Decision >= without.Decision && without.Findings.Where(finding => finding.IsBlocking).All(finding => stopped.Contains(finding.Address));
        });

    [Fact]
    public void What_only_makes_stricter_lowers_no_level() =>
        Check(GeneratedPolicies.Stricter, (json, run) =>
        {
            var (without, with) = (run.Plan.Judged(run.Workspace), run.Plan.Judged(run.Workspace, Read(json)));
            return without.Findings.All(finding => with.Findings.Any(other => other.Address == finding.Address && other.Level >= finding.Level));
        });

    [Fact]
    public void The_order_of_members_and_lists_changes_nothing() =>
        Check(GeneratedPolicies.Any, (json, run) =>
        {
            var (one, other) = (run.Plan.Judged(run.Workspace, Read(json)), run.Plan.Judged(run.Workspace, Read(Reversed(json))));
            return one.Decision == other.Decision && one.Fingerprint == other.Fingerprint && Findings(one).SequenceEqual(Findings(other));
        });

    [Fact]
    public void A_policy_that_says_nothing_changes_nothing() =>
        Check(Gen.Constant(new JObject { ["version"] = 1 }), (json, run) =>
        {
            var (one, other) = (run.Plan.Judged(run.Workspace), run.Plan.Judged(run.Workspace, Read(json)));
            return one.Fingerprint == other.Fingerprint && Findings(one).SequenceEqual(Findings(other));
        });

    [Fact]
    public void Extending_a_policy_is_as_good_as_having_it() =>
        Check(GeneratedPolicies.Any, (json, run) =>
        {
            var extending = PolicyText.Read("version: 1\nextends: [base.yml]\n", ("base.yml", json.ToString()));
            return Findings(run.Plan.Judged(run.Workspace, Read(json))).SequenceEqual(Findings(run.Plan.Judged(run.Workspace, extending)));
        });

    [Fact]
    public void As_JSON_and_as_YAML_it_means_the_same() =>
        Check(GeneratedPolicies.Any, (json, run) =>
            Findings(run.Plan.Judged(run.Workspace, Read(json))).SequenceEqual(Findings(run.Plan.Judged(run.Workspace, PolicyText.Read(Yaml(json))))));

    [Fact]
    public void A_text_that_is_cut_off_is_refused_or_means_what_stands_there() =>
        Prop.ForAll(Arb.From(GeneratedPolicies.Any), json =>
        {
            var text = Yaml(json);
            var whole = PolicyText.Read(text);
            return Enumerable.Range(0, text.Length).All(length => TryRead(text[..length]) is not { } cut || (text[length - 1] != '\n' ? IsNoMore(cut, whole) : IsBeginning(cut, whole)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void A_JSON_text_that_is_cut_off_is_always_refused() =>
        Prop.ForAll(Arb.From(GeneratedPolicies.Any), json =>
        {
            var text = json.ToString(Formatting.None);
            return Enumerable.Range(0, text.Length).All(length => TryRead(text[..length]) is null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public void A_text_with_a_wrong_letter_is_read_or_refused_and_nothing_else() =>
        Prop.ForAll(Arb.From(from json in GeneratedPolicies.Any from at in Gen.Choose(0, 100_000) from letter in Gen.Elements(Wrong) from flow in Gen.Elements(true, false) select (flow ? json.ToString(Formatting.None) : Yaml(json), at, letter)), changed =>
        {
            var (text, at, letter) = changed;
            var (replaced, inserted) = (text.Remove(at % text.Length, 1).Insert(at % text.Length, letter), text.Insert(at % text.Length, letter));
            _ = (TryRead(replaced), TryRead(inserted));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_path_of_any_pieces_is_refused_or_judges_without_an_error() =>
        Prop.ForAll(Arb.From(from count in Gen.Choose(0, 6) from pieces in Gen.ArrayOf(Gen.Elements(PathPieces), count) from test in Gen.Elements("exists", "changed") select (Path: "$.after" + string.Concat(pieces), test)), asked =>
        {
            var rule = new JObject { ["name"] = "mine", ["message"] = "m", ["level"] = "advisory", ["when"] = new JObject { ["attributes"] = new JArray(new JObject { ["path"] = asked.Path, [asked.test] = true }) } };
            return TryRead(new JObject { ["version"] = 1, ["custom"] = new JArray(rule) }.ToString(Formatting.None)) is not { } policy || Nested.Judged(policy: policy).Errors.Count == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static void Check(Gen<JObject> policies, Func<JObject, (TestPlan Plan, string? Workspace), bool> property) =>
        Prop.ForAll(Arb.From(from policy in policies from run in GeneratedPolicies.Runs select (policy, run)), both => property(both.policy, both.run)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Policy Read(JObject json) => PolicyText.Read(json.ToString(Formatting.None));

    // Anything but a PolicyException is a failure of the test.
    private static Policy? TryRead(string text)
    {
        try
        {
            return PolicyText.Read(text);
        }
        catch (PolicyException e)
        {
            Assert.True(e.Line > 0 && e.Column > 0 && e.Message.Length > 0, $"{e.Message} ({e.Line}, {e.Column}) in {text}");
            return null;
        }
    }

    private static IEnumerable<string> Findings(Verdict verdict) =>
        verdict.Findings.Select(finding => $"{finding.Rule.Name} {finding.Address} {finding.Level} {finding.Kind} {finding.Environment} {finding.IsBlocking}").Order(StringComparer.Ordinal);

    private static bool IsNoMore(Policy cut, Policy whole) =>
        cut.Custom.Count <= whole.Custom.Count && cut.Waivers.Count <= whole.Waivers.Count && cut.Marks.Stateless.Count <= whole.Marks.Stateless.Count && cut.SwitchedOff.All(whole.SwitchedOff.Contains);

    private static bool IsBeginning(Policy cut, Policy whole) =>
        IsNoMore(cut, whole)
        && whole.Custom.Take(cut.Custom.Count).Select(rule => rule.Name).SequenceEqual(cut.Custom.Select(rule => rule.Name))
        && whole.Waivers.Take(cut.Waivers.Count).Select(waiver => $"{waiver} {waiver.Reason} {waiver.Expires}").SequenceEqual(cut.Waivers.Select(waiver => $"{waiver} {waiver.Reason} {waiver.Expires}"))
        && whole.Marks.Production.Workspaces.Take(cut.Marks.Production.Workspaces.Count).Select(glob => glob.ToString()).SequenceEqual(cut.Marks.Production.Workspaces.Select(glob => glob.ToString()))
        && cut.Levels.Rules.All(rule => whole.Levels.Rules.TryGetValue(rule.Key, out var other) && (rule.Value.Level is null || rule.Value.Level == other.Level));

    private static JToken Reverse(JToken token) => token switch
    {
        JObject map => new JObject(map.Properties().Reverse().Select(member => new JProperty(member.Name, Reverse(member.Value)))),
        JArray list => new JArray(list.Reverse().Select(Reverse)),
        _ => token.DeepClone(),
    };

    private static JObject Reversed(JObject policy) => (JObject)Reverse(policy);

    // In blocks, as people write it.
    private static string Yaml(JToken token, string indent = "") => token switch
    {
        JObject { Count: > 0 } map => string.Concat(map.Properties().Select(member => member.Value is JContainer { Count: > 0 } ? $"{indent}{member.Name}:\n{Yaml(member.Value, indent + "  ")}" : $"{indent}{member.Name}: {Scalar(member.Value)}\n")),
        JArray { Count: > 0 } list => string.Concat(list.Select(element => element is JContainer { Count: > 0 } ? $"{indent}- {Yaml(element, indent + "  ")[(indent.Length + 2)..]}" : $"{indent}- {Scalar(element)}\n")),
        _ => Scalar(token),
    };

    private static string Scalar(JToken token) => token is JValue { Value: string text } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') ? text : token.ToString(Formatting.None);
}
