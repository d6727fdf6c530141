using System.Globalization;
using PlanGate.Judging;
using static PlanGate.Reports.FindingWords;
using static PlanGate.Reports.MarkdownText;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Reports;

/// <summary>One Markdown report in the making: what must be in it first, then what there is room for.</summary>
internal sealed class MarkdownPage(Verdict verdict, MarkdownOptions options)
{
    // More are named in the list below the table.
    private const int MostNamesInARow = 5;
    private const int MostErrors = 30;

    private readonly IReadOnlyList<Finding> _blocking = [.. verdict.Findings.Where(finding => finding.IsBlocking)];
    private readonly LossList _losses = new(verdict);

    /// <summary>The text, and whether it names everything that would be destroyed.</summary>
    public (string Text, bool IsComplete) Render()
    {
        if (_blocking.Count == 0 && verdict.Errors.Count == 0 && options.Kind == MarkdownKind.Comment)
        {
            return (Title() + "\n", true);
        }

        IReadOnlyList<MarkdownRow> rows = [.. Alike(_blocking).Select(Row)];
        var shown = Most(rows.Count, count => Fits(rows, count, int.MaxValue));
        if (shown >= 0)
        {
            return (Whole(rows, shown, int.MaxValue), true);
        }

        // Not even all the names have room. Half of it is for the rows, which say most.
        var named = 0;
        shown = Math.Max(0, Most(rows.Count, count => Compose(rows, count, 0, "", "").Length <= options.MaxLength / 2));
        named = Math.Max(0, Most(_losses.Count, count => Fits(rows, shown, count)));
        return (Whole(rows, shown, named), false);
    }

    // The code has its room even where there is none, so that a text does not become complete by losing it.
    private bool Fits(IReadOnlyList<MarkdownRow> rows, int shown, int named) =>
        Compose(rows, shown, named, "", "").Length + (verdict.ApprovalCode is null ? ApprovalSection(named == int.MaxValue, new string('0', 32)).Length : 0) <= options.MaxLength;

    private string Whole(IReadOnlyList<MarkdownRow> rows, int shown, int named)
    {
        var picture = Mermaid();
        if (Compose(rows, shown, named, picture, "").Length > options.MaxLength)
        {
            picture = "";
        }

        var rest = "";
        foreach (var section in (IEnumerable<MarkdownSection>)[Instead(), Advisory(), Watched(), Decided()])
        {
            rest += section.Within(options.MaxLength - Compose(rows, shown, named, picture, rest).Length);
        }

        return Compose(rows, shown, named, picture, rest);
    }

    private string Compose(IReadOnlyList<MarkdownRow> rows, int shown, int named, string picture, string rest)
    {
        var inRows = rows.Take(shown).SelectMany(row => row.Names).ToHashSet();
        var isComplete = named == int.MaxValue;
        return string.Concat(
        [
            Title(), "\n", Errors(), Lead(),
            shown == 0 ? "" : "\n| What would be lost | Environment | What is left | Why |\n| --- | --- | --- | --- |\n",
            .. rows.Take(shown).Select(row => row.Text),
            _losses.Stopped(inRows, named, options.WholeReport),
            picture,
            ApprovalSection(isComplete, verdict.ApprovalCode),
            _losses.Besides(inRows, named, options.WholeReport),
            rest,
        ]);
    }

    private string Title()
    {
        var name = options.Name.Length > 0 ? $" {Code(options.Name)}" : "";
        var waived = verdict.Findings.Count(finding => finding.Waiver is not null);
        var advisory = verdict.Findings.Count(finding => !finding.IsBlocking) - waived;
        IReadOnlyList<string> beside = [.. waived > 0 ? [$"{Number(waived, "finding")} waived by the policy"] : (string[])[], .. advisory > 0 ? [$"{advisory} advisory"] : (string[])[]];
        return verdict.Decision switch
        {
            Decision.Error => $"## ⚠️ PlanGate{name}: not everything could be judged, so nothing may be applied",
            Decision.Block => $"## ⛔ PlanGate{name} blocked this: {LossWords.Of([.. _blocking.Where(finding => !finding.IsApproved)])}",
            Decision.Pass when _blocking.Count > 0 => $"## ✅ PlanGate{name}: approved by {Approvers()}",
            Decision.Pass when beside.Count == 0 => $"✅ **PlanGate{name}**: nothing that holds data or is production would be lost.",
            Decision.Pass => $"✅ **PlanGate{name}**: nothing here stops the apply ({string.Join(", ", beside)}).",
            _ => throw new InvalidOperationException($"no report knows the decision {verdict.Decision}"),
        };
    }

