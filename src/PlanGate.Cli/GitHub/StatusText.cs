using PlanGate.Approvals;
using PlanGate.Judging;
using PlanGate.Reports;

namespace PlanGate.Cli.GitHub;

/// <summary>The description of a commit status: the verdict in one line, with the code, so that people can compare it with the comment's.</summary>
internal static class StatusText
{
    public static string Of(Verdict verdict)
    {
        var blocking = verdict.Findings.Where(finding => finding.IsBlocking).ToList();
        return verdict.Decision switch
        {
            Decision.Error => OfError(verdict.Errors.Count > 0 ? verdict.Errors[0].Message : "unknown"),
            Decision.Pass when blocking.Count == 0 => "Nothing here stops the apply",
            Decision.Pass => WithCode($"Approved by {string.Join(", ", StepFiles.ApprovedBy(verdict))}", verdict.ApprovalCode),
            _ when verdict.ApprovalCode is null => Cut(
                blocking.Any(finding => finding.Level == Level.HardMandatory) ? $"Blocked: {Losses(blocking.Count)}; only the policy can let it through" : $"Blocked: {Losses(blocking.Count)}; nothing can be approved here", CommitStatus.LongestDescription),
            _ => WithCode($"Blocked: {Losses(blocking.Count)}; a review with this line approves it", verdict.ApprovalCode),
        };
    }

    public static string OfError(string problem) => Cut($"Not judged: {PlainText.Clean(problem.ReplaceLineEndings(" "))}", CommitStatus.LongestDescription);

    private static string Losses(int count) => count == 1 ? "1 finding" : $"{count} findings";

    // The code stays whole, whatever has to go.
    private static string WithCode(string text, string? code)
    {
        var line = code is null ? "" : $": {ApprovalLine.For(code)}";
        return Cut(text, CommitStatus.LongestDescription - line.Length) + line;
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = length - 3;
        return $"{text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)]}...";
    }
}
