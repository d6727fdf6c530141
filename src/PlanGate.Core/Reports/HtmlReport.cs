using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PlanGate.Judging;
using static PlanGate.Reports.FindingWords;
using static PlanGate.Reports.Markup;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Reports;

/// <summary>One page that needs nothing else: no script, no font, no picture from anywhere. For archives, mails, and whoever is not on GitHub.</summary>
public static class HtmlReport
{
    // The page allows this style sheet, by its hash, and nothing else.
    private static readonly string Policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(HtmlStyle.Sheet)))}'; base-uri 'none'; form-action 'none'";

    /// <summary>Writes the page. The same verdict gives the same bytes.</summary>
    /// <param name="verdict">What to report.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Verdict verdict, string version, TextWriter output) => output.Write(new Page(verdict, version).Text());

    private sealed class Page(Verdict verdict, string version)
    {
        private readonly IReadOnlyList<Finding> _blocking = [.. verdict.Findings.Where(finding => finding.IsBlocking)];

        public string Text()
        {
            var (mark, word, sentence) = Headline();
            return $"""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="{Policy}">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="referrer" content="no-referrer">
                <title>PlanGate: {word}</title>
                <style>{HtmlStyle.Sheet}</style>
                </head>
                <body>
                <header class="{mark}">
                <p class="word">{word}</p>
                <h1>{Encode(sentence)}</h1>
                <p>{string.Join("<br>", verdict.Plans.Select(plan => $"<code>{Encode(plan.Source)}</code> {Encode(plan.Producer)}"))}</p>
                </header>
                <main>
                {Errors()}{Picture()}{Stopped()}{Approval()}{Advisory()}{Watched()}{Besides()}{Decided()}</main>
                <footer>PlanGate {Encode(version)}. No value of any attribute is in this page.</footer>
                </body>
                </html>

                """.ReplaceLineEndings("\n");
        }

        private (string Mark, string Word, string Sentence) Headline() => verdict.Decision switch
        {
            Decision.Error => ("error", "Error", "Not everything could be judged, so nothing may be applied"),
            Decision.Block => ("block", "Blocked", Capital(LossWords.Of([.. _blocking.Where(finding => !finding.IsApproved)]))),
            Decision.Pass when _blocking.Count > 0 => ("pass", "Approved", $"{Capital(LossWords.Of(_blocking))}, and may be applied"),
            Decision.Pass when verdict.Findings.Count > 0 => ("pass", "Pass", "Nothing here stops the apply"),
            Decision.Pass => ("pass", "Pass", "Nothing that holds data or is production would be lost"),
            _ => throw new InvalidOperationException($"no report knows the decision {verdict.Decision}"),
        };

        private string Errors() => Section("Could not be judged", verdict.Errors.Select(error => $"<li>{Prose(ErrorWords.Of(error))}</li>\n"), "ul");

        private string Stopped() => Section("What would be lost", Alike(_blocking).Select(Card));

        private string Card(IReadOnlyList<Finding> alike)
        {
            var finding = alike[0];
            IReadOnlyList<LossName> names = [.. alike.SelectMany(LossList.Names).Distinct()];
            var name = finding.Address is null ? "The whole plan" : $"<code>{Encode(Subject(finding))}</code>{(alike.Count > 1 ? $" and {alike.Count - 1} more" : "")}";
            IEnumerable<(string Label, string Html)> facts =
            [
                ("What", $"{(finding.Address is null ? "" : $"{Prose(string.Join(", ", alike.Select(What).Distinct()))}. ")}{Prose(alike.Count > 1 && HoldsNoData(finding) ? "They hold no data, but production stands on them." : finding.Message)}"),
                ("Left", Left(finding) is { } left ? $"<strong>{Prose(Capital(left))}.</strong> {Prose(finding.Undo?.InWords ?? "")}" : ""),
                ("Why", Prose(Capital(Why(alike)))),
                ("Next", Prose(finding.Remedy)),
                ("Plan", verdict.Plans.Count > 1 ? string.Join(", ", alike.Select(one => one.Plan).Distinct().Select(plan => $"<code>{Encode(verdict.Plans[plan].Source)}</code>")) : ""),
            ];
            var list = names.Count > 1 ? $"<details{(names.Count <= 12 ? " open" : "")}><summary>All {names.Count} objects</summary><ul class=\"names\">\n{string.Concat(names.Select(one => $"<li><code>{Encode(one.Shown)}</code></li>\n"))}</ul></details>\n" : "";
            return $"<article>\n<h3>{name}</h3>\n<p class=\"tags\">{Tags(finding)}</p>\n<dl>\n{string.Concat(facts.Where(fact => fact.Html.Trim().Length > 0).Select(fact => $"<dt>{fact.Label}</dt><dd>{fact.Html}</dd>\n"))}</dl>\n{list}</article>\n";
        }

        private static string Tags(Finding finding)
        {
            IEnumerable<(string Class, string Text)> tags =
            [
                ("action", Happens(finding)),
                finding.Environment switch
                {
                    Environment.Production => ("production", $"production, by {finding.EnvironmentBecause}"),
                    Environment.NonProduction => ("other", $"non-production, by {finding.EnvironmentBecause}"),
                    _ => ("production", finding.Address is null && finding.EnvironmentBecause.Length == 0 ? "" : "environment unknown, treated as production"),
                },
                ("rule", $"{RuleInWords(finding)}{Also(finding)}"),
                ("hard", finding.Level == Level.HardMandatory ? "only the policy can let it through" : ""),
                ("approved", finding is { IsBlocking: true, IsApproved: true } ? "approved" : ""),
            ];
            return string.Join(' ', tags.Where(tag => tag.Text.Length > 0).Select(tag => $"<span class=\"{tag.Class}\">{Encode(tag.Text)}</span>"));
        }

        private string Picture() => LossPicture.Of(verdict) is { Edges.Count: > 0 } picture ? Section("What goes together", [LossDrawing.Svg(picture)]) : "";

        private string Approval()
        {
            if (_blocking.Count == 0 || verdict.Errors.Count > 0)
            {
                return "";
            }

            var (given, required) = ApprovalWords.Progress(verdict);
            var voices = ApprovalWords.Voices(verdict).Select(voice => $"<li><code>{Encode(voice.By)}</code>: {(voice.Counts ? "counts" : $"does not count: {Prose(string.Join("; ", voice.Reasons))}")}</li>\n");
            var code = verdict.Decision == Decision.Pass ? ""
                : _blocking.Any(finding => finding.Level == Level.HardMandatory) ? "<p>This cannot be approved as it is: only the policy can let all of it through.</p>\n"
                : verdict.ApprovalCode is { } known ? $"<p>{given} of {(required == 1 ? "1 person" : $"{required} people")} needed. The code of exactly this destruction:</p>\n<p class=\"code\"><code>{known}</code></p>\n"
                : "<p>This cannot be approved here.</p>\n";
            return Section("Approval", [code, .. voices.ToList() is { Count: > 0 } all ? ["<ul>\n", .. all, "</ul>\n"] : (string[])[]]);
        }

        private string Advisory() => Section("Also noticed, not stopped", Alike(verdict.Findings.Where(finding => !finding.IsBlocking)).Select(alike =>
        {
            var finding = alike[0];
            var waived = finding.Waiver is { } waiver ? $"<strong>Waived</strong> until {waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, because {Prose(waiver.Reason)}. " : "";
            var names = string.Join(", ", alike.Select(one => one.Address is null ? "the whole plan" : $"<code>{Encode(Subject(one))}</code>"));
            return $"<li>{names} <span class=\"faint\">{Encode(finding.Action is { } action ? $"{action}, {RuleInWords(finding)}" : RuleInWords(finding))}</span><br>{waived}{Prose(finding.Message)} {Prose(Capital(string.Join("; ", finding.Because)))}</li>\n";
        }), "ul");

        private string Watched()
        {
            var found = verdict.Findings.Select(finding => (finding.Plan, finding.Address, finding.Deposed)).ToHashSet();
            return Section("Other changes to what holds data or is production", verdict.Watched
                .Where(watched => !found.Contains((watched.Plan, watched.Change.Change.Address, watched.Change.Change.Deposed)))
                .Select(watched => $"<li><code>{Encode(watched.Change.Change.Address)}</code> <span class=\"faint\">{watched.Change.Change.ActionInWords}, {(watched.Change.HoldsData ? watched.Change.Kind : watched.Change.Entry?.Role ?? watched.Change.Kind)}</span>{(watched.Change.ChangedAttributes.Count > 0 ? $"<br>{string.Join(", ", watched.Change.ChangedAttributes.Select(name => $"<code>{Encode(name)}</code>"))}" : "")}</li>\n"), "ul");
        }

        private string Besides() => new LossList(verdict).Others is { Count: > 0 } others
            ? Section("What the plan destroys besides, which nothing stops", [$"<details{(others.Count <= 12 ? " open" : "")}><summary>{Number(others.Count, "object")}</summary><ul class=\"names\">\n", .. others.Select(name => $"<li><code>{Encode(name.Shown)}</code></li>\n"), "</ul></details>\n"])
            : "";

        private string Decided()
        {
            IEnumerable<(string Label, string Html)> facts =
            [
                .. verdict.Plans.Select(plan => ("Plan", $"<code>{Encode(plan.Source)}</code>: {Encode(Counts(plan))}<br><code class=\"hash\">sha256:{plan.Digest}</code>")),
                ("Policy", $"<code>{Encode(verdict.Policy.Source)}</code><br><code class=\"hash\">sha256:{verdict.Policy.Digest}</code>"),
                .. verdict.Policy.SwitchedOff.Select(rule => ("Switched off", $"<code>{Encode(rule)}</code>, by the policy")),
                .. verdict.Findings.Where(finding => finding.Waiver is not null).DistinctBy(finding => (finding.Rule.Name, finding.Waiver!.Reason)).Select(finding => ("Waived", $"{Encode(finding.Rule.Name)}, because {Prose(finding.Waiver!.Reason)}")),
                .. verdict.UnusedWaivers.Select(waiver => ("Unused", $"the waiver {Prose(waiver)} covers nothing here")),
                .. verdict.Warnings.Select(warning => ("Note", Prose(warning))),
                ("Fingerprint", $"of what is stopped<br><code class=\"hash\">{verdict.Fingerprint}</code>"),
            ];
            var rules = verdict.Findings.Select(finding => finding.Rule).DistinctBy(rule => (rule.Id, rule.Name)).OrderBy(rule => rule.Id, StringComparer.Ordinal)
                .Select(rule => $"<dt>{Encode(rule.Id == Policies.CustomRule.Id ? rule.Name : rule.Id)}</dt><dd>{Encode($"{rule.Finds} {rule.Why}".Trim() is { Length: > 0 } said ? said : "a rule of the policy")}</dd>\n").ToList();
            return Section("How it was decided",
            [
                "<dl>\n", .. facts.Select(fact => $"<dt>{fact.Label}</dt><dd>{fact.Html}</dd>\n"), "</dl>\n",
                .. rules.Count > 0 ? ["<details><summary>The rules that found something</summary><dl>\n", .. rules, "</dl></details>\n"] : (string[])[],
            ]);
        }

        private static string Counts(Plans.Plan plan)
        {
            var counts = plan.Counts.Where(count => count.Value > 0 && count.Key != "no-op").OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}")).ToList();
            return counts.Count == 0 ? "no changes" : string.Join(", ", counts);
        }

        private static string Section(string title, IEnumerable<string> parts, string? list = null)
        {
            var html = string.Concat(parts);
            return html.Length == 0 ? "" : $"<section>\n<h2>{title}</h2>\n{(list is null ? html : $"<{list}>\n{html}</{list}>\n")}</section>\n";
        }
    }
}
