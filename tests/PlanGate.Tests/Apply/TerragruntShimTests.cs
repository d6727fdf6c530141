using PlanGate.Cli;
using PlanGate.Cli.Shim;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>
/// Terragrunt behind its shim. A stand-in for it goes through the units and runs what it was told is terraform, as the real one does: every unit has to be judged there.
/// </summary>
public sealed class TerragruntShimTests : IDisposable
{
    private readonly LiveWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("plan", "PassOn")]
    [InlineData("apply -auto-approve", "PassOn")]
    [InlineData("run --all apply --non-interactive", "PassOn")]
    [InlineData("stack run destroy", "PassOn")]
    [InlineData("--terragrunt-tfpath tofu apply", "PassOn")]
    [InlineData("apply --tf-path=terraform", "PassOn")]
    [InlineData("backend bootstrap", "PassOn")]
    [InlineData("exec -- terraform output", "PassOn")]
    [InlineData("--terragrunt-tfpath /usr/bin/terraform apply", "Refuse")]
    [InlineData("run --all --tf-path=/opt/tofu apply", "Refuse")]
    [InlineData("apply --tf-path tofu --tf-path ./terraform", "Refuse")]
    [InlineData("apply --tf-path", "Refuse")]
    [InlineData("backend delete --force", "Refuse")]
    [InlineData("backend migrate a b", "Refuse")]
    [InlineData("exec -- /usr/bin/terraform destroy", "Refuse")]
    public void Refused_is_what_would_go_round_terraform(string call, string answer) => Assert.Equal(answer, Of(call).Answer.ToString());

    [Theory]
    [InlineData("terraform_binary = \"/usr/bin/terraform\"", "apply", "Refuse")]
    [InlineData("terraform_binary = \"/usr/bin/terraform\"", "run --all destroy", "Refuse")]
    [InlineData("terraform_binary = \"/usr/bin/terraform\"", "something-new", "Refuse")]
    [InlineData("locals {}\n  terraform_binary=get_env(\"X\", \"tofu\")", "apply", "Refuse")]
    [InlineData("terraform_binary = \"${local.tool}\"", "apply", "Refuse")]
    [InlineData("terraform_binary = \"/usr/bin/terraform\"", "run --all plan", "PassOn")]
    [InlineData("terraform_binary = \"tofu\"", "apply", "PassOn")]
    [InlineData("# terraform_binary = \"/usr/bin/terraform\"", "apply", "PassOn")]
    public void A_configuration_that_names_another_terraform_is_seen(string text, string call, string answer)
    {
        foreach (var file in new[] { "work/terragrunt.hcl", "root.hcl", "work/unit/deep/terragrunt.hcl" })
        {
            var path = _world.Folder.Write(file, text);
            Assert.Equal(answer, Of(call).Answer.ToString());
            File.Delete(path);
        }
    }

    [Fact]
    public void A_configuration_in_json_or_named_by_an_option_is_seen_too_and_a_copy_is_not()
    {
        _world.Folder.Write("work/.terragrunt-cache/x/terragrunt.hcl", "terraform_binary = \"/usr/bin/terraform\"\n");
        Assert.Equal("PassOn", Of("apply").Answer.ToString());

        _world.Folder.Write("elsewhere/other.hcl", "terraform_binary = \"/usr/bin/terraform\"\n");
        Assert.Equal("Refuse", Of("apply --config ../elsewhere/other.hcl").Answer.ToString());
        Assert.Equal("Refuse", Of("apply --working-dir=../elsewhere").Answer.ToString());
        Assert.Equal("Refuse", Of("--terragrunt-config ../elsewhere/missing.hcl apply").Answer.ToString());

        _world.Folder.Write("work/terragrunt.hcl.json", """{"inputs": {}, "terraform_binary": "/usr/bin/terraform"}""");
        Assert.Equal("Refuse", Of("apply").Answer.ToString());
    }

    [Theory]
    [InlineData("", "", "terraform")]
    [InlineData("terraform_binary = \"tofu\"", "", "tofu")]
    [InlineData("", "/usr/local/bin/tofu", "tofu")]
    [InlineData("terraform_binary = \"tofu\"", "terraform", "terraform")]
    [InlineData("", "/opt/wrapper", "terraform")]
    public void The_choice_between_the_two_stays(string configuration, string variable, string tool)
    {
        _world.Folder.Write("work/terragrunt.hcl", configuration);
        var call = Of("apply", ("TG_TF_PATH", variable), ("PATH", "/bin"));

        Assert.Equal((_world.At($"shims/{tool}"), _world.At($"shims/{tool}"), $"{_world.At("shims")}:/bin"), (call.Variables["TG_TF_PATH"], call.Variables["TERRAGRUNT_TFPATH"], call.Variables["PATH"]));
    }

    [Fact]
    public void What_reads_reaches_terragrunt_and_terraform_as_it_was_typed()
    {
        Terragrunt();
        Assert.Equal(3, _world.Shimmed("terragrunt", "plan", "-detailed-exitcode", "--terragrunt-log-level", "error", "it's here").Code);

        Assert.Equal(["terragrunt: plan -detailed-exitcode --terragrunt-log-level error it's here", "terraform in work: plan -detailed-exitcode --terragrunt-log-level error it's here"], _world.Calls);
    }

    [Theory]
    [InlineData("run-all apply --terragrunt-non-interactive --terragrunt-parallelism 1")]
    [InlineData("run --all apply --non-interactive")]
    [InlineData("stack run apply")]
    public void Every_unit_is_judged_and_only_what_is_harmless_is_applied(string call)
    {
        Terragrunt();
        _world.Folder.Write("work/a/plan.json", Harmless.Json());
        _world.Folder.Write("work/b/plan.json", Loss.Json());
        var (code, output, _) = _world.Shimmed("terragrunt", call.Split(' '));

        Assert.Equal(1, code);
        Assert.Contains("BLOCKED", output, StringComparison.Ordinal);
        Assert.Equal(
            [$"terragrunt: {call}", "terraform in a: plan -input=false -out=COPY/tfplan", "terraform in a: apply -input=false COPY/plan", "terraform in b: plan -input=false -out=COPY/tfplan"],
            _world.Calls);
    }

    [Fact]
    public void A_saved_plan_is_judged_in_the_unit_that_it_is_applied_in()
    {
        Terragrunt();
        Saved("work/loss", Loss);
        Saved("work/harmless", Harmless);

        Assert.Equal(1, _world.Shimmed("terragrunt", "apply", "loss").Code);
        Assert.DoesNotContain(_world.Calls, line => line.StartsWith("terraform in work: apply", StringComparison.Ordinal));
        Assert.Equal(0, _world.Shimmed("terragrunt", "apply", "harmless").Code);
        Assert.Contains("terraform in work: apply -input=false COPY/plan", _world.Calls);
    }

    [Theory]
    [InlineData("destroy -auto-approve")]
    [InlineData("state rm aws_db_instance.main")]
    [InlineData("import aws_db_instance.main db")]
    [InlineData("workspace delete prod")]
    [InlineData("exec -- terraform state rm aws_db_instance.main")]
    [InlineData("backend delete")]
    public void Nothing_that_changes_things_passes_unseen(string call)
    {
        Terragrunt();
        _world.Folder.Write("work/plan.json", Loss.Json());

        Assert.NotEqual(0, _world.Shimmed("terragrunt", call.Split(' ')).Code);
        Assert.DoesNotContain(_world.Calls, line => line.StartsWith("terraform", StringComparison.Ordinal) && !line.Contains(": plan ", StringComparison.Ordinal));
    }

    private static TestPlan Harmless => new TestPlan().Update("aws_security_group.a", new { id = "sg", name = "a" }, new { id = "sg", name = "b" });

    private static TestPlan Loss => new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod);

    // One unit, or those in a and b; it puts -input=false where the real one does. `exec` runs a command.
    private void Terragrunt()
    {
        _world.Terraform(plan: "exit $([ \"$2\" = -detailed-exitcode ] && echo 3 || echo 0)");
        _world.StandIn("terragrunt", """
            echo "terragrunt: $*" >>"$WORLD/calls"
            case "$1 $2" in
            run-all*|'run --all'|'stack run') for unit in a b; do (cd $unit && "$TG_TF_PATH" apply -input=false -auto-approve) || exit 1; done ;;
            apply*) shift; "$TG_TF_PATH" apply -input=false "$@" ;;
            'exec --') shift 2; "$@" ;;
            *) "$TG_TF_PATH" "$@" ;;
            esac
            """);
    }

    private void Saved(string name, TestPlan plan) => File.WriteAllBytes(_world.At(name), [(byte)'P', (byte)'K', 3, 4, .. System.Text.Encoding.UTF8.GetBytes(plan.Json())]);

    private ShimCall Of(string call, params (string Name, string Value)[] variables) => TerragruntShim.Of(
        call.Split(' '),
        _world.At("shims"),
        new Surroundings(name => variables.FirstOrDefault(variable => variable.Name == name).Value, TimeProvider.System, () => throw new InvalidOperationException()) { Directory = _world.Work },
        _ => true);
}
