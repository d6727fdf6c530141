using System.Globalization;
using PlanGate.Judging;

namespace PlanGate.Reports;

/// <summary>
/// JUnit's XML, for the test views of CI systems: a suite for each plan, a case for each finding and each other change that is watched. What stops the apply is
/// a failure, what could not be judged an error, what the policy waives is skipped; the rest passes and says in its output what was noticed.
/// </summary>
public static class JUnitReport
{
    /// <summary>Writes the document. The same verdict gives the same bytes: it holds no times.</summary>
    public static void Write(Verdict verdict, TextWriter output)
    {
        IReadOnlyList<Suite> suites = [.. verdict.Errors.Count == 0 ? (Suite[])[] : [Errors(verdict)], .. verdict.Plans.Select((plan, index) => Of(verdict, plan.Source, index))];
        var text = string.Concat(suites.Select(suite => suite.Xml));
        output.Write($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"PlanGate\"{Totals(suites.SelectMany(suite => suite.Cases))}>\n{text}</testsuites>\n");
    }

    private static Suite Errors(Verdict verdict) => new(
        "inputs",
        [.. verdict.Errors.Select(error => new Case("inputs", error.Source.Length > 0 ? error.Source : "inputs", Outcome.Error, $"<error type=\"error\" message=\"{Markup.Encode(ErrorWords.Of(error))}\"/>"))]);

    private static Suite Of(Verdict verdict, string source, int index)
    {
        var findings = verdict.Findings.Where(finding => finding.Plan == index).ToList();
        var found = findings.Select(finding => (finding.Address, finding.Deposed)).ToHashSet();
        IReadOnlyList<Case> cases =
        [
            .. findings.Select(Of),
            .. verdict.Watched
                .Where(watched => watched.Plan == index && !found.Contains((watched.Change.Change.Address, watched.Change.Change.Deposed)))
                .Select(watched => new Case("watched change", $"{watched.Change.Change.Address} ({watched.Change.Change.ActionInWords})", Outcome.Passed, "")),
        ];
        // A suite without a case looks like a run that did not take place.
        return new(source, cases.Count > 0 ? cases : [new("plan", "nothing that holds data or is production would be lost", Outcome.Passed, "")]);
    }

    private static Case Of(Finding finding)
    {
        var rule = FindingWords.RuleInWords(finding);
        var name = finding.Action is { } action ? $"{FindingWords.Subject(finding)} ({action})" : FindingWords.Subject(finding);
        if (finding.Waiver is { } waiver)
        {
            var until = waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return new(rule, name, Outcome.Skipped, $"<skipped message=\"{Markup.Encode($"waived by the policy until {until}: {waiver.Reason}")}\"/>");
        }

        if (finding is { IsBlocking: true, IsApproved: false })
        {
            return new(rule, name, Outcome.Failed, $"<failure type=\"{Markup.Encode(rule)}\" message=\"{Markup.Encode(finding.Message)}\">{Details(finding)}</failure>");
        }

        var by = string.Join(", ", finding.Approvals.Where(approval => approval.Counts).DistinctBy(approval => approval.Id).Select(approval => approval.By));
        var approved = finding.IsBlocking ? $"approved by {Markup.Encode(by)}\n" : "";
        return new(rule, name, Outcome.Passed, $"<system-out>{approved}{Details(finding)}</system-out>");
    }

    private static string Details(Finding finding)
    {
        IEnumerable<(string Label, string Text)> lines =
        [
            ("level", finding.Level.Word),
            ("what", $"{FindingWords.What(finding)}. {finding.Message}".TrimStart('.', ' ')),
            ("where", finding.Address is null && finding.EnvironmentBecause.Length == 0 ? "" : FindingWords.Where(finding)),
            ("why", string.Join("; ", finding.Because)),
            ("undo", finding.Undo?.InWords ?? ""),
            ("next", finding.Remedy),
            ("objects", string.Join(", ", (finding.Objects ?? []).Concat(finding.Inside))),
        ];
        return string.Concat(lines.Where(line => line.Text.Length > 0).Select(line => $"{line.Label}: {Markup.Encode(line.Text)}\n"));
    }

    private static string Totals(IEnumerable<Case> cases)
    {
        var counts = cases.CountBy(one => one.Outcome).ToDictionary();
        return string.Create(CultureInfo.InvariantCulture, $" tests=\"{counts.Values.Sum()}\" failures=\"{counts.GetValueOrDefault(Outcome.Failed)}\" errors=\"{counts.GetValueOrDefault(Outcome.Error)}\" skipped=\"{counts.GetValueOrDefault(Outcome.Skipped)}\" time=\"0\"");
    }

    private enum Outcome { Passed, Failed, Error, Skipped }

    private sealed record Case(string Class, string Name, Outcome Outcome, string Xml);

    private sealed record Suite(string Name, IReadOnlyList<Case> Cases)
    {
        public string Xml
        {
            get
            {
                var cases = Cases.Select(one => $"    <testcase classname=\"{Markup.Encode(one.Class)}\" name=\"{Markup.Encode(one.Name)}\" time=\"0\"{(one.Xml.Length == 0 ? "/>" : $">{one.Xml}</testcase>")}\n");
                return $"  <testsuite name=\"{Markup.Encode(Name)}\"{Totals(Cases)}>\n{string.Concat(cases)}  </testsuite>\n";
            }
        }
    }
}
