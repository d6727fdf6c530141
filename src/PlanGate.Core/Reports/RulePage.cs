using PlanGate.Judging;

namespace PlanGate.Reports;

/// <summary>The page of a rule in <c>docs/rules</c>, and their index: written from what the rule says of itself.</summary>
public static class RulePage
{
    /// <summary>Stands between what is generated and what is written by hand.</summary>
    public const string EndOfHead = "<!-- above: from the rule's own metadata; below: written by hand -->\n";

    /// <summary>The head of the page of one rule, as Markdown.</summary>
    public static string Of(RuleInfo rule) =>
        $"""
        # {rule.Id} {rule.Name}

        {rule.Finds}

        **Why.** {rule.Why}

        **Default level.** {rule.LevelsInWords}.{(rule.Exceptions.Length > 0 ? $" {rule.Exceptions}" : "")}

        """.ReplaceLineEndings("\n") + EndOfHead;

    /// <summary>The table of all rules, as Markdown.</summary>
    public static string Index(IEnumerable<RuleInfo> rules) =>
        "# Rules\n\n| id | name | finds | default level |\n| --- | --- | --- | --- |\n"
        + string.Concat(rules.Select(rule => $"| [{rule.Id}]({rule.Id}.md) | `{rule.Name}` | {rule.Finds} | {rule.LevelsInWords} |\n")) + EndOfHead;
}
