using System.Globalization;
using PlanGate.Judging;

using static PlanGate.Reports.FindingWords;

namespace PlanGate.Reports;

/// <summary>The report for a terminal: the verdict, then what is lost, where, why it was stopped and what to do next.</summary>
public static class TextReport
{
    private const int Width = 110;

    // The result document lists them all.
    private const int MostObjects = 12;

    private static readonly string[] Counted = ["create", "update", "replace", "delete", "forget"];

    /// <summary>Writes the report. The same verdict gives the same bytes.</summary>
    /// <param name="verdict">What to report.</param>
    /// <param name="coloured">With colours of a terminal.</param>
    /// <param name="output">Where to.</param>
    /// <param name="next">What a person does next, of <see cref="NextStep"/>; or null.</param>
    public static void Write(Verdict verdict, bool coloured, TextWriter output, string? next = null)
    {
        var page = new Page(verdict, new Ink(coloured), output);
        page.Headline();
        page.Blocking();
        page.Advisory();
        page.Watched();
        page.Totals();
        page.Next(next);
    }

    private sealed class Page(Verdict verdict, Ink ink, TextWriter output)
    {
        private readonly List<Finding> _blocking = [.. verdict.Findings.Where(finding => finding.IsBlocking)];
        private readonly List<Finding> _advisory = [.. verdict.Findings.Where(finding => !finding.IsBlocking)];

        public void Headline()
        {
            var sources = string.Join(", ", verdict.Plans.Select(plan => $"{plan.Source} ({plan.Producer})"));
            Line(verdict.Decision switch
            {
                Decision.Pass => $"{ink.Green("PASS")}  {(_blocking.Count > 0 ? $"approved by {string.Join(", ", _blocking.SelectMany(finding => finding.Approvals).Where(approval => approval.Counts).Select(approval => PlainText.Clean(approval.By)).Distinct())}: what follows will be lost" : _advisory.Count == 0 ? "nothing that holds data or is production would be lost" : "nothing here stops the apply")}",
                Decision.Block when _blocking.Any(finding => finding.Level == Level.HardMandatory) =>
                    $"{ink.Red("BLOCKED")}  {Stops()} the apply, and a person's yes is not enough for all of it",
                Decision.Block => $"{ink.Red("BLOCKED")}  {Stops()} the apply until a person says yes",
                Decision.Error => $"{ink.Red("ERROR")}  not everything could be judged: nothing may be applied",
                _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict.Decision, null),
            });
            Wrapped("", "", ink.Faint, sources);
        }

        public void Blocking()
        {
            // What is said in the same words is said once, for all objects that it is true of.
            foreach (var alike in FindingWords.Alike(_blocking))
            {
                var finding = alike[0];
                var more = alike.Count > 1 ? $" and {alike.Count - 1} more" : "";
                Line("");
                Line($"{ink.Red("x")} {ink.Bold(PlainText.Clean(Subject(finding)))}{more}  {ink.Faint($"{RuleInWords(finding)}{Also(finding)}{Hard(finding)}")}");
                if (finding.Address is not null)
                {
                    Wrapped("  ", "what   ", Ink.Plain, $"{string.Join(", ", alike.Select(What).Distinct())}. {(alike.Count > 1 && HoldsNoData(finding) ? "They hold no data, but production stands on them." : finding.Message)}");
                    Wrapped("  ", "where  ", Ink.Plain, Where(finding));
                }
                else
                {
                    Wrapped("  ", "what   ", Ink.Plain, finding.Message);
                    if (finding.EnvironmentBecause.Length > 0)
                    {
                        Wrapped("  ", "where  ", Ink.Plain, Where(finding));
                    }
                }

                IReadOnlyList<string> objects = alike.Count > 1 ? [.. alike.Select(Subject)] : [.. (finding.Objects ?? []).Select(address => $"{address}{In(verdict.Plans[finding.Plan].Constructs.Of(address))}")];
                if (objects.Count > 1)
                {
                    Wrapped("  ", "all    ", Ink.Plain, $"{string.Join(", ", objects.Take(MostObjects))}{(objects.Count > MostObjects ? $" and {objects.Count - MostObjects} more" : "")}");
                }

                Wrapped("  ", "why    ", Ink.Plain, string.Join("; ", alike.SelectMany(one => one.Because).Distinct()));
                if (finding.Undo is { } undo)
                {
                    Wrapped("  ", "undo   ", Ink.Plain, undo.InWords);
                }

                Wrapped("  ", "next   ", Ink.Plain, finding.Remedy);
            }
        }

