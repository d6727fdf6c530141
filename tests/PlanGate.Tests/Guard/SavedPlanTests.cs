using PlanGate.Cli.Guard;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Guard;

/// <summary>A saved plan that a command would apply is judged by what it would do.</summary>
public sealed class SavedPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plan_that_destroys_a_database_is_refused_with_what_it_would_destroy()
    {
        _folder.Write("tfplan", new TestPlan().With("aws_db_instance.main", ["delete"]).Json());
        var outcome = Ask("terraform apply tfplan");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("aws_db_instance.main", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("stateful-destroy", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_destroys_nothing_that_matters_passes_in_silence()
    {
        _folder.Write("tfplan", new TestPlan().With("null_resource.x", ["delete"]).Json());

        Assert.Equal((0, "", ""), Parts(Ask("terraform apply tfplan")));
        Assert.Equal((0, "", ""), Parts(Ask("terraform apply -auto-approve ./tfplan")));
        Assert.Equal((0, "", ""), Parts(Ask($"tofu apply {Path.Combine(_folder.Path, "tfplan")}")));
    }

    [Fact]
    public void The_plan_is_found_from_the_directory_that_the_command_names()
    {
        _folder.Write("prod/tfplan", new TestPlan().With("aws_db_instance.main", ["delete"]).Json());
        _folder.Write("tfplan", new TestPlan().With("null_resource.x", ["delete"]).Json());

        Assert.Equal(2, Ask("terraform -chdir=prod apply tfplan").Code);
        Assert.Equal(2, Ask("cd prod && terraform apply tfplan").Code);
        Assert.Equal(0, Ask("terraform -chdir=prod apply ../tfplan").Code);
        Assert.Equal(0, Ask("cd prod && cd .. && terraform apply tfplan").Code);
        Assert.Equal(2, Ask("false && cd prod; terraform apply tfplan").Code);
        Assert.Equal(2, Ask("cd prod; terraform apply tfplan").Code);
    }

    [Fact]
    public void A_plan_that_is_not_there_or_is_none_is_refused()
    {
        _folder.Write("state", """{"format_version":"1.0","values":{}}""");

        Assert.Equal(2, Ask("terraform apply missing").Code);
        Assert.Equal(2, Ask("terraform apply state").Code);
        Assert.Equal(2, Ask("terraform apply .").Code);
    }

    [Fact]
    public void A_workspace_that_the_command_names_counts()
    {
        _folder.Write("tfplan", new TestPlan().With("aws_elasticache_cluster.main", ["delete"]).Json());

        Assert.Equal(2, Ask("TF_WORKSPACE=prod terraform apply tfplan").Code);
        Assert.Equal(0, Ask("TF_WORKSPACE=dev terraform apply tfplan").Code);
    }

    [NeedsTerraformFact]
    public void A_binary_plan_of_the_real_tool_is_judged()
    {
        _folder.Write("main.tf", """resource "terraform_data" "a" {}""");
        Assert.Equal(0, Tool.Run("terraform", ["init", "-no-color"], _folder.Path).Code);
        Assert.Equal(0, Tool.Run("terraform", ["plan", "-out=tfplan", "-no-color"], _folder.Path).Code);

        Assert.Equal((0, "", ""), Parts(Ask("terraform apply tfplan")));
        _folder.Write(".plangate.yml", "version: 1\ncustom: [{ name: none, message: \"Nothing is created here\", level: soft-mandatory, when: { actions: [create] } }]\n");
        Assert.Equal(2, Ask("terraform apply tfplan").Code);
        _folder.Write(".plangate.yml", "version: 1\nnonsense: 1\n");
        Assert.Contains("the policy cannot be used", Ask("terraform apply tfplan").Error, StringComparison.Ordinal);
    }

    private CommandLine.Outcome Ask(string command) => CommandLine.Run(GuardDoctor.Call("claude", command, _folder.Path), ["guard", "claude"]);

    private static (int, string, string) Parts(CommandLine.Outcome outcome) => (outcome.Code, outcome.Output, outcome.Error);
}
