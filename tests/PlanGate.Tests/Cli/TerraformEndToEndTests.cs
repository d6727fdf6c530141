using Newtonsoft.Json.Linq;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Cli;

/// <summary>Plans of the real terraform, made here. Its built-in terraform_data needs no provider, but holds nothing: what is looked at is what the reader sees.</summary>
public sealed class TerraformEndToEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NeedsTerraformFact]
    public void Sees_creations() => Assert.Equal(["create", "create"], Applied().Plan("""resource "terraform_data" "a" { count = 2 }""").Actions);

    [NeedsTerraformFact]
    public void Sees_every_object_that_destroy_destroys()
    {
        Applied("""resource "terraform_data" "a" { count = 3 }""");
        Assert.Equal(["delete", "delete", "delete"], Plan("""resource "terraform_data" "a" { count = 3 }""", "-destroy").Actions);
    }

    [NeedsTerraformFact]
    public void Sees_a_replacement_and_what_forces_it()
    {
        Applied("""resource "terraform_data" "a" { triggers_replace = "one" }""");
        var plan = Plan("""resource "terraform_data" "a" { triggers_replace = "two" }""");

        Assert.Equal(["replace"], plan.Actions);
        Assert.Equal(["triggers_replace"], Assert.Single(Read(plan.Json)).ReadValues().ReplacePaths);
    }

    [NeedsTerraformFact]
    public void Sees_a_replacement_that_creates_first()
    {
        Applied("""resource "terraform_data" "a" { triggers_replace = "one" }""");
        var plan = Plan("""
            resource "terraform_data" "a" {
              triggers_replace = "two"
              lifecycle { create_before_destroy = true }
            }
            """);

        Assert.Equal(PlanGate.Plans.ChangeAction.CreateThenDelete, Assert.Single(Read(plan.Json)).Action);
    }

    [NeedsTerraformFact]
    public void Sees_a_removed_block_and_the_reason()
    {
        Applied("""resource "terraform_data" "a" {}""");
        var plan = Plan("");

        Assert.Equal("delete_because_no_resource_config", Assert.Single(Read(plan.Json)).ActionReason);
    }

    [NeedsTerraformFact]
    public void Sees_a_lowered_count()
    {
        Applied("""resource "terraform_data" "a" { count = 3 }""");
        var plan = Plan("""resource "terraform_data" "a" { count = 1 }""");

        Assert.Equal(["terraform_data.a[1]", "terraform_data.a[2]"], Read(plan.Json).Select(change => change.Address).Order(StringComparer.Ordinal));
    }

    [NeedsTerraformFact]
    public void Sees_an_object_that_is_only_forgotten()
    {
        Applied("""resource "terraform_data" "a" {}""");
        var plan = Plan("""
            removed {
              from = terraform_data.a
              lifecycle { destroy = false }
            }
            """);

        Assert.Equal(["forget"], plan.Actions);
    }

    [NeedsTerraformFact]
    public void Sees_an_object_that_moved_and_is_not_destroyed()
    {
        Applied("""resource "terraform_data" "a" {}""");
        var plan = Plan("""
            resource "terraform_data" "b" {}
            moved {
              from = terraform_data.a
              to   = terraform_data.b
            }
            """);

        Assert.Equal("move", Assert.Single(Read(plan.Json)).ActionInWords);
    }

    [NeedsTerraformFact]
    public void Judges_a_binary_plan_file_like_its_JSON()
    {
        Applied("""resource "terraform_data" "a" { count = 2 }""");
        var plan = Plan("""resource "terraform_data" "a" { count = 0 }""");
        var binary = CommandLine.Run("check", Path.Combine(_folder.Path, "tfplan"), "--format", "json");
        var json = CommandLine.Run(plan.Json, ["check", "-", "--format", "json"]);

        Assert.Equal((0, 0), (binary.Code, json.Code));
        Assert.Equal(2, (int)JObject.Parse(binary.Output)["plans"]![0]!["counts"]!["delete"]!);
        Assert.Equal(JObject.Parse(json.Output)["fingerprint"], JObject.Parse(binary.Output)["fingerprint"]);
    }

    [NeedsTerraformFact]
    public void Finds_the_selected_workspace_of_a_binary_plan_file()
    {
        Terraform("init", "-no-color");
        Terraform("workspace", "new", "prod");
        Plan("""resource "terraform_data" "a" {}""");
        using var file = File.OpenRead(Path.Combine(_folder.Path, "tfplan"));

        Assert.Equal("prod", Assert.Single(PlanGate.Cli.BinaryPlanFile.Read(file.Name, file, new PlanGate.Cli.PlanArguments([], null, null).ToolFor(file.Name), PlanGate.Classification.Interests.Of(PlanGate.Classification.Catalogue.BuiltIn))).Workspace);
    }

    [NeedsTerraformFact]
    public void Does_not_pass_a_damaged_binary_plan_file()
    {
        Applied("""resource "terraform_data" "a" {}""");
        Plan("");
        var bytes = File.ReadAllBytes(Path.Combine(_folder.Path, "tfplan"));
        File.WriteAllBytes(Path.Combine(_folder.Path, "tfplan"), bytes[..(bytes.Length / 2)]);

        var outcome = CommandLine.Run("check", Path.Combine(_folder.Path, "tfplan"));
        Assert.Equal(2, outcome.Code);
        Assert.Contains("ended with 1", outcome.Error, StringComparison.Ordinal);
    }

    [NeedsTerraformFact]
    public void Says_what_to_do_where_no_tool_can_show_a_binary_plan_file()
    {
        Plan("""resource "terraform_data" "a" {}""");
        var outcome = CommandLine.Run("check", Path.Combine(_folder.Path, "tfplan"), "--terraform", "/no/such/terraform");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("--terraform", outcome.Error, StringComparison.Ordinal);
    }

    private TerraformEndToEndTests Applied(string configuration = "")
    {
        _folder.Write("main.tf", configuration);
        Terraform("init", "-no-color");
        Terraform("apply", "-auto-approve", "-no-color");
        return this;
    }

    private (string Json, IReadOnlyList<string> Actions) Plan(string configuration, params string[] options)
    {
        _folder.Write("main.tf", configuration);
        Terraform("init", "-no-color");
        Terraform(["plan", "-out=tfplan", "-no-color", .. options]);
        var json = Terraform("show", "-json", "tfplan");
        var counts = Assert.Single(TestPlan.Read(json)).Counts;
        return (json, [.. counts.Where(count => count.Key != "no-op").SelectMany(count => Enumerable.Repeat(count.Key, count.Value))]);
    }

    private static IReadOnlyList<PlanGate.Plans.ResourceChange> Read(string json) => Assert.Single(TestPlan.Read(json)).Changes;

    private string Terraform(params string[] args)
    {
        var (code, output) = Tool.Run("terraform", args, _folder.Path);
        Assert.True(code == 0, $"terraform {string.Join(' ', args)}: {output}");
        return output;
    }
}
