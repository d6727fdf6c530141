namespace PlanGate.Reports;

/// <summary>What a person is asked to say yes to, in full, and what became of each yes.</summary>
public static class ApprovalReport
{
    /// <summary>Every yes that was looked at, a line for each: who, where, and why it does not count.</summary>
    public static IEnumerable<string> Candidates(Verdict verdict)
    {
        var blocking = verdict.Findings.Where(finding => finding.IsBlocking).ToList();
        foreach (var approval in blocking.SelectMany(finding => finding.Approvals).DistinctBy(approval => (approval.Id, approval.File, approval.Review)))
        {
            var where = approval.File ?? $"review {approval.Review}";
            yield return PlainText.Clean(approval.Counts
                ? $"{where}: approved by {approval.By}"
                : $"{where}, by {approval.By}, does not count: {string.Join("; ", approval.Reasons.Select(reason => $"{reason}: {ApprovalWords.InWords(reason, verdict)}"))}");
        }

        if (blocking.Any(finding => finding.ApprovalsGiven > 0) && ApprovalWords.Progress(verdict) is var (given, required) && given < required)
        {
            yield return $"{given} of {required} people said yes";
        }
    }

    /// <summary>Everything that will be lost, and nothing left out.</summary>
    public static void WriteLosses(Verdict verdict, TextWriter output)
    {
        var blocking = verdict.Findings.Where(finding => finding.IsBlocking).ToList();
        Line($"{LossWords.Of(blocking)}, by {string.Join(", ", verdict.Plans.Select(plan => $"{plan.Source} ({plan.Producer})"))}");
        for (var number = 1; number <= blocking.Count; number++)
        {
            var finding = blocking[number - 1];
            Line("");
            Line($"{number}. {finding.Address ?? "the whole plan"}{(finding.Deposed is { } deposed ? $" (deposed {deposed})" : "")}  {finding.Rule.Id} {finding.Rule.Name}{string.Concat(finding.Also.Select(also => $", {also}"))}");
            if (finding.Action is { } action)
            {
                Line($"   {action} of {finding.Type}, {JsonReport.InWords(finding.Environment)}{(finding.EnvironmentBecause.Length > 0 ? $" ({finding.EnvironmentBecause})" : "")}");
            }

            Line($"   {finding.Message}");
            foreach (var because in finding.Because)
            {
                Line($"   - {because}");
            }

            foreach (var (title, names) in new[] { ("together with", finding.Objects ?? []), ("inside of it", finding.Inside), ("its protection goes too", finding.Protections) })
            {
                foreach (var name in names.Where(name => name != finding.Address))
                {
                    Line($"   {title}: {name}");
                }
            }

            if (finding.Undo is { } undo)
            {
                Line($"   undo: {undo.InWords}");
            }
        }

        var others = new LossList(verdict).Others;
        if (others.Count > 0)
        {
            Line("");
            Line("Destroyed besides, which nothing stops:");
            foreach (var other in others)
            {
                Line($"   {other.Shown}");
            }
        }

        Line("");

        void Line(string text) => output.WriteLine(PlainText.Line(PlainText.Clean(text)));
    }
}
