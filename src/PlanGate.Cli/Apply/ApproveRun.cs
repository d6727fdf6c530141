using System.Text;
using PlanGate.Approvals;
using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Policies;
using PlanGate.Reports;

namespace PlanGate.Cli.Apply;

/// <summary>One approval. Whatever is refused leaves no file.</summary>
/// <param name="request">The plan, and whose policy counts.</param>
/// <param name="key">The file of --key, or null for git's.</param>
/// <param name="output">The file to write, or null for the usual one.</param>
/// <param name="terminal">The process's streams and surroundings.</param>
internal sealed class ApproveRun(ApplyRequest request, string? key, string? output, Terminal terminal)
{
    private readonly string _output = output ?? request.Plan + ".approval";

    /// <summary>Asks, signs and writes; 0 where the approval is there.</summary>
    public int Run()
    {
        if (terminal.IsInputRedirected || terminal.IsOutputRedirected)
        {
            return App.Fail(terminal, "approve needs a person at a terminal: neither its input nor its output may be redirected");
        }

        if (request.Plan == "-")
        {
            return App.Fail(terminal, "name the plan file: standard input is for the code");
        }

        if (Path.Exists(_output))
        {
            return App.Fail(terminal, $"{_output} is there already, and is not overwritten: take it away, or name another with --output");
        }

        try
        {
            return Approve();
        }
        catch (PolicyException e)
        {
            return App.Fail(terminal, CheckCommand.InWords(e));
        }
        catch (ToolException e)
        {
            return App.Fail(terminal, e.Message);
        }
    }

    private int Approve()
    {
        var judge = LocalJudge.Load(request, terminal, [], out var interests);
        var (plans, errors) = request.Arguments.Read(terminal, interests);
        var verdicts = judge.Judge(plans, errors, terminal.Surroundings.Today);
        var verdict = LocalJudge.Strictest(verdicts);
        foreach (var error in verdict.Errors)
        {
            App.Fail(terminal, CheckCommand.InWords(error));
        }

        switch (verdict)
        {
            case { Decision: Decision.Error }: return ExitCode.Error;
            case { Decision: Decision.Pass }: return App.Fail(terminal, "nothing stops this plan: there is nothing to approve");
            case { ApprovalCode: null }: return Refuse("a person's yes is not enough for all of this: take out what is hard-mandatory, or except it in the policy");
        }

        if (verdicts.Any(one => one.Policy.SignersText is null && one.Decision == Decision.Block))
        {
            return App.Fail(terminal, "nobody may sign here: the policy names no signers (`approvals: { signers: FILE }`), or their file is not there");
        }

        var keygen = SshKeygen.Find();
        using var folder = new PrivateFolder();
        var signing = SigningKey.Find(key, keygen, folder);
        if (Signers.Read(Encoding.UTF8.GetString(verdict.Policy.SignersText!)).Find(signing.Public) is not { } signer)
        {
            return Refuse($"{Reason.NotAnApprover}: {verdict.Policy.Approvals.Signers} does not list this key by a name");
        }

        ApprovalReport.WriteLosses(verdict, terminal.Output);
        terminal.Output.WriteLine($"To let exactly this be destroyed, as {PlainText.Clean(signer.Principal)}, type the code {verdict.ApprovalCode}");
        terminal.Output.Write("> ");
        terminal.Output.Flush();
        if (Typed() != verdict.ApprovalCode)
        {
            return Refuse("that is not the code: nothing was signed");
        }

        return Sign(verdicts, plans, signer, signing, keygen, folder);
    }

    private int Sign(IReadOnlyList<Verdict> verdicts, IReadOnlyList<Plan> plans, Signer signer, SigningKey signing, SshKeygen keygen, PrivateFolder folder)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(terminal.Surroundings.Time.GetUtcNow().ToUnixTimeSeconds());
        var verdict = LocalJudge.Strictest(verdicts);
        var document = new ApprovalDocument
        {
            PlanSource = request.Plan,
            PlanDigest = plans[0].Digest,
            Fingerprint = verdict.Fingerprint,
            PolicyDigests = [.. verdicts.Select(one => one.Policy.Digest).Distinct(StringComparer.Ordinal)],
            Findings =
            [
                .. verdicts.SelectMany(one => one.Findings).Where(finding => finding.IsBlocking)
                    .Select(finding => new ApprovedFinding(Fingerprint.OfOne(finding, plans), finding.Rule.Id, finding.Address, finding.Action))
                    .DistinctBy(finding => finding.Hash),
            ],
            Signer = signer.Principal,
            SignedAt = now,
            ExpiresAt = now + verdicts.Min(one => one.Policy.Approvals.Expires),
        };
        var statement = folder.Write("statement", document.SignedBytes);
        if (!keygen.Sign(statement, signing.File))
        {
            return App.Fail(terminal, "ssh-keygen did not sign: no approval was written");
        }

        document = document with { Signature = File.ReadAllText(statement + ".sig") };

        // What would not be taken is not handed out.
        var reasons = verdicts.Where(one => one.Decision == Decision.Block)
            .SelectMany(one => ApprovalFiles.Verify(_output, document, one, now).Judge(one, now).Reasons)
            .Where(reason => reason != Reason.CoolingOff)
            .Distinct()
            .ToList();
        if (reasons.Count > 0)
        {
            return Refuse($"the approval would not count ({string.Join(", ", reasons)}): none was written");
        }

        try
        {
            using var file = new FileStream(_output, FileMode.CreateNew, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(document.Text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return App.Fail(terminal, $"{_output} cannot be written: {e.Message}");
        }

        terminal.Output.WriteLine($"Signed until {document.ExpiresAt:yyyy-MM-dd HH:mm} UTC: {PlainText.Clean(_output)}");
        return ExitCode.Pass;
    }

    private string? Typed()
    {
        using var reader = new StreamReader(terminal.OpenInput(), Encoding.UTF8);
        return reader.ReadLine()?.Trim().ToLowerInvariant();
    }

    private int Refuse(string problem)
    {
        App.Fail(terminal, problem);
        return ExitCode.Block;
    }
}