    private string Approvers() => string.Join(", ", ApprovalWords.Voices(verdict).Where(voice => voice.Counts).Select(voice => Code(voice.By)));

    private string Errors()
    {
        if (verdict.Errors.Count == 0)
        {
            return "";
        }

        var lines = verdict.Errors.Take(MostErrors).Select(error =>
        {
            var at = error.Position is { } position ? $" (line {position.Line}, column {position.Column})" : "";
            var where = error.Where is { } element ? $"{Code(Shortened(element, 200))}: " : "";
            return $"- {(error.Source.Length > 0 ? $"{Code(Shortened(error.Source, 200))}: " : "")}{where}{Prose(Shortened(error.Message, 600))}{at}\n";
        });
        var more = verdict.Errors.Count - MostErrors;
        return $"\n{string.Concat(lines)}{(more > 0 ? $"- and {more} more\n" : "")}";
    }

    private string Lead() => verdict.Decision switch
    {
        Decision.Pass when _blocking.Count > 0 => $"\n{Capital(LossWords.Of(_blocking))}. {(_blocking.Count == 1 ? "It" : "All of it")} may be applied.\n",
        Decision.Block when _blocking.Any(finding => finding.Level == Level.HardMandatory) => "\nNobody's approval is enough for all of it: what is marked **hard-mandatory** only the policy can let through.\n",
        Decision.Block => "\nNothing may be applied until a person who did not write this change approves exactly this.\n",
        Decision.Error when _blocking.Count > 0 => $"\nOf what could be judged, {LossWords.Of(_blocking)}.\n",
        _ => "",
    };

    private MarkdownRow Row(IReadOnlyList<Finding> alike)
    {
        var finding = alike[0];
        var source = verdict.Plans.Count > 1 ? $"<br>in {string.Join(", ", alike.Select(one => one.Plan).Distinct().Select(plan => Code(verdict.Plans[plan].Source)))}" : "";
        IReadOnlyList<LossName> names = [.. alike.SelectMany(LossList.Names).Distinct()];
        var shown = names.Take(MostNamesInARow).ToList();
        var more = names.Count > shown.Count ? $"<br>and {names.Count - shown.Count} more, listed below" : "";
        var objects = finding.Address is null ? "**the whole plan**" : string.Join("<br>", shown.Select(name => Code(name.Shown)));
        var what = finding.Address is null ? names.Count == 0 ? "" : $"<br>{Number(names.Count, "object")}, listed below" : $"{more}<br>{Prose(string.Join(", ", alike.Select(What).Distinct()))}{(finding.Action is null ? "" : $", **{Happens(finding)}**")}";
        var left = Left(finding) is { } known
            ? $"**{Sentence(known)}.**{(finding.Undo is { } undo ? $"<br>{Prose(undo.InWords)}" : "")}"
            : Prose(alike.Count > 1 && HoldsNoData(finding) ? "They hold no data, but production stands on them." : finding.Message);
        var why = Sentence(Why(alike));
        var rule = $"{(why.Length > 0 ? "<br>" : "")}<sub>{RuleInWords(finding)}{Also(finding)}</sub>";
        var mark = finding.Level == Level.HardMandatory ? "<br>**hard-mandatory**" : finding.IsApproved ? "<br>✅ approved" : "";
        return new($"| {objects}{what}{source} | {Place(finding)} | {left} | {why}{rule}{mark} |\n", finding.Address is null ? [] : shown);
    }

    private static string Place(Finding finding) => finding.Environment switch
    {
        Environment.Production => $"**production**<br>by {Prose(finding.EnvironmentBecause)}",
        Environment.NonProduction => $"non-production<br>by {Prose(finding.EnvironmentBecause)}",
        _ => "**unknown**<br>treated as production",
    };

    private string ApprovalSection(bool isComplete, string? code)
    {
        if (_blocking.Count == 0)
        {
            return "";
        }

        var refused = string.Concat(ApprovalWords.Voices(verdict).Where(voice => !voice.Counts).Select(voice => $"- {Code(voice.By)}: {Prose(string.Join("; ", voice.Reasons))}\n"));
        if (refused.Length > 0)
        {
            refused = $"\nApprovals that do not count:\n\n{refused}";
        }

        return verdict.Decision == Decision.Pass ? refused : $"\n### To approve\n\n{HowToApprove(isComplete, code)}{refused}";
    }

