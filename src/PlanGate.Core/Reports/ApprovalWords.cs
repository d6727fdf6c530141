using System.Globalization;
using PlanGate.Judging;

namespace PlanGate.Reports;

/// <summary>Somebody whose yes was looked at.</summary>
/// <param name="By">The login, or the principal.</param>
/// <param name="Counts">It counts for a finding.</param>
/// <param name="Reasons">Why it does not count, in sentences; empty where it does.</param>
internal sealed record Voice(string By, bool Counts, IReadOnlyList<string> Reasons);

/// <summary>Approvals in words. No time is ever said: a report must not change while the verdict does not.</summary>
internal static class ApprovalWords
{
    /// <summary>Everybody whose yes was looked at, those who count first.</summary>
    public static IReadOnlyList<Voice> Voices(Verdict verdict) =>
    [
        .. Blocking(verdict).SelectMany(finding => finding.Approvals)
            .GroupBy(approval => approval.Id)
            .Select(approvals => new Voice(
                approvals.First().By,
                approvals.Any(approval => approval.Counts),
                approvals.Any(approval => approval.Counts) ? [] : [.. approvals.SelectMany(approval => approval.Reasons).Distinct().Select(reason => InWords(reason, verdict))]))
            .OrderByDescending(voice => voice.Counts)
            .ThenBy(voice => voice.By, StringComparer.Ordinal),
    ];

    /// <summary>How many people said yes of how many that it takes, for the finding that lacks most.</summary>
    public static (int Given, int Required) Progress(Verdict verdict)
    {
        var finding = Blocking(verdict)
            .OrderByDescending(one => Math.Max(1, one.ApprovalsRequired) - one.ApprovalsGiven)
            .ThenByDescending(one => one.ApprovalsRequired)
            .FirstOrDefault();
        return finding is null ? (0, 1) : (finding.ApprovalsGiven, Math.Max(1, finding.ApprovalsRequired));
    }

    /// <summary>A length of time, such as <c>24 hours</c>.</summary>
    public static string InWords(TimeSpan time) =>
        time.TotalDays >= 2 && time.TotalDays % 1 == 0 ? FindingWords.Number((int)time.TotalDays, "day")
        : time.TotalHours >= 1 && time.TotalHours % 1 == 0 ? FindingWords.Number((int)time.TotalHours, "hour")
        : time.TotalMinutes >= 1 && time.TotalMinutes % 1 == 0 ? FindingWords.Number((int)time.TotalMinutes, "minute")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalSeconds} seconds");

    private static IEnumerable<Finding> Blocking(Verdict verdict) => verdict.Findings.Where(finding => finding.IsBlocking);

    /// <summary>Why a yes does not count, in a sentence.</summary>
    public static string InWords(string reason, Verdict verdict) => reason switch
    {
        "no-code" => "the review has no line with a code",
        "other-code" => "its code is not today's: something else would be destroyed now, the policy has changed since, or it is from somewhere else",
        "edited" => "somebody else edited the review",
        "not-a-person" => "the account is a bot's",
        "machine" => "the policy lists the account as a machine's",
        "author" => "the change is this person's own pull request",
        "committer" => "this person wrote a commit of the change",
        "pusher" => "this person pushed to the branch",
        "not-an-approver" => "this person may not approve",
        "membership-pending" => "this person has not yet accepted to be in the team",
        "team-unreadable" => "the members of the team cannot be read with this token",
        "expired" => $"it is older than {InWords(verdict.Policy.Approvals.Expires)}",
        "cooling-off" => $"it takes effect only {InWords(verdict.Policy.Approvals.CoolingOff)} after it was given",
        "before-code" => "it was given before the code was published",
        "not-approved" => "the review does not approve any more, or never did",
        "changes-requested" => "an approver has asked for changes since",
        "bad-signature" => "the signature does not verify",
        "software-key" => "the policy wants a hardware key that somebody touched, and this signature is not of one",
        "other-policy" => "the policy has changed since",
        "not-covered" => "it does not cover everything that is found now",
        _ => $"it was refused ({reason})",
    };
}
