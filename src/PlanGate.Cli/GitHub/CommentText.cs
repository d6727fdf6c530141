using PlanGate.Classification;
using PlanGate.Reports;

namespace PlanGate.Cli.GitHub;

/// <summary>What comment and summary say.</summary>
internal static class CommentText
{
    private const string NoPullRequest = "No pull request brought this change, so nobody can have approved it.";

    /// <summary>The first line, which no reader sees: whose comment this is.</summary>
    /// <param name="name">The key of the run, or empty.</param>
    public static string Marker(string name) => $"<!-- plangate:v1 key={ValueHash.Of([name])[..16]} -->";

    /// <summary>The comment below its marker, and whether it names everything that is destroyed.</summary>
    public static (string Text, bool IsComplete) Comment(Verdict verdict, string name) =>
        Written(verdict, MarkdownOptions.Comment with { MaxLength = MarkdownOptions.Comment.MaxLength - Marker(name).Length - 1 }, name, hasPull: true);

    /// <summary>The summary of the job.</summary>
    public static string Summary(Verdict verdict, string name, bool hasPull) => Written(verdict, MarkdownOptions.Summary, name, hasPull).Text;

    private static (string Text, bool IsComplete) Written(Verdict verdict, MarkdownOptions options, string name, bool hasPull)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var isComplete = MarkdownReport.Write(verdict, options with
        {
            Name = name,
            Approvers = verdict.Policy.Approvals.Approvers,
            Route = hasPull ? ApprovalRoute.Review : ApprovalRoute.None,
            NoRouteBecause = hasPull ? "" : NoPullRequest,
        }, text);
        return (text.ToString(), isComplete);
    }
}
