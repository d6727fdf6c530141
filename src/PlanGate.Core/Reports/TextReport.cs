using System.Globalization;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Policies;
using Environment = PlanGate.Classification.Environment;

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
    public static void Write(Verdict verdict, bool coloured, TextWriter output)
    {
        var page = new Page(verdict, new Ink(coloured), output);
        page.Headline();
        page.Blocking();
        page.Advisory();
        page.Watched();
        page.Totals();
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
                Decision.Pass => $"{ink.Green("PASS")}  {(_advisory.Count == 0 ? "nothing that holds data or is production would be lost" : "nothing here stops the apply")}",
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
            foreach (var alike in _blocking.GroupBy(Words).Select(group => group.ToList()))
            {
                var finding = alike[0];
                var more = alike.Count > 1 ? $" and {alike.Count - 1} more" : "";
                Line("");
                Line($"{ink.Red("x")} {ink.Bold(PlainText.Clean(Subject(finding)))}{more}  {ink.Faint($"{(finding.Rule.Id == CustomRule.Id ? "" : finding.Rule.Id + " ")}{finding.Rule.Name}{Also(finding)}{Hard(finding)}")}");
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
            foreach (var alike in _advisory.GroupBy(Words).Select(group => group.ToList()))
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

        private static string Words(Finding finding) => finding.Address is null || finding.Objects is not null
            ? $"{Label(finding)} {finding.Plan} {finding.Address} {string.Join(' ', finding.Because)}"
            : string.Join('\n', [Label(finding), finding.Level.Word, Where(finding), Also(finding), finding.Remedy, finding.Undo?.InWords ?? "", finding.Waiver?.Reason ?? "", .. HoldsNoData(finding) ? [finding.Action ?? ""] : finding.Because.Prepend(What(finding)).Prepend(finding.Message)]);

        private static bool HoldsNoData(Finding finding) => finding.Rule.Id == "PG107";

        // A person's yes is no way out of these.
        private static string Hard(Finding finding) => finding.Level == Level.HardMandatory ? ", only the policy can let it through" : "";

        private static string Subject(Finding finding) => finding switch
        {
            { Address: null } => "the whole plan",
            { Deposed: { } key } => $"{finding.Address}{In(finding.Construct)} (deposed {key})",
            _ => $"{finding.Address}{In(finding.Construct)}",
        };

        // CDKTF's own names, which its authors know better than the addresses that it makes of them.
        private static string In(string? construct) => construct is null ? "" : $" ({construct})";

        private static string Subject(WatchedChange watched) => $"{watched.Change.Change.Address}{In(watched.Construct)}";

        private static string Also(Finding finding) => finding.Also.Count == 0 ? "" : $", also {string.Join(", ", finding.Also)}";

        private static string What(Finding finding)
        {
            if (finding.Kind is null or Kind.Other || HoldsNoData(finding))
            {
                return InWords(finding);
            }

            return $"{Capital(Kind.InWords(finding.Kind))} ({InWords(finding)})";
        }

        private static string InWords(Finding finding) => finding.Carries is { } carried && carried != finding.Type ? $"{carried} in {finding.Type}" : finding.Type ?? "";

        private static string Capital(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}";

        private static string Label(Finding finding) => finding.Rule.Id == CustomRule.Id ? finding.Rule.Name : finding.Rule.Id;

        private static string Waived(Finding finding) => finding.Waiver is { } waiver
            ? $"waived until {waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} ({(waiver.DaysLeft == 1 ? "1 day" : $"{waiver.DaysLeft} days")} left), because {waiver.Reason}: "
            : "";

        private static string Where(Finding finding) => finding.Environment switch
        {
            Environment.Production => $"production, by {finding.EnvironmentBecause}",
            Environment.NonProduction => $"non-production, by {finding.EnvironmentBecause}",
            _ => "environment unknown, treated as production",
        };

        private static string InBrief(Finding finding) => finding.Environment == Environment.Unknown ? $"{finding.Kind}" : $"{finding.Kind}, {JsonReport.InWords(finding.Environment)} by {finding.EnvironmentBecause}";

        private string Stops() => $"{Number(_blocking.Count, "finding")} stop{(_blocking.Count == 1 ? "s" : "")}";

        private static string Number(int count, string noun) => $"{count.ToString(CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

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
