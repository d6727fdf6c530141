using System.Globalization;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Policies;

namespace PlanGate.Reports;

/// <summary>What a policy sets, in short, for whoever has just written it.</summary>
public static class PolicyReport
{
    /// <summary>Writes the summary. The same policy on the same day gives the same bytes.</summary>
    public static void Write(Policy policy, DateOnly today, TextWriter output)
    {
        Line(output, $"{policy.Source}: in order");
        Line(output, "");
        foreach (var (label, text) in Lines(policy, today))
        {
            Line(output, $"  {label,-15} {text}");
        }
    }

    private static IEnumerable<(string Label, string Text)> Lines(Policy policy, DateOnly today)
    {
        if (Marks(policy.Marks.Production) is { Length: > 0 } production)
        {
            yield return ("production", production);
        }

        if (Marks(policy.Marks.NonProduction) is { Length: > 0 } nonProduction)
        {
            yield return ("non-production", nonProduction);
        }

        foreach (var stateful in policy.Marks.Stateful)
        {
            yield return ("stateful", $"{Globs(stateful)} ({stateful.Kind})");
        }

        foreach (var stateless in policy.Marks.Stateless)
        {
            yield return ("stateless", Globs(stateless));
        }

        foreach (var (name, setting) in policy.Levels.Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal).Where(rule => Levels(rule.Value).Length > 0))
        {
            yield return ("rule", $"{name}: {Levels(setting)}");
        }

        if ((policy.Levels.MassCount, policy.Levels.MassPercent) != (RuleLevels.BuiltIn.MassCount, RuleLevels.BuiltIn.MassPercent))
        {
            yield return ("rule", $"mass-destroy: from {policy.Levels.MassCount + 1} objects, or {policy.Levels.MassPercent} % of the state");
        }

        foreach (var (kind, setting) in policy.Levels.Kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Where(kind => Levels(kind.Value).Length > 0))
        {
            yield return ("kind", $"{kind}: {Levels(setting)}");
        }

        if (policy.SwitchedOff.Count > 0)
        {
            yield return ("off", string.Join(", ", policy.SwitchedOffInWords));
        }

        foreach (var rule in policy.Custom)
        {
            yield return ("custom", $"{rule.Name}: {rule.Level.Word}");
        }

        foreach (var waiver in policy.Waivers)
        {
            yield return ("waiver", $"{waiver}: {InDays(waiver.DaysLeft(today))}, until {waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        }

        yield return ("approvals", Approvals(policy.Approvals));
    }

    private static string Marks(EnvironmentMarks marks) => string.Join(", ", new[]
    {
        Count(marks.Workspaces.Count, "workspace"),
        Count(marks.Stacks.Count, "stack"),
        Count(marks.Tags.Sum(tag => tag.Value.Count), "tag value"),
        Count(marks.Addresses.Count, "address", "addresses"),
        Count(marks.Paths.Count, "path"),
    }.OfType<string>());

    private static string? Count(int count, string noun, string? plural = null) =>
        count == 0 ? null : $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? noun : plural ?? noun + "s")}";

    private static string Globs(ObjectMark mark) => string.Join(", ", mark.Types.Concat(mark.Addresses));

    private static string Levels(LevelSetting setting) => string.Join(", ", new[]
    {
        setting.Level is { } level ? InWords(level) : null,
        setting.NonProduction is { } other ? $"{InWords(other)} in non-production" : null,
    }.OfType<string>());

    private static string InWords(LevelChoice choice) => choice.Level is { } level ? level.Word : "off";

    private static string InDays(int days) => days switch
    {
        0 => "the last day",
        1 => "1 day left",
        _ => $"{days.ToString(CultureInfo.InvariantCulture)} days left",
    };

    private static string Approvals(ApprovalTerms terms)
    {
        var people = terms.Required.GetValueOrDefault("default", 1);
        var more = terms.Required.Where(required => required.Key != "default" && required.Value != people).OrderBy(required => required.Key, StringComparer.Ordinal).Select(required => $"{required.Key} {required.Value.ToString(CultureInfo.InvariantCulture)}").ToList();
        var who = terms.Approvers.Count > 0 ? $"of {string.Join(", ", terms.Approvers)}" : "with write permission";
        return $"{(people == 1 ? "1 person" : $"{people.ToString(CultureInfo.InvariantCulture)} people")} {who}{(more.Count > 0 ? $" ({string.Join(", ", more)})" : "")}, good for {Length(terms.Expires)}"
            + (terms.CoolingOff > TimeSpan.Zero ? $" after {Length(terms.CoolingOff)}" : "")
            + (terms.RequireHardwareKey ? ", signed with a hardware key" : "");
    }

    private static string Length(TimeSpan time) =>
        time.TotalDays >= 2 && time.TotalDays % 1 == 0 ? $"{time.TotalDays.ToString(CultureInfo.InvariantCulture)}d"
        : time.TotalHours % 1 == 0 ? $"{time.TotalHours.ToString(CultureInfo.InvariantCulture)}h"
        : $"{time.TotalMinutes.ToString(CultureInfo.InvariantCulture)}m";

    private static void Line(TextWriter output, string text)
    {
        output.Write(PlainText.Line(PlainText.Clean(text)));
        output.Write('\n');
    }
}