    private string HowToApprove(bool isComplete, string? code)
    {
        if (verdict.Errors.Count > 0)
        {
            return "This cannot be approved: first everything has to be readable.\n";
        }

        if (!isComplete)
        {
            return $"**This report is incomplete: not everything that would be destroyed has room in it. So it cannot be approved.**{(options.WholeReport.Length > 0 ? $" All of it is in {options.WholeReport}." : "")} Split the change into smaller ones.\n";
        }

        if (_blocking.Any(finding => finding.Level == Level.HardMandatory))
        {
            return "This cannot be approved as it is. Take what is **hard-mandatory** out of the change, or except it in the policy with a reason and an end (`waivers`).\n";
        }

        var (given, required) = ApprovalWords.Progress(verdict);
        var terms = verdict.Policy.Approvals;
        var soFar = given > 0 ? $" So far {given} of {required}: {Approvers()}." : "";
        var until = $" It holds for {ApprovalWords.InWords(terms.Expires)}{(terms.CoolingOff > TimeSpan.Zero ? $", takes effect {ApprovalWords.InWords(terms.CoolingOff)} after it was given," : "")} and for exactly this: if anything else would be destroyed, it is void.";
        var people = required == 1 ? "One person's approval is" : $"The approvals of {required} different people are";
        return (options.Route, code) switch
        {
            (ApprovalRoute.None, _) or (_, null) => $"This cannot be approved here.{(options.NoRouteBecause.Length > 0 ? $" {Prose(options.NoRouteBecause)}" : "")}\n",
            (ApprovalRoute.Review, _) =>
                $"Read the table. If all of it is meant to go, submit a review (on the tab *Files changed*) as **Approve**, with this line in it:\n\n```text\nplangate approve {code}\n```\n\n{people} needed, from {Who()}, but not from the author, from anyone who committed or pushed to the branch, or from a bot.{soFar}{until}\n",
            (ApprovalRoute.Signature, _) =>
                $"If all of it is meant to go, an approver named in the policy's `signers` signs it:\n\n```text\nplangate approve {string.Join(' ', verdict.Plans.Select(plan => PlainText.ShellWord(plan.Source)))}\n```\n\n{people} needed.{soFar}{until} The code that is asked for is `{code}`.\n",
            _ => throw new InvalidOperationException($"no report knows the route {options.Route}"),
        };
    }

    private string Who() => options.Approvers.Count == 0 ? "anybody with write permission" : string.Join(" or ", options.Approvers.Select(Code));

    private string Mermaid()
    {
        var picture = LossPicture.Of(verdict);
        if (picture.Edges.Count == 0)
        {
            return "";
        }

        var nodes = picture.Nodes.Select((node, index) =>
            $"  n{index}[\"{MarkdownText.Mermaid(node.Name, 56)}{(node.What.Length > 0 ? $"<br/><i>{MarkdownText.Mermaid(node.What, 40)}</i>" : "")}\"]:::{node.Role.ToString().ToLowerInvariant()}\n");
        var edges = picture.Edges.Select(edge => $"  n{edge.From} -- {edge.How} --> n{edge.To}\n");
        return $"""

            What goes together:

            ```mermaid
            graph LR
            {string.Concat(nodes)}{string.Concat(edges)}  classDef data fill:#ffd7d5,stroke:#cf222e,color:#1f2328
              classDef copy fill:#ffe8c7,stroke:#bc4c00,color:#1f2328
              classDef inside fill:#ffd7d5,stroke:#cf222e,color:#1f2328,stroke-dasharray:4
              classDef protection fill:#ddf4ff,stroke:#0969da,color:#1f2328
              classDef more fill:#f6f8fa,stroke:#818b98,color:#1f2328
            ```

            """.ReplaceLineEndings("\n");
    }

    private static string Object(Finding finding) => finding.Address is null ? "the whole plan" : Code(Subject(finding));

    private MarkdownSection Instead() => new(
        "What it is, and what to do instead",
        [.. Alike(_blocking).Select(alike => $"- {Object(alike[0])}{(alike.Count > 1 ? $" and {alike.Count - 1} more" : "")}: {Prose(alike[0].Message)} {Prose(alike[0].Remedy)}\n")]);

