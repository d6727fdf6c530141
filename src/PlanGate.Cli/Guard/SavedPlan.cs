using PlanGate.Cli.Apply;
using PlanGate.Commands;
using PlanGate.Judging;
using PlanGate.Policies;
using PlanGate.Reports;

namespace PlanGate.Cli.Guard;

/// <summary>Judges the saved plan that a command would apply, as <c>plangate check</c> would, by the policy that the agent cannot have changed.</summary>
internal static class SavedPlan
{
    private const int MostFindings = 10;

    private static readonly string[] ArgumentVariables = ["TF_CLI_ARGS", "TF_CLI_ARGS_apply"];

    /// <summary>Why the plan must not be applied, or null.</summary>
    public static Refusal? Judge(PlanApplication application)
    {
        if (ArgumentVariables.FirstOrDefault(name => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name))) is { } variable)
        {
            return new(application.Command, $"{variable} in the environment adds arguments that are not on the command line", $"Unset {variable}.");
        }

        try
        {
            var today = Surroundings.OfTheProcess.Today;
            var policy = TrustedPolicy.Load(Directory.Exists(application.Directory) ? application.Directory : throw new IOException($"{application.Directory} is no directory"), today);
            var arguments = new PlanArguments([application.File], application.Workspace, null) { Directory = application.Directory };
            var (plans, errors) = arguments.Read(Nowhere, policy.Interests);
            var verdict = LocalJudge.Strictest(policy.Policies.Select(one => Gate.Judge(plans, errors, one, today)));
            return verdict.Decision switch
            {
                Decision.Pass => null,
                Decision.Block => new(application.Command, Blocked(verdict), $"Change the configuration so that nothing of this is destroyed, or show it to a person: put the change into a pull request, where `plangate check` asks for a review. `plangate apply {Path.GetFileName(application.File)}` applies it once it is approved."),
                _ => new(application.Command, $"its plan could not be judged: {string.Join("; ", verdict.Errors.Select(error => $"{error.Source}: {error.Message}"))}", TerraformWay(application)),
            };
        }
        catch (PolicyException e)
        {
            return new(application.Command, $"the policy cannot be used: {CheckCommand.InWords(e)}", "A person has to put the policy in order.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return new(application.Command, $"its plan could not be judged: {e.Message}", TerraformWay(application));
        }
    }

    private static Terminal Nowhere { get; } = new(TextWriter.Null, TextWriter.Null, () => Stream.Null, IsInputRedirected: false, IsColoured: false);

    private static string TerraformWay(PlanApplication application) =>
        application.Tool == "pulumi" ? "Make a plan with `pulumi preview --save-plan plan.json`, and see what `plangate check plan.json` says." : $"Make a plan with `{application.Tool} plan -out=tfplan`, and see what `plangate check tfplan` says.";

    private static string Blocked(Verdict verdict)
    {
        var blocking = verdict.Findings.Where(finding => finding is { IsBlocking: true, IsApproved: false }).ToList();
        var lines = blocking.Take(MostFindings).Select(finding => $"\n  {finding.Rule.Name} {finding.Address ?? "(the whole plan)"}: {PlainText.Clean(finding.Message)}");
        var more = blocking.Count > MostFindings ? $"\n  and {blocking.Count - MostFindings} more" : "";
        return $"its plan is blocked, {(blocking.Any(finding => finding.Level == Level.HardMandatory) ? "and a person's yes is not enough for all of it" : "until a person says yes")}:{string.Concat(lines)}{more}\n ";
    }
}
