using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>Odd ways to say apply, with the real terraform: an object that holds data writes a file when it is destroyed, and that file must not come.</summary>
public sealed class NothingUnjudgedTests : IDisposable
{
    private readonly LiveWorld _world = new();

    public void Dispose() => _world.Dispose();

    [NeedsTerraformFact]
    public void No_argument_and_no_variable_of_the_environment_lets_a_loss_through()
    {
        Produce();
        File.CreateSymbolicLink(_world.At("work/link"), _world.At("work/loss"));
        File.Copy(_world.At("work/loss"), _world.At("work/-loss"));
        Directory.CreateDirectory(_world.At("work/directory"));
        (int Code, string Call, string? Variable)[] shimmed =
        [
            (1, "apply link", null),
            (1, "apply -auto-approve -destroy", null),
            (1, "destroy -auto-approve -lock=false", null),
            (1, "-chdir=../work apply loss", null),
            (1, "apply -auto-approve -replace=terraform_data.ledger", null),
            (1, "apply loss", "TF_CLI_ARGS_apply=-auto-approve"),
            (1, "destroy -auto-approve", "TF_CLI_ARGS_plan=-refresh-only"),
            (1, "destroy -auto-approve", "TF_DATA_DIR=.terraform"),
            (0, "apply -auto-approve", "TF_CLI_ARGS_apply=-destroy"),
            (2, "-chdir=. -chdir=../work apply loss", null),
            (2, "-chdir= apply loss", null),
            (2, "-chdir ../work apply loss", null),
            (2, "apply loss loss", null),
            (2, "apply -- loss", null),
            (2, "apply -- -loss", null),
            (2, "apply -loss", null),
            (2, "apply loss -auto-approve", null),
            (2, "apply directory", null),
            (2, "apply missing", null),
            (2, "apply /dev/null", null),
            (2, "apply -state=terraform.tfstate -auto-approve -destroy", null),
            (2, "apply -state-out=x loss", null),
            (2, "apply -destroy loss", null),
            (2, "apply -json -auto-approve", null),
            (0, "-version apply loss", "TF_CLI_ARGS=apply"),
        ];
        foreach (var (code, call, variable) in shimmed)
        {
            Lives(code, $"terraform {call}", variable, () => _world.Shimmed("terraform", call.Split(' ')));
        }

        (int Code, string Call, string? Variable)[] applied =
        [
            (1, "link", null),
            (1, "loss -- -lock=false -input=false", null),
            (1, "loss", "TF_CLI_ARGS_show=-no-color"),
            (2, "loss loss", null),
            (2, "loss -- loss", null),
            (2, "loss -- -state=other", null),
            (2, "loss -- -chdir=..", null),
            (2, "loss --workspace scratch", null),
            (2, "directory", null),
            (2, "/dev/null", null),
            (2, "terraform.tfstate", null),
            (2, "main.tf", null),
        ];
        foreach (var (code, call, variable) in applied)
        {
            Lives(code, $"plangate apply {call}", variable, () => _world.PlanGate(["apply", .. call.Split(' ')]));
        }

        // The innocent neighbour, through both.
        Assert.Equal(0, _world.PlanGate("apply", "harmless").Code);
        Assert.Equal(0, _world.Shimmed("terraform", "apply", "-auto-approve").Code);
    }

    [NeedsTerraformFact]
    public void A_workspace_that_is_not_the_one_of_the_plan_lets_nothing_through()
    {
        Produce();
        _world.Folder.Write("work/.plangate.yml", Policy + "environments: { production: { workspaces: [default] }, non-production: { workspaces: [scratch] } }\n");
        Lives(1, "plangate apply loss", null, () => _world.PlanGate("apply", "loss"));
        Lives(2, "plangate apply loss --workspace scratch", null, () => _world.PlanGate("apply", "loss", "--workspace", "scratch"));

        // Judged as what is not production: terraform itself keeps a plan from another state.
        Lives(1, "plangate apply loss", "TF_WORKSPACE=scratch", () => _world.PlanGate("apply", "loss"));
        Lives(1, "terraform apply loss", "TF_WORKSPACE=scratch", () => _world.Shimmed("terraform", "apply", "loss"));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("file")]
    public void A_plan_that_is_swapped_while_it_is_judged_is_not_applied(string what)
    {
        _world.Terraform();
        Saved("work/loss", new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod));
        Saved("work/harmless", new TestPlan());
        if (what == "link")
        {
            File.CreateSymbolicLink(_world.At("work/plan"), "harmless");
        }
        else
        {
            File.Copy(_world.At("work/harmless"), _world.At("work/plan"));
        }

