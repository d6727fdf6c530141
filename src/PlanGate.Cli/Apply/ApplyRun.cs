using PlanGate.Approvals;
using PlanGate.Plans;
using PlanGate.Policies;
using PlanGate.Reports;

namespace PlanGate.Cli.Apply;

/// <summary>One apply: copy, judge, look for approvals, wait, look whether anything changed, write it down, and only then let the tool run.</summary>
/// <param name="request">What shall be applied.</param>
/// <param name="terminal">The process's streams and surroundings.</param>
internal sealed class ApplyRun(ApplyRequest request, Terminal terminal)
{
    // Approvals of several people may take effect one after the other.
    private const int MostWaits = 20;

    /// <summary>Applies, or says why not. The exit code is 1 or 2, or the tool's once it ran.</summary>
    public int Run()
    {
        try
        {
            using var copy = PlanCopy.Make(request.Plan);
            return Run(copy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return App.Fail(terminal, $"{request.Plan}: {e.Message}");
        }
        catch (Exception e) when (e is ToolException or AuditException)
        {
            return App.Fail(terminal, e.Message);
        }
    }

    private readonly HashSet<string> _warnings = [];

    private int Run(PlanCopy copy)
    {
        ApplyTool? tool = null;
        var verdict = Judged(copy, ref tool);
        if (tool is not null && tool.Refuses(request.Options) is { } refused)
        {
            return App.Fail(terminal, refused);
        }

        if (request.Workspace is { } named && tool?.Workspace is { } selected && named != selected)
        {
            return App.Fail(terminal, $"--workspace {named}, but {tool.Name} would apply in {selected}, which is selected in {tool.Directory}: nothing was applied");
        }

        for (var waits = 0; CoolingOff.Left(verdict, Now) is { } left && left <= CoolingOff.Longest && waits < MostWaits; waits++)
        {
            if (!CoolingOff.Wait(left, terminal))
            {
                WriteDown("decision", copy, verdict, ExitCode.Error);
                return App.Fail(terminal, "cancelled: nothing was applied");
            }

            // Asked anew: an approval may have been taken back meanwhile.
            verdict = Judged(copy, ref tool);
        }

        Report(verdict);
        var isConfirmed = true;
        if (verdict.Decision == Decision.Pass && tool is not null && request.Confirm is { } confirm)
        {
            isConfirmed = confirm();

            // An answer can take its time: approvals may have ended meanwhile.
            verdict = isConfirmed ? Judged(copy, ref tool) : verdict;
            if (verdict.Decision != Decision.Pass)
            {
                Report(verdict);
            }
        }

        var changed = copy.Changed();
        var code = changed is not null || tool is null ? ExitCode.Error : isConfirmed ? ExitCode.Of(verdict.Decision) : ExitCode.Block;
        if (!isConfirmed)
        {
            terminal.Error.WriteLine("plangate: not confirmed");
        }

        WriteDown("decision", copy, verdict, code == ExitCode.Pass ? null : code);
        if (changed is not null)
        {
            return App.Fail(terminal, $"{changed}: nothing was applied");
        }

        if (code != ExitCode.Pass || tool is null)
        {
            terminal.Error.WriteLine($"plangate: nothing was applied{(code == ExitCode.Block && verdict is { Decision: Decision.Block, ApprovalCode: not null } ? HowToGoOn(verdict) : "")}");
            return code;
        }

        return Applied(copy, verdict, tool);
    }

    private int Applied(PlanCopy copy, Verdict verdict, ApplyTool tool)
    {
        // From here on a signal is the tool's, and what it did is written down.
        using var signals = new SignalRelay();
        terminal.Output.Flush();
        if (copy.Changed() is { } changed)
        {
            WriteDown("decision", copy, verdict, ExitCode.Error);
            return App.Fail(terminal, $"{changed}: nothing was applied");
        }

        int exit;
        try
        {
            exit = tool.Run(copy.File, request.Options, signals);
        }
        catch (ToolException)
        {
            WriteDown("decision", copy, verdict, ExitCode.Error);
            throw;
        }

        try
        {
            WriteDown("apply", copy, verdict, exit);
        }
        catch (AuditException e)
        {
            // What is done is done; the code stays the tool's.
            App.Fail(terminal, $"{e.Message}: that {tool.Name} ended with {exit} is not in it");
        }

        terminal.Error.WriteLine($"plangate: exit code {exit} is {tool.Name}'s; it was given exactly the plan that was judged (sha256:{copy.Digest})");
        return exit;
    }

    private Verdict Judged(PlanCopy copy, ref ApplyTool? tool)
    {
        try
        {
            return request.OnGitHub is { } gitHub ? OnGitHub(copy, gitHub, ref tool) : Locally(copy, ref tool);
        }
        catch (PolicyException e)
        {
            return CheckCommand.Refused(e, terminal.Surroundings.Today);
        }
    }

    private Verdict Locally(PlanCopy copy, ref ApplyTool? tool)
    {
        var judge = LocalJudge.Load(request, terminal, _warnings, out var interests);
        var (plans, errors) = Read(copy, interests, ref tool);
        return LocalJudge.Strictest(judge.Judge(plans, errors, terminal.Surroundings.Today).Select(verdict => ApprovalFiles.Apply(verdict, request.Approvals, terminal)));
    }

    private Verdict OnGitHub(PlanCopy copy, GitHub.GitHubOptions options, ref ApplyTool? tool)
    {
        var found = tool;
        var (plans, errors) = ((IReadOnlyList<Plan>)[], (IReadOnlyList<InputError>)[]);

        // The policy of the machine counts beside that of the base branch: no other can weaken it.
        var machine = TrustedPolicy.OfTheMachine(terminal.Surroundings.Today);
        var verdict = GitHub.GitHubApprovals.Find(
            options,
            policy =>
            {
                (plans, errors) = Read(copy, machine.Aggregate(policy.Interests, (all, one) => all.And(one.Interests)), ref found);
                return Gate.Judge(plans, errors, policy, terminal.Surroundings.Today);
            },
            terminal);
        tool = found;
        var approvals = verdict.Findings.FirstOrDefault(finding => finding.IsBlocking)?.Approvals ?? [];
        return LocalJudge.Strictest(machine
            .Select(policy => Gate.Judge(plans, errors, policy, terminal.Surroundings.Today))
            .Select(other => other.Fingerprint == verdict.Fingerprint ? Term.Apply(other, approvals) : other)
            .Prepend(verdict));
    }

    private (IReadOnlyList<Plan> Plans, IReadOnlyList<InputError> Errors) Read(PlanCopy copy, PlanInterests asked, ref ApplyTool? tool)
    {
        var (plans, errors) = (request.Arguments with { Copy = copy.File }).Read(terminal, asked);
        if (errors.Count > 0)
        {
            return (plans, errors);
        }

        try
        {
            tool = copy.IsBinary ? ApplyTool.Terraform(request.Arguments.ToolFor(request.Plan))
                : plans is [{ Format: "pulumi-update-plan" }] ? ApplyTool.Pulumi(request.Directory)
                : throw new ToolException("no plan file that can be applied: name what `terraform plan -out=FILE` or `pulumi preview --save-plan=FILE` wrote");
            return (plans, errors);
        }
        catch (ToolException e)
        {
            return ([], [new(request.Plan, e.Message)]);
        }
    }

    private void Report(Verdict verdict)
    {
        foreach (var error in verdict.Errors)
        {
            App.Fail(terminal, CheckCommand.InWords(error));
        }

        if (verdict.Plans.Count > 0)
        {
            TextReport.Write(verdict, terminal.IsColoured, terminal.Output, NextStep.Of(verdict, request.OnGitHub is null ? ApprovalRoute.Signature : ApprovalRoute.Review, request.HowToApprove));
            terminal.Output.Flush();
        }

        foreach (var line in ApprovalReport.Candidates(verdict))
        {
            terminal.Error.WriteLine($"plangate: {line}");
        }
    }

    private static string HowToGoOn(Verdict verdict) => CoolingOff.Left(verdict, DateTimeOffset.MinValue) is not null
        ? $": the approval does not take effect within {CoolingOff.InWords(CoolingOff.Longest)}; come back then"
        : "";

    private void WriteDown(string what, PlanCopy copy, Verdict verdict, int? exit)
    {
        if (request.AuditLog is not { } log)
        {
            return;
        }

        var head = AuditLog.Append(log, new()
        {
            Event = what,
            Time = Now,
            Plan = copy.Digest,
            Fingerprint = verdict.Fingerprint,
            Decision = verdict.Decision switch { Decision.Pass => "pass", Decision.Block => "block", _ => "error" },
            Approvals = [.. verdict.Findings.Where(finding => finding.IsBlocking).SelectMany(finding => finding.Approvals).Where(approval => approval.Counts).DistinctBy(approval => (approval.Id, approval.File, approval.Review))],
            Exit = exit,
        });
        terminal.Error.WriteLine($"plangate: audit log {PlainText.Clean(log)}: head {head}");
    }

    private DateTimeOffset Now => terminal.Surroundings.Time.GetUtcNow();
}
