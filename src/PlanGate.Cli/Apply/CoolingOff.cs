using System.Globalization;
using PlanGate.Approvals;

namespace PlanGate.Cli.Apply;

/// <summary>The time between a yes and its effect, in which somebody may still think better of it.</summary>
internal static class CoolingOff
{
    /// <summary>Longer than this nobody is kept waiting.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    /// <summary>How long until a blocked plan may pass by approvals that only time stands against; null where time alone does not help.</summary>
    public static TimeSpan? Left(Verdict verdict, DateTimeOffset now)
    {
        if (verdict is not { Decision: Decision.Block, ApprovalCode: not null })
        {
            return null;
        }

        var wait = verdict.Policy.Approvals.CoolingOff;
        return verdict.Findings.SelectMany(finding => finding.Approvals)
            .Where(approval => approval.Reasons is [Reason.CoolingOff])
            .Select(approval => approval.At + wait)
            .Distinct()
            .Order()
            .Where(at => PassesAt(verdict, at, wait))
            .Select(at => (TimeSpan?)(at - now))
            .FirstOrDefault();
    }

    /// <summary>Counts down; false where somebody cancelled it.</summary>
    public static bool Wait(TimeSpan left, Terminal terminal)
    {
        using var cancel = new CancellationTokenSource();
        using var taken = Signals.Take(_ => cancel.Cancel());
        while (left > TimeSpan.Zero)
        {
            terminal.Error.WriteLine($"plangate: approved, and the approval takes effect in {InWords(left)}; Ctrl-C cancels");
            var step = left > TimeSpan.FromMinutes(2) ? TimeSpan.FromMinutes(1) : left > TimeSpan.FromSeconds(20) ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(1);
            step = step < left ? step : left;
            try
            {
                Task.Delay(step, terminal.Surroundings.Time, cancel.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                return false;
            }

            left -= step;
        }

        return !cancel.IsCancellationRequested;
    }

    /// <summary>A time, such as <c>3 min 20 s</c>.</summary>
    public static string InWords(TimeSpan time)
    {
        var seconds = (long)Math.Ceiling(time.TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(seconds >= 3600 ? $"{seconds / 3600} h " : "")}{(seconds >= 60 ? $"{seconds / 60 % 60} min " : "")}{seconds % 60} s");
    }

    private static bool PassesAt(Verdict verdict, DateTimeOffset at, TimeSpan wait) => (verdict with
    {
        Findings = [.. verdict.Findings.Select(finding => finding with
        {
            Approvals = [.. finding.Approvals.Select(approval => approval.Reasons is [Reason.CoolingOff] && approval.At + wait <= at ? approval with { Reasons = [] } : approval)],
        })],
    }).Decision == Decision.Pass;
}
