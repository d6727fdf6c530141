using PlanGate.Judging;

namespace PlanGate.Policies;

/// <summary>Reads the expectation of a test case, as strictly as a policy.</summary>
public static class ExpectationReader
{
    /// <summary>The expectation in a file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">Its name.</param>
    /// <param name="policy">The policy under test: its own rules may be named.</param>
    /// <exception cref="PolicyException">Something is not understood or missing.</exception>
    public static Expectation Read(string text, string file, Policy policy)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new PolicyException("an empty expectation: write at least `decision: pass`, block or error", file, 1, 1);
        }

        var root = YamlNodeReader.Of(text, file);
        var members = root.Map("decision", "workspace", "path", "findings", "no-findings");
        return new()
        {
            Decision = members.TryGetValue("decision", out var decision) ? DecisionOf(decision) : throw root.Wrong("no \"decision\": write `decision: pass`, block or error"),
            Workspace = members.TryGetValue("workspace", out var workspace) ? workspace.Text() : null,
            Path = members.TryGetValue("path", out var path) ? path.Text() : null,
            Findings = members.TryGetValue("findings", out var findings) ? [.. findings.List().Select(finding => FindingOf(finding, policy))] : [],
            NoFindings = members.TryGetValue("no-findings", out var none) ? [.. none.List().Select(rule => RuleOf(rule, policy))] : [],
        };
    }

    private static Decision DecisionOf(YamlNodeReader node) => node.OneOf(["pass", "block", "error"]) switch
    {
        "pass" => Decision.Pass,
        "block" => Decision.Block,
        _ => Decision.Error,
    };

    private static ExpectedFinding FindingOf(YamlNodeReader node, Policy policy)
    {
        var members = node.Map("rule", "address", "level", "waived");
        return new(
            members.TryGetValue("rule", out var rule) ? RuleOf(rule, policy) : throw node.Wrong($"{node.Subject()} has no \"rule\""),
            members.TryGetValue("address", out var address) ? address.Text() : null,
            members.TryGetValue("level", out var level) ? LevelOf(level) : null,
            members.TryGetValue("waived", out var waived) ? waived.Flag() : null);
    }

    // A rule that nobody knows would never be found, and its absence never be noticed.
    private static string RuleOf(YamlNodeReader node, Policy policy) =>
        BuiltInRules.All.FirstOrDefault(rule => rule.Id == node.Text())?.Name ?? node.OneOf([.. BuiltInRules.All.Select(rule => rule.Name), .. policy.Custom.Select(rule => rule.Name)]);

    private static Level LevelOf(YamlNodeReader node)
    {
        var levels = Enum.GetValues<Level>().ToDictionary(level => level.Word, StringComparer.Ordinal);
        return levels[node.OneOf(levels.Keys)];
    }
}
