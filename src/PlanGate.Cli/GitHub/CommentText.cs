using PlanGate.Approvals;
using PlanGate.Classification;

namespace PlanGate.Cli.GitHub;

/// <summary>What the comment says.</summary>
internal static class CommentText
{
    /// <summary>The first line, which no reader sees: whose comment this is.</summary>
    /// <param name="name">The key of the run, or empty.</param>
    public static string Marker(string name) => $"<!-- plangate:v1 key={ValueHash.Of([name])[..16]} -->";

    /// <summary>The comment below its marker.</summary>
    public static string Comment(Verdict verdict) => Report(verdict).Text;

    /// <summary>The report in Markdown, and whether it names everything that is destroyed.</summary>
    public static (string Text, bool IsComplete) Report(Verdict verdict)
    {
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine(verdict.Decision);
        foreach (var finding in verdict.Findings)
        {
            text.WriteLine($"- {finding.Address} {finding.Rule.Name}");
        }

        text.WriteLine(verdict.ApprovalCode is { } code ? ApprovalLine.For(code) : "");
        return (text.ToString(), true);
    }
}
