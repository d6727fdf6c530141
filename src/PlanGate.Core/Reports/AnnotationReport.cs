using PlanGate.Judging;

namespace PlanGate.Reports;

/// <summary>
/// Annotations of a GitHub workflow run. GitHub shows the first ten of a kind and step, and cuts a message at 4,096 characters; so the verdict comes first, what
/// weighs most follows, and the last one says how many more there are.
/// </summary>
public static class AnnotationReport
{
    private const int MostOfAKind = 10;
    private const int LongestMessage = 1_000;
    private const int LongestTitle = 200;

    /// <summary>Writes one workflow command a line, and nothing where there is nothing to say.</summary>
    public static void Write(Verdict verdict, TextWriter output)
    {
        var blocking = verdict.Findings.Where(finding => finding.IsBlocking).ToList();
        var stopped = blocking.Where(finding => !finding.IsApproved).ToList();
        Write("error", [.. Errors(verdict), .. Stopped(verdict, stopped)], output);
        Write("warning",
            [.. verdict.Warnings.Select(warning => new Annotation("PlanGate", warning)), .. verdict.UnusedWaivers.Select(waiver => new Annotation("PlanGate", $"the waiver {waiver} covers nothing here"))], output);
        Write("notice", [.. blocking.Count > 0 && stopped.Count == 0 ? Of(blocking, "approved, ") : [], .. Of(verdict.Findings.Where(finding => !finding.IsBlocking), "not stopped, ")], output);
    }

    private static IEnumerable<Annotation> Errors(Verdict verdict) => verdict.Errors.Select(error => new Annotation("PlanGate could not judge this: nothing may be applied", ErrorWords.Of(error)));

    private static IEnumerable<Annotation> Stopped(Verdict verdict, List<Finding> stopped)
    {
        if (verdict.Decision == Decision.Block)
        {
            yield return new("PlanGate blocked this", $"{FindingWords.Capital(LossWords.Of(stopped))}.");
        }

        foreach (var annotation in Of(stopped, ""))
        {
            yield return annotation;
        }
    }

    private static IEnumerable<Annotation> Of(IEnumerable<Finding> findings, string how) => FindingWords.Alike(findings).Select(alike =>
    {
        var finding = alike[0];
        var waived = finding.Waiver is { } waiver ? $"Waived by the policy, because {waiver.Reason}. " : "";
        var more = alike.Count > 1 ? $" and {alike.Count - 1} more" : "";
        var where = finding.Address is null && finding.EnvironmentBecause.Length == 0 ? "" : $"{FindingWords.Capital(FindingWords.Where(finding))}. ";
        var because = finding.Because.Count == 0 ? "" : $"{FindingWords.Capital(string.Join("; ", finding.Because))}. ";
        return new Annotation(
            $"{FindingWords.RuleInWords(finding)}: {how}{MarkdownText.Shortened(FindingWords.Subject(finding), 120)}{more}",
            $"{waived}{FindingWords.Subject(finding)}{more}: {finding.Message} {where}{because}{finding.Remedy}");
    });

    private static void Write(string kind, IReadOnlyList<Annotation> annotations, TextWriter output)
    {
        var shown = annotations.Count > MostOfAKind ? MostOfAKind - 1 : annotations.Count;
        foreach (var annotation in annotations.Take(shown))
        {
            Command(kind, annotation, output);
        }

        if (annotations.Count > shown)
        {
            Command(kind, new("PlanGate", $"and {annotations.Count - shown} more: the other reports of this run have them all"), output);
        }
    }

    private static void Command(string kind, Annotation annotation, TextWriter output)
    {
        output.Write($"::{kind} title={Property(MarkdownText.Shortened(PlainText.Clean(annotation.Title), LongestTitle))}::{Data(MarkdownText.Shortened(PlainText.Clean(annotation.Message), LongestMessage))}");
        output.Write('\n');
    }

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private sealed record Annotation(string Title, string Message);
}