        public void Advisory()
        {
            if (_advisory.Count == 0)
            {
                return;
            }

            Line("");
            Line(ink.Bold("Also noticed, not stopped"));
            foreach (var alike in FindingWords.Alike(_advisory))
            {
                var finding = alike[0];
                var subject = Wording.List([.. alike.Select(Subject)], most: 6);
                Wrapped("  ", $"{Label(finding)}  ", Ink.Plain,
                    finding.Address is null ? $"{Waived(finding)}{finding.Message} {Capital(string.Join("; ", finding.Because))}."
                    : $"{Waived(finding)}{subject} ({(finding.Rule.Id == "PG303" ? "gone" : finding.Action)}, {InBrief(finding)}): {(finding.Because.Count > 0 ? string.Join("; ", finding.Because) : finding.Message)}");
            }
        }

        public void Watched()
        {
            var found = verdict.Findings.Select(finding => (finding.Plan, finding.Address, finding.Deposed)).ToHashSet();
            var rest = verdict.Watched
                .Where(watched => !found.Contains((watched.Plan, watched.Change.Change.Address, watched.Change.Change.Deposed)))
                .ToList();
            if (rest.Count == 0)
            {
                return;
            }

            Line("");
            Line(ink.Bold("Other changes to what holds data or is production"));
            var widest = Math.Min(60, rest.Max(watched => Subject(watched).Length));
            foreach (var watched in rest)
            {
                var change = watched.Change;
                var names = change.ChangedAttributes.Count == 0 ? "" : $"  {string.Join(", ", change.ChangedAttributes.Take(5))}{(change.ChangedAttributes.Count > 5 ? " ..." : "")}";
                Line($"  {change.Change.ActionInWords,-7} {PlainText.Clean(Subject(watched)).PadRight(widest)}  {(change.HoldsData ? change.Kind : change.Entry?.Role ?? change.Kind)}{PlainText.Clean(names)}");
            }
        }

        public void Totals()
        {
            PolicyNotes();
            var counts = verdict.Plans.SelectMany(plan => plan.Counts).GroupBy(count => count.Key).ToDictionary(group => group.Key, group => group.Sum(count => count.Value));
            var actions = Counted.Where(counts.ContainsKey).Select(action => $"{counts[action]} {action}").ToList();
            Line("");
            Line($"{Number(_blocking.Count, "finding")} blocking, {_advisory.Count.ToString(CultureInfo.InvariantCulture)} advisory; {(actions.Count == 0 ? "no changes" : string.Join(", ", actions))}.");
        }

        public void Next(string? next)
        {
            if (next is not null)
            {
                // There are commands in it to be pasted: never broken.
                Line(ink.Bold(PlainText.Line(PlainText.Clean(next))));
            }
        }

        // What a policy takes away is always said.
        private void PolicyNotes()
        {
            var policy = verdict.Policy;
            List<(string Label, string Text)> notes =
            [
                .. policy.SwitchedOff.Count > 0 ? [("off     ", string.Join(", ", policy.SwitchedOffInWords))] : (IEnumerable<(string, string)>)[],
                .. verdict.Warnings.Select(warning => ("note    ", warning)),
                .. verdict.UnusedWaivers.Select(waiver => ("unused  ", $"the waiver {waiver} covers nothing here")),
            ];
            if (notes.Count == 0)
            {
                return;
            }

            Line("");
            Line($"{ink.Bold("Policy")} {PlainText.Clean(policy.Source)}");
            foreach (var (label, text) in notes)
            {
                Wrapped("  ", label, Ink.Plain, text);
            }
        }

        private string Stops() => $"{Number(_blocking.Count, "finding")} stop{(_blocking.Count == 1 ? "s" : "")}";

        private void Wrapped(string indent, string label, Func<string, string> paint, string text)
        {
            var lead = indent + label;
            var line = "";
            foreach (var word in PlainText.Clean(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > 0 && lead.Length + line.Length + 1 + word.Length > Width)
                {
                    Line(PlainText.Line(lead + paint(line)));
                    lead = new string(' ', lead.Length);
                    line = "";
                }

                line += line.Length == 0 ? word : " " + word;
            }

            Line(PlainText.Line(lead + paint(line)));
        }

        private void Line(string text)
        {
            output.Write(text);
            output.Write('\n');
        }
    }
}
