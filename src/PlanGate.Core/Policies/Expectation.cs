using PlanGate.Judging;

namespace PlanGate.Policies;

/// <summary>What a test case of a policy says must come of a plan.</summary>
public sealed record Expectation
{
    public required Decision Decision { get; init; }

    /// <summary>The workspace that the plan is for, or null.</summary>
    public string? Workspace { get; init; }

    /// <summary>Where the plan lies in the repository, for marks by path; null where it lies nowhere.</summary>
    public string? Path { get; init; }

    /// <summary>Findings that must be there; others may be too.</summary>
    public IReadOnlyList<ExpectedFinding> Findings { get; init; } = [];

    /// <summary>Names of rules that must find nothing, not even something advisory or waived.</summary>
    public IReadOnlyList<string> NoFindings { get; init; } = [];

    /// <summary>What came otherwise, a sentence each; none when all is as expected.</summary>
    public IReadOnlyList<string> Differences(Verdict verdict)
    {
        var differences = new List<string>();
        if (verdict.Decision != Decision)
        {
            differences.Add($"expected decision {InWords(Decision)}, got {InWords(verdict.Decision)}{Because(verdict)}");
        }

        foreach (var expected in Findings.Where(expected => !verdict.Findings.Any(expected.IsMetBy)))
        {
            var sameRule = verdict.Findings.Where(finding => finding.Rule.Name == expected.Rule).ToList();
            differences.Add($"expected {expected}, got {(sameRule.Count > 0 ? List(sameRule) : $"none of that rule{Others(verdict)}")}");
        }

        foreach (var rule in NoFindings)
        {
            var found = verdict.Findings.Where(finding => finding.Rule.Name == rule).ToList();
            if (found.Count > 0)
            {
                differences.Add($"expected no {rule}, got {List(found)}");
            }
        }

        return differences;
    }

    private static string Because(Verdict verdict) => verdict.Decision switch
    {
        Decision.Error => $": {string.Join("; ", verdict.Errors.Select(error => error.Message))}",
        Decision.Block => $": {List([.. verdict.Findings.Where(finding => finding.IsBlocking)])}",
        _ => "",
    };

    private static string Others(Verdict verdict) => verdict.Findings.Count > 0 ? $"; there are {List(verdict.Findings)}" : "; there are no findings at all";

    private static string List(IReadOnlyList<Finding> findings) => string.Join(", ", findings.Select(ExpectedFinding.InWords));

    private static string InWords(Decision decision) => decision switch
    {
        Decision.Pass => "pass",
        Decision.Block => "block",
        Decision.Error => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };
}

/// <summary>A finding that must be there. What is null may be anything.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Address">The address, to the letter.</param>
/// <param name="Level">The level.</param>
/// <param name="Waived">Whether a waiver covers it.</param>
public sealed record ExpectedFinding(string Rule, string? Address, Level? Level, bool? Waived)
{
    /// <summary>True when a finding is what was expected.</summary>
    public bool IsMetBy(Finding finding) =>
        finding.Rule.Name == Rule
        && (Address is null || finding.Address == Address)
        && (Level is null || finding.Level == Level)
        && (Waived is null || (finding.Waiver is not null) == Waived);

    /// <summary>The expectation in a few words.</summary>
    public override string ToString() => InWords(Rule, Address, Level, Waived);

    internal static string InWords(Finding finding) => InWords(finding.Rule.Name, finding.Address, finding.Level, finding.Waiver is not null ? true : null);

    private static string InWords(string rule, string? address, Level? level, bool? waived)
    {
        var more = string.Join(", ", new[] { level?.Word, waived switch { true => "waived", false => "not waived", null => null } }.OfType<string>());
        return $"{rule}{(address is null ? "" : $" on {address}")}{(more.Length > 0 ? $" ({more})" : "")}";
    }
}
