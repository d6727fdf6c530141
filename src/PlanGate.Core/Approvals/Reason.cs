namespace PlanGate.Approvals;

/// <summary>Why a yes does not count, in the words of the result document. Contract.</summary>
public static class Reason
{
    public const string NoCode = "no-code";
    public const string OtherCode = "other-code";
    public const string Edited = "edited";
    public const string NotAPerson = "not-a-person";
    public const string Machine = "machine";
    public const string Author = "author";
    public const string Committer = "committer";
    public const string Pusher = "pusher";
    public const string NotAnApprover = "not-an-approver";
    public const string MembershipPending = "membership-pending";
    public const string TeamUnreadable = "team-unreadable";
    public const string Expired = "expired";
    public const string CoolingOff = "cooling-off";
    public const string BeforeCode = "before-code";
    public const string NotApproved = "not-approved";
    public const string ChangesRequested = "changes-requested";
    public const string BadSignature = "bad-signature";
    public const string SoftwareKey = "software-key";
    public const string OtherPolicy = "other-policy";
    public const string NotCovered = "not-covered";
}
