using System.Globalization;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Policies;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Reports;

/// <summary>Findings in words that several reports share. Nothing here is escaped: names are as the plan has them.</summary>
internal static class FindingWords
{
    /// <summary>Findings that are said in the same words, together: what is true of many objects is said once.</summary>
    public static IEnumerable<IReadOnlyList<Finding>> Alike(IEnumerable<Finding> findings) => findings.GroupBy(Words).Select(group => (IReadOnlyList<Finding>)[.. group]);

    private static string Words(Finding finding) => finding.Address is null || finding.Objects is not null
        ? $"{Label(finding)} {finding.Plan} {finding.Address} {string.Join(' ', finding.Because)}"
        : string.Join('\n', [Label(finding), finding.Level.Word, finding.IsApproved ? "approved" : "", Where(finding), Also(finding), finding.Remedy, finding.Undo?.InWords ?? "", finding.Waiver?.Reason ?? "", .. HoldsNoData(finding) ? [finding.Action ?? ""] : finding.Because.Prepend(What(finding)).Prepend(finding.Message)]);

    public static bool HoldsNoData(Finding finding) => finding.Rule.Id == "PG107";

    // A person's yes is no way out of these.
    public static string Hard(Finding finding) => finding.Level == Level.HardMandatory ? ", only the policy can let it through" : "";

    public static string Subject(Finding finding) => finding switch
    {
        { Address: null } => "the whole plan",
        { Deposed: { } key } => $"{finding.Address} (deposed {key})",
        _ => finding.Address,
    };

    public static string Also(Finding finding) => finding.Also.Count == 0 ? "" : $", also {string.Join(", ", finding.Also)}";

    public static string What(Finding finding)
    {
        if (finding.Kind is null or Kind.Other || HoldsNoData(finding))
        {
            return InWords(finding);
        }

        return $"{Capital(Kind.InWords(finding.Kind))} ({InWords(finding)})";
    }

    public static string InWords(Finding finding) => finding.Carries is { } carried && carried != finding.Type ? $"{carried} in {finding.Type}" : finding.Type ?? "";

    /// <summary>With a capital and without a full stop; what begins with a name stays as it is.</summary>
    public static string Capital(string text)
    {
        var word = text.AsSpan()[..(text.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var space ? space : text.Length)];
        var bare = text.TrimEnd('.');
        return bare.Length == 0 || word.IndexOfAny('_', '.') is >= 0 and var at && at < word.Length - 1 ? bare : $"{char.ToUpperInvariant(bare[0])}{bare[1..]}";
    }

    public static string Label(Finding finding) => finding.Rule.Id == CustomRule.Id ? finding.Rule.Name : finding.Rule.Id;

    public static string Waived(Finding finding) => finding.Waiver is { } waiver
        ? $"waived until {waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} ({(waiver.DaysLeft == 1 ? "1 day" : $"{waiver.DaysLeft} days")} left), because {waiver.Reason}: "
        : "";

    public static string Where(Finding finding) => finding.Environment switch
    {
        Environment.Production => $"production, by {finding.EnvironmentBecause}",
        Environment.NonProduction => $"non-production, by {finding.EnvironmentBecause}",
        _ => "environment unknown, treated as production",
    };

    public static string InBrief(Finding finding) => finding.Environment == Environment.Unknown ? $"{finding.Kind}" : $"{finding.Kind}, {JsonReport.InWords(finding.Environment)} by {finding.EnvironmentBecause}";

    /// <summary>What happens to the object, as a participle: <c>deleted</c>, <c>replaced</c>.</summary>
    public static string Happens(Finding finding) => finding.Action switch
    {
        null => "",
        "forget" => "forgotten",
        "no-op" => "unchanged",
        "import" => "imported",
        "read" => "read",
        { } action when action.EndsWith('e') => $"{action}d",
        { } action => $"{action}ed",
    };

    /// <summary>Why it was found and stopped, without what the other words of a report say already.</summary>
    public static string Why(IReadOnlyList<Finding> alike) =>
        string.Join("; ", alike.SelectMany(one => one.Because).Where(clause => clause != Left(alike[0]) && clause != Happens(alike[0])).Distinct());

    public static string Number(int count, string noun) => $"{count.ToString(CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>The rule as people look it up: id and name, or the team's own name.</summary>
    public static string RuleInWords(Finding finding) => finding.Rule.Id == CustomRule.Id ? finding.Rule.Name : $"{finding.Rule.Id} {finding.Rule.Name}";

    /// <summary>What is left of the data once the plan is applied, with the setting that decides it; null where the finding is not about a destruction.</summary>
    public static string? Left(Finding finding)
    {
        if (!IsDestruction(finding) || HoldsNoData(finding))
        {
            return null;
        }

        var (words, otherwise) = finding.Recoverability switch
        {
            Recoverability.Lost => ("nothing is kept", ""),
            Recoverability.Unknown => ("nothing is known to be kept", ""),
            Recoverability.Recoverable => ("can be undone for a while", ""),
            Recoverability.Copied => ("a final copy is taken", ""),
            Recoverability.Kept => ("the data stays", ""),
            Recoverability.Refused => ("the provider will refuse", "the provider refuses"),
            _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Recoverability, null),
        };
        return finding.Because.FirstOrDefault(clause => clause.StartsWith(words, StringComparison.Ordinal) || (otherwise.Length > 0 && clause.StartsWith(otherwise, StringComparison.Ordinal))) ?? words;
    }

    /// <summary>A live object is destroyed, and the finding says so.</summary>
    public static bool IsDestruction(Finding finding) => finding.Rule.Id == "PG104" || BuiltInRules.OnDestruction.Any(rule => rule.Info.Id == finding.Rule.Id);
}
