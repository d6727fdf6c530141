using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PlanGate.Reports;

namespace PlanGate.Cli.GitHub;

/// <summary>Writes what a workflow step leaves behind: its outputs and its summary.</summary>
internal static class StepFiles
{
    /// <summary>The logins of those whose approvals count, each once.</summary>
    public static IReadOnlyList<string> ApprovedBy(Verdict verdict) =>
        [.. verdict.Findings.SelectMany(finding => finding.Approvals).Where(approval => approval.Counts).DistinctBy(approval => approval.Id).Select(approval => approval.By)];

    /// <summary>Appends to the files that the runner names, where it names any.</summary>
    /// <param name="surroundings">The runner's variables.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="options">The command line's options.</param>
    /// <param name="run">The run, or null where it could not even begin.</param>
    public static void Write(Surroundings surroundings, Verdict verdict, GitHubOptions options, GitHubRun? run)
    {
        if (surroundings.Variable("GITHUB_OUTPUT") is { Length: > 0 } outputs)
        {
            Append(outputs, Outputs(verdict, options.ResultJson, run?.CommentAddress));
        }

        if (surroundings.Variable("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary)
        {
            Append(summary, CommentText.Summary(verdict, options.Name, run?.HasPull ?? false));
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
