using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PlanGate.Reports;

namespace PlanGate.Cli.GitHub;

/// <summary>Writes what a workflow step leaves behind: its outputs and its summary.</summary>
internal static class StepFiles
{
    // GitHub drops a larger summary whole.
    private const int LargestSummary = 1024 * 1024 - 1024;

    /// <summary>The logins of those whose approvals count, each once.</summary>
    public static IReadOnlyList<string> ApprovedBy(Verdict verdict) =>
        [.. verdict.Findings.SelectMany(finding => finding.Approvals).Where(approval => approval.Counts).DistinctBy(approval => approval.Id).Select(approval => approval.By)];

    /// <summary>Appends to the files that the runner names, where it names any.</summary>
    /// <param name="surroundings">The runner's variables.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="resultJson">The file that holds the result document, or null.</param>
    /// <param name="comment">Where the comment is, or null.</param>
    public static void Write(Surroundings surroundings, Verdict verdict, string? resultJson, string? comment)
    {
        if (surroundings.Variable("GITHUB_OUTPUT") is { Length: > 0 } outputs)
        {
            Append(outputs, Outputs(verdict, resultJson, comment));
        }

        if (surroundings.Variable("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary)
        {
            var text = CommentText.Report(verdict).Text;
            Append(summary, Encoding.UTF8.GetByteCount(text) <= LargestSummary ? text : $"PlanGate: {DecisionWord(verdict)}. The report is too large for a summary: see the log.\n");
        }
    }

    /// <summary>The decision's word in documents and outputs.</summary>
    private static string DecisionWord(Verdict verdict) => verdict.Decision switch
    {
        Decision.Pass => "pass",
        Decision.Block => "block",
        _ => "error",
    };

    private static string Outputs(Verdict verdict, string? resultJson, string? comment)
    {
        (string Name, string Value)[] outputs =
        [
            ("decision", DecisionWord(verdict)),
            ("fingerprint", verdict.Fingerprint),
            ("approval-code", verdict.ApprovalCode ?? ""),
            ("findings", verdict.Findings.Count.ToString(CultureInfo.InvariantCulture)),
            ("approved-by", string.Join(',', ApprovedBy(verdict))),
            ("result-json", resultJson is null ? "" : Path.GetFullPath(resultJson)),
            ("comment-url", comment ?? ""),
        ];
        // A delimiter that nobody can know ends the value, and nothing in the value can.
        var delimiter = $"ghadelimiter_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        return string.Concat(outputs.Select(output => $"{output.Name}<<{delimiter}\n{PlainText.Clean(output.Value)}\n{delimiter}\n"));
    }

    private static void Append(string file, string text)
    {
        using var writer = new StreamWriter(file, append: true, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write(text);
    }
}
