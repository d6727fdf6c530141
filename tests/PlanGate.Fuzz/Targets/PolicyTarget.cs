using System.Text;
using PlanGate.Classification;
using PlanGate.Fuzz.Mutating;
using PlanGate.Plans;
using PlanGate.Policies;
using PlanGate.Reports;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PlanGate.Fuzz.Targets;

/// <summary>Policy files.</summary>
internal sealed class PolicyTarget(Seeds seeds) : Target("policy")
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private static readonly string[] Pieces =
    [
        "version: 1\n", "rules:\n", "  stateful-destroy: { level: advisory }\n", "extends: [p.yml]\n", "extends: [\"plangate:baseline\"]\n", "custom:\n", "- ", "? ", ": ", "&a ", "*a", "!!str ", "!x ", "<<: *a\n", "---\n", "...\n", "|\n", ">-\n", "'", "\"", "[", "]", "{", "}", "#", "%YAML 1.2\n", "\t", "\r\n", "~", "null",
        "true", "2026-12-31", "0001-01-01", "99999h", "0m", "1e999", "-1", "soft-mandatory", "off", "$.after..x", "$.before[?(@.a =~ /(a+)+$/)]", "(a+)+$", "(a{1000}){1000}", "(?<=a)b", "\\1", "**", "*", "[0]", "[\"a\"]", "\u0000", "\u2028", "\ufeff", "aaaaaaaaaaaaaaaaaaaa", "waivers:\n", "approvals: { expires: 24h }\n", "environments:\n",
    ];

    private static readonly Dictionary Words = new(
        [
            "version", "extends", "environments", "production", "non-production", "workspaces", "stacks", "tags", "addresses", "paths", "stateful", "stateless", "types", "kind", "rules", "level", "count", "percent", "kinds", "custom", "name", "message", "when", "actions", "environment", "attributes", "path", "equals",
            "not-equals", "in", "matches", "less-than", "greater-than", "exists", "changed", "waivers", "rule", "reason", "expires", "approvals", "approvers", "machines", "signers", "require-hardware-key", "required", "default", "cooling-off", "remedy", "stateful-destroy", "mass-destroy", "unknown",
        ],
        [
            "1", "2", "\"1\"", "0", "-1", "true", "false", "null", "\"advisory\"", "\"soft-mandatory\"", "\"hard-mandatory\"", "\"off\"", "\"24h\"", "\"7d\"", "2026-12-31", "\"2020-01-01\"", "[\"prod\"]", "[]", "{}", "\"**\"", "\"$.after.ttl\"", "\"$.before..x\"", "\"$.after[?(@.a=='b')]\"", "\"(a+)+$\"", "\"[\"", "[\"update\",\"delete\"]",
            "[\"production\"]", "\"database\"", "\"@acme/dba\"", "\"alice#1\"", "\"plangate:strict\"", "\"p.yml\"", "60", "100000000000000000000", "\"stateful-destroy\"", "[\"aws_*\"]",
        ]);

    private readonly List<Plan> _plans = [.. seeds.Plans.Take(40).SelectMany(Plans).Take(12)];

    public override IReadOnlyList<byte[]> Seeds => seeds.Policies;

    public override byte[] Mutate(Random random, byte[] parent, Func<byte[]> other) =>
        random.Next(2) == 0 && Tree(parent) is { } tree ? JsonMutator.Mutate(random, tree, () => Tree(other()), Words) : TextMutator.Mutate(random, parent, other, Pieces);

    public override string Try(byte[] input)
    {
        Judgements++;
        try
        {
            var policy = Guarded.Run(input.Length, () => PolicyReader.Read("p.yml", (name, _) => (name, name == "p.yml" ? input : null), Today));
            return Use(policy, input);
        }
        catch (PolicyException e)
        {
            if (e.Message.Length is 0 or > 2000 || e.File.Length == 0)
            {
                throw new FindingException("an error without words, or with too many", e.Message);
            }

            return Shape(e.Message);
        }
    }

    private string Use(Policy policy, byte[] input)
    {
        var verdict = Guarded.Run(input.Length + 100_000, () => Gate.Judge(_plans, [], policy, Today));
        TextReport.Write(verdict, coloured: false, new StringWriter());
        PolicyReport.Write(policy, Today, new StringWriter());

        // What nobody knows in a policy that is understood makes one that is not.
        if (Tree(input) is { } tree && tree.Children is [(_, { IsObject: true } root)])
        {
            root.Children.Add(("\"added-by-fuzz\"", JsonTree.Leaf("1")));
            try
            {
                var changed = tree.Documents(() => " ");
                _ = PolicyReader.Read("p.yml", (name, _) => (name, name == "p.yml" ? changed : null), Today);
                throw new FindingException("a member that nobody knows is let through");
            }
            catch (PolicyException)
            {
            }
        }

        return $"{verdict.Decision} {policy.Custom.Count > 0} {policy.Waivers.Count > 0} {string.Join(' ', verdict.Findings.Select(finding => $"{finding.Rule.Id}{(int)finding.Level}").Distinct().Order(StringComparer.Ordinal))}";
    }

    private static IReadOnlyList<Plan> Plans(byte[] input)
    {
        try
        {
            return PlanReader.Read(new MemoryStream(input), "plan.json", Interests.Of(Catalogue.BuiltIn).And(new(_ => true, _ => true, _ => true)));
        }
        catch (PlanFormatException)
        {
            return [];
        }
    }

    // The tree in a YAML text; JSON is YAML too, so that it can be written as such. None where anchors would make it endless.
    private static JsonTree? Tree(byte[] yaml)
    {
        var text = Encoding.UTF8.GetString(yaml);
        if (text.AsSpan().IndexOfAny('&', '*') >= 0 && text.Contains('&', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            // The library walks by recursion.
            if (text.Count(letter => letter is '[' or '{' or '-' or '?') > 2000)
            {
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 ? new() { Children = [(null, Node(stream.Documents[0].RootNode))] } : null;
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static JsonTree Node(YamlNode node) => node switch
    {
        YamlMappingNode map => new() { IsObject = true, Children = [.. map.Children.Select(child => ((string?)Scalar(child.Key), Node(child.Value)))] },
        YamlSequenceNode list => new() { Children = [.. list.Children.Select(child => ((string?)null, Node(child)))] },
        _ => JsonTree.Leaf(Scalar(node)),
    };

    private static string Scalar(YamlNode node) => node is YamlScalarNode { Value: { } value } scalar
        ? scalar.Style == ScalarStyle.Plain && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') && value.Length > 0 ? value : JsonTree.Quoted(value)
        : "\"\"";
}