        // terraform shows the harmless one, and meanwhile the other is put in its place.
        _world.StandIn("terraform", """
            echo "$*" >>"$WORLD/calls"
            [ "$1" = show ] || exit 0
            for last; do :; done
            tail -c +5 "$last"
            ln -sf loss "$WORLD/work/plan"
            """);
        var (code, _, error) = _world.PlanGate("apply", "plan");

        Assert.Equal(2, code);
        Assert.Contains("plan was changed while it was judged: nothing was applied", error, StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Calls, call => call.StartsWith("apply", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_in_a_pipe_is_not_applied()
    {
        _world.Terraform();
        Assert.Equal(0, Tool.Run("mkfifo", [_world.At("work/plan")]).Code);
        var running = _world.Start(false, "apply", "plan");
        LiveWorld.Feed(_world.At("work/plan"), "PK\u0003\u0004{}");
        var (code, _, error) = running.Ended();
        Assert.Equal(2, code);
        Assert.Contains("no file that stays", error, StringComparison.Ordinal);
        Assert.Empty(_world.Calls);
    }

    [Theory]
    [InlineData("apply -auto-approve", 1, "tofu in work: plan -out=COPY/tfplan")]
    [InlineData("-chdir=. destroy -auto-approve", 1, "tofu in work: plan -destroy -out=COPY/tfplan")]
    [InlineData("apply tfplan", 1, null)]
    [InlineData("apply tfplan tfplan", 2, null)]
    [InlineData("state rm aws_db_instance.main", 2, null)]
    public void Tofu_is_held_in_the_same_way(string call, int code, string? made)
    {
        _world.Terraform(tool: "tofu");
        _world.Folder.Write("work/plan.json", new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod).Json());
        Saved("work/tfplan", new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod));

        Assert.Equal(code, _world.Shimmed("tofu", call.Split(' ')).Code);
        Assert.Equal(made is null ? [] : [made], _world.Calls);
    }

    private const string Policy = "version: 1\nstateful: [{ addresses: [terraform_data.ledger], kind: database }]\n";

    // What holds data, and a plan that destroys it; and one that changes something else.
    private void Produce()
    {
        _world.Folder.Write("work/.plangate.yml", Policy);
        _world.Folder.Write("work/main.tf", """
            variable "note" { default = "a" }
            resource "terraform_data" "ledger" {
              provisioner "local-exec" {
                when    = destroy
                command = "touch gone"
              }
            }
            resource "terraform_data" "note" { input = var.note }
            """);
        foreach (var call in new[] { "init", "apply -auto-approve", "plan -destroy -out=loss", "plan -var=note=b -out=harmless" })
        {
            var (code, output) = Tool.Run("terraform", [.. call.Split(' '), "-no-color"], _world.Work);
            Assert.True(code == 0, output);
        }
    }

    private void Lives(int code, string call, string? variable, Func<CommandLine.Outcome> run)
    {
        _world.Variables.Clear();
        if (variable is not null)
        {
            _world.Variables[variable.Split('=')[0]] = variable[(variable.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        var outcome = run();
        _world.Variables.Clear();
        Assert.False(File.Exists(_world.At("work/gone")), $"the ledger is gone after: {variable} {call}");
        Assert.True(outcome.Code == code, $"{outcome.Code}, not {code}: {variable} {call}\n{outcome.Output}{outcome.Error}");
    }

    private void Saved(string name, TestPlan plan) => File.WriteAllBytes(_world.At(name), [(byte)'P', (byte)'K', 3, 4, .. System.Text.Encoding.UTF8.GetBytes(plan.Json())]);
}
