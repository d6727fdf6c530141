using PlanGate.Tests.Support;

namespace PlanGate.Tests.GitHub;

/// <summary>The script between the action's inputs and the program. With the rig: tests/rig.</summary>
public sealed class ActionScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".", "[plan.json]")]
    [InlineData("no/such/folder", "[]")]
    public void A_working_directory_that_is_not_there_is_told_to_the_program_which_sets_the_status(string directory, string plans)
    {
        var program = _folder.Write("plangate", "#!/bin/sh\nprintf '[%s]' \"$@\"\n[ -n \"$(for last; do :; done; printf %s \"$last\")\" ] || exit 2\n");
        Script.MayRun(program);
        var (code, output) = Tool.Run("env", [$"PLANGATE={program}", "INPUT_PLAN=plan.json", $"INPUT_WORKING_DIRECTORY={directory}", $"RUNNER_TEMP={_folder.Path}", "bash", Repository.PathOf("action", "check.sh")], _folder.Path);

        Assert.Equal(plans == "[]" ? 2 : 0, code);
        Assert.StartsWith("[check][--github]", output, StringComparison.Ordinal);
        Assert.Contains($"[--]{plans}", output, StringComparison.Ordinal);
    }
}