    private MarkdownSection Advisory() => new(
        "Also noticed, not stopped",
        [
            .. Alike(verdict.Findings.Where(finding => !finding.IsBlocking)).Select(alike =>
            {
                var finding = alike[0];
                var waived = finding.Waiver is { } waiver ? $"**waived** until {waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, because {Prose(waiver.Reason)}: " : "";
                var objects = string.Join(", ", alike.Take(MostNamesInARow).Select(Object)) + (alike.Count > MostNamesInARow ? $" and {alike.Count - MostNamesInARow} more" : "");
                var because = finding.Because.Count == 0 ? "" : $" {Sentence(string.Join("; ", finding.Because))}.";
                return $"- {objects} ({(finding.Action is { } action ? $"{action}, " : "")}{RuleInWords(finding)}): {waived}{Prose(finding.Message)}{because}\n";
            }),
        ]);

    private MarkdownSection Watched()
    {
        var found = verdict.Findings.Select(finding => (finding.Plan, finding.Address, finding.Deposed)).ToHashSet();
        return new(
            "Other changes to what holds data or is production",
            [
                .. verdict.Watched
                    .Where(watched => !found.Contains((watched.Plan, watched.Change.Change.Address, watched.Change.Change.Deposed)))
                    .Select(watched => $"| {Code(FindingWords.Subject(watched))} | {watched.Change.Change.ActionInWords} | {(watched.Change.HoldsData ? watched.Change.Kind : watched.Change.Entry?.Role ?? watched.Change.Kind)} | {string.Join(", ", watched.Change.ChangedAttributes.Take(6).Select(Code))}{(watched.Change.ChangedAttributes.Count > 6 ? " ..." : "")} |\n"),
            ],
            "| Object | Action | What | Attributes |\n| --- | --- | --- | --- |\n");
    }

    private MarkdownSection Decided() => new(
        "How it was decided",
        [
            .. verdict.Plans.Select(plan => $"- plan {Code(plan.Source)} of {Prose(plan.Producer)}: {Counts(plan)}\n"),
            $"- policy {Code(verdict.Policy.Source)}, digest `{verdict.Policy.Digest[..16]}`\n",
            .. verdict.Policy.SwitchedOff.Select(rule => $"- switched off by the policy: {Code(rule)}\n"),
            .. verdict.UnusedWaivers.Select(waiver => $"- a waiver that covers nothing here: {Prose(waiver)}\n"),
            .. options.Kind == MarkdownKind.Comment ? [] : verdict.Warnings.Select(warning => $"- note: {Prose(warning)}\n"),
            $"- fingerprint of what is stopped: `{verdict.Fingerprint}`\n",
        ]);

    private static string Counts(PlanGate.Plans.Plan plan)
    {
        var counts = ((string[])["create", "update", "replace", "delete", "forget"]).Where(action => plan.Counts.GetValueOrDefault(action) > 0).Select(action => $"{plan.Counts[action]} {action}").ToList();
        return counts.Count == 0 ? "no changes" : string.Join(", ", counts);
    }

    // The largest count, at most `all`, for which something fits; -1 where not even none does.
    private static int Most(int all, Func<int, bool> fits)
    {
        var (low, high) = (-1, all);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = fits(middle) ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}

/// <summary>A row of the table.</summary>
/// <param name="Text">The whole line.</param>
/// <param name="Names">The objects that it names.</param>
internal sealed record MarkdownRow(string Text, IReadOnlyList<LossName> Names);

/// <summary>A folded part that can do without its later lines.</summary>
/// <param name="Title">What stands on the fold.</param>
/// <param name="Lines">Its lines, each with its newline.</param>
/// <param name="Head">What stands before the first line.</param>
internal sealed record MarkdownSection(string Title, IReadOnlyList<string> Lines, string Head = "")
{
    /// <summary>As many lines as there is room for; nothing where there is not one.</summary>
    public string Within(int room)
    {
        var open = $"\n<details><summary>{Title}</summary>\n\n{Head}";
        const string Close = "\n</details>\n";
        var left = room - open.Length - Close.Length - 40;
        var fitting = Lines.TakeWhile(line => (left -= line.Length) >= 0).ToList();
        var more = Lines.Count - fitting.Count;
        return fitting.Count == 0 ? "" : $"{open}{string.Concat(fitting)}{(more > 0 ? $"\nand {more} more\n" : "")}{Close}";
    }
}
