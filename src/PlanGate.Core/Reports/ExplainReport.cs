using PlanGate.Classification;
using PlanGate.Judging;

namespace PlanGate.Reports;

/// <summary>What the catalogue says of a type, and what a rule is, for people.</summary>
public static class ExplainReport
{
    /// <summary>Explains a rule.</summary>
    public static void Write(RuleInfo rule, TextWriter output)
    {
        Line(output, $"{rule.Id} {rule.Name}");
        Line(output, "");
        Line(output, $"  finds   {rule.Finds}");
        Line(output, $"  why     {rule.Why}");
        Line(output, $"  level   {rule.LevelsInWords}");
        if (rule.Exceptions.Length > 0)
        {
            Line(output, $"          {rule.Exceptions}");
        }
    }

    /// <summary>Explains a resource type, known or not.</summary>
    public static void Write(string type, Catalogue catalogue, TextWriter output)
    {
        Line(output, type);
        Line(output, "");
        if (catalogue.Find(type) is not { } entry)
        {
            var judgement = catalogue.Names.Judge(type, []);
            Line(output, "  the catalogue does not know this type");
            Line(output, $"  by name  {judgement.Because}: {(judgement.HoldsData ? $"destroying it is stopped (PG108), as {Kind.InWords(judgement.Kind)}" : "destroying it is shown, not stopped (PG108)")}");
            return;
        }

        Line(output, $"  destroying it  {(entry.Loses == DataLoss.No ? "loses no data" : entry.Sentence)}");
        if (entry.Loses != DataLoss.No)
        {
            Line(output, $"  holds          {(entry.Loses == DataLoss.Maybe ? "perhaps " : "")}{Kind.InWords(entry.Kind)} ({entry.Kind})");
            Line(output, $"  by default     {entry.Recoverability.Word}");
        }
        else if (entry.Role.Length > 0)
        {
            Line(output, $"  role           {entry.Role}");
        }

        Line(output, $"  row            {(entry.IsChecked ? "checked" : "draft: made in bulk, not yet read by a person")}");
        Line(output, $"  source         {entry.Source}");
        var settings = catalogue.Settings(type).Where(setting => setting.Effect is not null || setting.Meaning is Setting.DataDisk or Setting.AnyDisk or "root-disk").ToList();
        if (settings.Count == 0)
        {
            return;
        }

        Line(output, "");
        Line(output, "  settings that decide what a destroy does");
        var widest = settings.Max(setting => setting.Attribute.Length);
        foreach (var setting in settings)
        {
            var effect = setting.Effect is { } known ? known.Word : "the disk stays";
            Line(output, $"    {setting.Attribute.PadRight(widest)}  {effect} when {setting.Safe.Replace("|", " or ", StringComparison.Ordinal)}{(setting.Default == "?" ? "" : $"; {setting.Default} when absent")}");
        }
    }

    private static void Line(TextWriter output, string text)
    {
        output.Write(text);
        output.Write('\n');
    }
}
