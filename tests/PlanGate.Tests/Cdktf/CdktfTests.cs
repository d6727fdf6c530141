using Newtonsoft.Json.Linq;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Cdktf;

/// <summary>Directories as <c>cdktf synth</c> writes them. The one beside this file was made by the app in tests/cdktf and planned by terraform.</summary>
public sealed class CdktfTests : IDisposable
{
    internal const string Made = "tests/PlanGate.Tests/Cdktf/cdktf.out";
    internal const string Policy = "tests/PlanGate.Tests/Cdktf/policy.yml";
    private const string Prod = "stacks/shop-prod";
    private const string Preview = "stacks/shop-preview";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Judges_every_stack_by_its_own_plan()
    {
        var outcome = Check(Made);

        Assert.Equal((1, ""), (outcome.Code, outcome.Error));
        Assert.Contains("x terraform_data.ledger_orders_1B8E36E6 (shop-prod/ledger/orders)  PG102", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("production, by stack shop-prod", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("non-production by stack shop-preview", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\n6 findings blocking, 6 advisory; 2 update, 2 replace, 10 delete.\n", outcome.Output, StringComparison.Ordinal);
    }

    // Instance keys and modules lead to the block of the construct; what the app does not make any more has none.
    [Theory]
    [InlineData("findings")]
    [InlineData("changes")]
    public void Gives_scripts_the_construct_of_each_object(string member)
    {
        var objects = JObject.Parse(Check(Made, "--format", "json").Output)[member]!.Where(one => (int)one["plan"]! == 1);

        Assert.Equal(
            [
                ("module.archive.terraform_data.shard[1]", "shop-prod/archive"),
                ("terraform_data.ledger_audit_82253154", null),
                ("terraform_data.ledger_orders_1B8E36E6", "shop-prod/ledger/orders"),
                ("terraform_data.ledger_partitions_021CAA87[1]", "shop-prod/ledger/partitions"),
                ("terraform_data.ledger_partitions_021CAA87[2]", "shop-prod/ledger/partitions"),
                ("terraform_data.ledger_replicas_ED965ADE[\"west\"]", "shop-prod/ledger/replicas"),
            ],
            objects.Select(one => ((string)one["address"]!, (string?)one["construct"]))
                .Where(one => one.Item1 != "terraform_data.ledger_report_D25899E8")
                .OrderBy(one => one.Item1, StringComparer.Ordinal));
    }

    [NeedsAjvFact]
    public void The_result_document_fits_its_schema()
    {
        var result = _folder.Write("result.json", Check(Made, "--format", "json").Output);
        var (code, output) = Tool.Run("node", [Repository.PathOf("tests", "schema", "validate.mjs"), Repository.PathOf("policies", "schemas", "result.schema.json"), result]);

        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("cdktf.out")]
    [InlineData("cdktf.out/")]
    [InlineData("cdktf.out/manifest.json")]
    [InlineData("cdktf.out/*.json")]
    public void Takes_the_directory_or_its_manifest(string argument)
    {
        Copy();

        Assert.Equal([$"{Preview}/plan.json", $"{Prod}/plan.json"], Judged(argument));
    }

    [Fact]
    public void Takes_a_directory_and_a_manifest_by_any_name()
    {
        Copy("elsewhere");
        File.Move(At("elsewhere/manifest.json"), At("elsewhere/stacks.txt"));

        Assert.Equal(["stacks/shop-preview/plan.json", "stacks/shop-prod/plan.json"], Judged("elsewhere/stacks.txt"));
    }

    [Fact]
    public void Takes_the_directory_of_one_stack()
    {
        Copy();
        File.Delete(At($"cdktf.out/{Preview}/plan.json"));

        Assert.Equal([$"{Prod}/plan.json"], Judged($"cdktf.out/{Prod}"));
        Assert.Contains("(shop-prod/ledger/orders)", Check(At($"cdktf.out/{Prod}")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Judges_the_plan_that_an_apply_takes_where_there_is_another_beside_it()
    {
        Copy();
        Write($"cdktf.out/{Prod}/plan", new TestPlan().Delete("aws_db_instance.main").Json());

        Assert.Equal([$"{Preview}/plan.json", $"{Prod}/plan"], Judged("cdktf.out"));
    }

    [Fact]
    public void Does_not_pass_a_stack_without_a_plan_and_names_the_command_that_makes_it()
    {
        Copy();
        File.Delete(At($"cdktf.out/{Prod}/plan.json"));
        var outcome = Check(At("cdktf.out"));
        var error = Assert.Single(outcome.Error.Trim().Split('\n'));

        Assert.Equal(2, outcome.Code);
        Assert.EndsWith($"stack shop-prod has no plan: make it with `terraform -chdir={At($"cdktf.out/{Prod}")} plan -out=plan`, or `cdktf diff shop-prod`", error, StringComparison.Ordinal);
        Assert.Contains("shop-preview/ledger/orders", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_whose_name_is_a_command_makes_none_of_the_command_that_is_named()
    {
        Write("cdktf.out/manifest.json", Manifest(Stack("x$(id)'y")));
        Write("cdktf.out/stacks/x$(id)'y/cdk.tf.json", "{}");

        Assert.Contains(@"`cdktf diff 'x$(id)'\''y'`", Check(At("cdktf.out")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_pass_a_plan_that_was_left_by_a_stack_that_is_gone()
    {
        Copy();
        Write("cdktf.out/stacks/gone/cdk.tf.json", "{}");
        Assert.Equal(1, Check(At("cdktf.out")).Code);

        Write("cdktf.out/stacks/gone/plan.json", new TestPlan().Delete("aws_db_instance.main").Json());
        Refused(At("cdktf.out"), "stacks/gone/plan.json: a plan of a stack that is not in the manifest");
    }

    [Theory]
    [InlineData("", "not a JSON object")]
    [InlineData("not JSON", "not a JSON object")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("{\"stacks\": x}", "not valid JSON")]
    [InlineData("""{"stacks": []}""", "not an object")]
    [InlineData("""{"stacks": {}}""", "no stack in its manifest")]
    [InlineData("""{"stacks": {"a": null}}""", "not an object")]
    [InlineData("""{"stacks": {"a": {}}}""", "no \"workingDirectory\"")]
    [InlineData("""{"stacks": {}} {}""", "text after")]
    [InlineData("""{"stacks": {}, "stacks": {}}""", "there twice")]
    [InlineData("""{"stacks": {"a": {"name": "a", "name": "b"}}}""", "there twice")]
    [InlineData("""{"stacks": {"a": {"name": "b", "workingDirectory": "stacks/a", "synthesizedStackPath": "stacks/a/cdk.tf.json"}}}""", "its \"name\" is another one")]
    [InlineData("""{"stacks": {"a": {"workingDirectory": 1, "synthesizedStackPath": "stacks/a/cdk.tf.json"}}}""", "\"workingDirectory\" is not text")]
    [InlineData("""{"stacks": {"a": {"workingDirectory": "stacks/a"}}}""", "no \"synthesizedStackPath\"")]
    [InlineData("""{"stacks": {"a": {"workingDirectory": "stacks/a", "synthesizedStackPath": "stacks/b/cdk.tf.json"}}}""", "not in its \"workingDirectory\"")]
    [InlineData("""{"stacks": {"a": {"workingDirectory": "s", "synthesizedStackPath": "s/a.json"}, "b": {"workingDirectory": "s", "synthesizedStackPath": "s/b.json"}}}""", "the same \"workingDirectory\" as stack a")]
    public void Does_not_pass_a_manifest_that_it_does_not_understand(string manifest, string problem)
    {
        Write("cdktf.out/manifest.json", manifest);

        Refused(At("cdktf.out"), problem);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../stacks/a")]
    [InlineData("stacks/../../a")]
    [InlineData("stacks\\\\..\\\\..\\\\a")]
    [InlineData("/etc")]
    [InlineData("C:/a")]
    [InlineData("stacks//a")]
    [InlineData("stacks/./a")]
    [InlineData("stacks/a/")]
    [InlineData("")]
    [InlineData("stacks/a\\u0000")]
    public void Does_not_follow_a_path_out_of_the_directory(string path)
    {
        foreach (var (directory, configuration, metadata) in ((string, string, string)[])[(path, $"{path}/cdk.tf.json", "stacks/a/m"), ("stacks/a", path, "stacks/a/m"), ("stacks/a", "stacks/a/cdk.tf", path)])
        {
            Write("cdktf.out/manifest.json", Manifest($$"""
                "a": {"workingDirectory": "{{directory}}", "synthesizedStackPath": "{{configuration}}", "stackMetadataPath": "{{metadata}}"}
                """));

            Refused(At("cdktf.out"), "leads out of the directory");
        }
    }

    [Fact]
    public void Understands_a_manifest_that_was_made_on_Windows()
    {
        Copy();
        Write("cdktf.out/manifest.json", File.ReadAllText(At("cdktf.out/manifest.json")).Replace("stacks/", @"stacks\\", StringComparison.Ordinal).Replace("/cdk", @"\\cdk", StringComparison.Ordinal).Replace("/meta", @"\\meta", StringComparison.Ordinal));

        Assert.Equal([$"{Preview}/plan.json", $"{Prod}/plan.json"], Judged("cdktf.out"));
    }

    [Fact]
    public void Does_not_pass_a_manifest_that_was_cut_off_wherever_that_was()
    {
        Copy();
        var manifest = File.ReadAllText(At("cdktf.out/manifest.json"));
        for (var length = 0; length < manifest.TrimEnd().Length; length += 7)
        {
            Write("cdktf.out/manifest.json", manifest[..length]);

            Assert.Equal(2, Check(At("cdktf.out")).Code);
        }
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("stacks")]
    [InlineData(Prod)]
    [InlineData($"{Prod}/cdk.tf.json")]
    [InlineData($"{Prod}/plan.json")]
    public void Does_not_follow_links(string path)
    {
        Copy();
        Copy("elsewhere");
        if (Directory.Exists(At($"cdktf.out/{path}")))
        {
            Directory.Delete(At($"cdktf.out/{path}"), recursive: true);
            Directory.CreateSymbolicLink(At($"cdktf.out/{path}"), At($"elsewhere/{path}"));
        }
        else
        {
            File.Delete(At($"cdktf.out/{path}"));
            File.CreateSymbolicLink(At($"cdktf.out/{path}"), At($"elsewhere/{path}"));
        }

        Assert.Equal(2, Check(At("cdktf.out")).Code);
        Assert.Matches("is a link|no file of its own", Check(At("cdktf.out")).Error);
    }

    [Fact]
    public void Does_not_take_a_link_that_leads_nowhere_for_no_plan()
    {
        Copy();
        File.CreateSymbolicLink(At($"cdktf.out/{Prod}/plan"), "/nowhere");

        Refused(At("cdktf.out"), $"{Prod}/plan is a link");
    }

    [Fact]
    public void Does_not_read_a_manifest_of_any_size()
    {
        Write("cdktf.out/manifest.json", $$"""{"stacks": {}, "x": "{{new string('x', 16 * 1024 * 1024)}}"}""");

        Refused(At("cdktf.out"), "larger than 16 MiB");
    }

    [Theory]
    [InlineData(null, "cdk.tf.json is missing: synthesize it again")]
    [InlineData("{", "cut off")]
    [InlineData("""{"resource": {"a": {"b": {}, "b": {}}}}""", "there twice")]
    [InlineData("""{"resource": {}} {}""", "text after")]
    public void Does_not_pass_a_stack_whose_configuration_is_missing_or_damaged(string? configuration, string problem)
    {
        Copy();
        File.Delete(At($"cdktf.out/{Prod}/cdk.tf.json"));
        if (configuration is not null)
        {
            Write($"cdktf.out/{Prod}/cdk.tf.json", configuration);
        }

        Refused(At("cdktf.out"), problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Judges_what_was_synthesized_as_HCL_with_the_constructs_where_they_are_listed(bool listed)
    {
        Copy();
        Write("cdktf.out/manifest.json", File.ReadAllText(At("cdktf.out/manifest.json")).Replace("cdk.tf.json", "cdk.tf", StringComparison.Ordinal));
        foreach (var stack in (string[])[Prod, Preview])
        {
            File.Move(At($"cdktf.out/{stack}/cdk.tf.json"), At($"cdktf.out/{stack}/metadata.json"));
            Write($"cdktf.out/{stack}/cdk.tf", "resource \"terraform_data\" \"x\" {\n}\n");
            if (!listed)
            {
                File.Delete(At($"cdktf.out/{stack}/metadata.json"));
            }
        }

        var outcome = Check(At("cdktf.out"));

        Assert.Equal((1, ""), (outcome.Code, outcome.Error));
        Assert.Contains("x terraform_data.ledger_orders_", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(listed, outcome.Output.Contains("(shop-prod/ledger/orders)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"artifacts": {}, "version": "1"}""")]
    [InlineData("{}")]
    public void Takes_no_other_directory_for_one_of_CDKTF(string manifest)
    {
        Write("other/manifest.json", manifest);
        Write("other/stacks/a/plan.json", new TestPlan().Json());

        Refused(At("other"), "a directory: name the plan in it");
        Refused(At("other/stacks/a"), "a directory: name the plan in it");
    }

    [Theory]
    [InlineData("shop-prod", "production", "stack shop-prod")]
    [InlineData("shop-dev", "non-production", "stack shop-dev")]
    [InlineData("products-latest", "unknown", "no mark says production or otherwise")]
    public void The_name_of_a_stack_tells_the_environment_as_words_in_it_say(string stack, string environment, string because)
    {
        Write("cdktf.out/manifest.json", Manifest(Stack(stack)));
        Write($"cdktf.out/stacks/{stack}/cdk.tf.json", "{}");
        Write($"cdktf.out/stacks/{stack}/plan.json", new TestPlan().Delete("aws_db_instance.main").Json());
        var finding = JObject.Parse(Check(At("cdktf.out"), "--format", "json").Output)["findings"]![0]!;

        Assert.Equal((environment, because), ((string)finding["environment"]!, (string)finding["environment_because"]!));
        Assert.Null(finding["construct"]);
    }

    [Fact]
    public void Production_said_elsewhere_wins_over_the_name_of_a_stack()
    {
        Write("cdktf.out/manifest.json", Manifest(Stack("dev")));
        Write("cdktf.out/stacks/dev/cdk.tf.json", "{}");
        Write("cdktf.out/stacks/dev/plan.json", new TestPlan().Delete("aws_db_instance.main", new { id = "x", tags = new { Environment = "prod" } }).Json());

        Assert.Equal(1, Check(At("cdktf.out")).Code);
        Write("cdktf.out/stacks/dev/plan.json", new TestPlan().Delete("aws_db_instance.main").Json());
        Assert.Equal(0, Check(At("cdktf.out")).Code);
        Assert.Equal(1, Check(At("cdktf.out"), "--workspace", "prod").Code);
    }

    [Fact]
    public void A_policy_names_the_plan_of_a_stack_by_its_path()
    {
        Write("cdktf.out/manifest.json", Manifest(Stack("a"), Stack("b")));
        Write(".git/HEAD", "");
        var policy = Write("policy.yml", "version: 1\nenvironments:\n  non-production: { paths: [\"cdktf.out/stacks/a/*\"] }\n");
        foreach (var stack in (string[])["a", "b"])
        {
            Write($"cdktf.out/stacks/{stack}/cdk.tf.json", "{}");
            Write($"cdktf.out/stacks/{stack}/plan.json", new TestPlan().Delete("aws_db_instance.main").Json());
        }

        var findings = JObject.Parse(CommandLine.Run("check", At("cdktf.out"), "--policy", policy, "--format", "json").Output)["findings"]!;

        Assert.Equal([("unknown", 1), ("non-production", 0)], findings.Select(finding => ((string)finding["environment"]!, (int)finding["plan"]!)));
    }

    internal static CommandLine.Outcome Check(params string[] args) => CommandLine.Run(["check", .. args, "--policy", Policy]);

    // The plans that were judged, as they lie in the directory.
    private IEnumerable<string> Judged(string argument)
    {
        var result = JObject.Parse(Check(At(argument), "--format", "json").Output);

        Assert.Empty(result["errors"]!);
        return result["plans"]!.Select(plan => Path.GetFullPath((string)plan["source"]!)).Select(path => path[path.IndexOf("stacks/shop", StringComparison.Ordinal)..]);
    }

    private static void Refused(string argument, string problem)
    {
        var outcome = Check(argument);

        Assert.Equal(2, outcome.Code);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
    }

    private static string Manifest(params string[] stacks) => $$"""{"stacks": { {{string.Join(", ", stacks)}} }, "version": "0.21.0"}""";

    private static string Stack(string name) => $$"""
        "{{name}}": {"annotations": [], "constructPath": "{{name}}", "name": "{{name}}", "stackMetadataPath": "stacks/{{name}}/metadata.json", "synthesizedStackPath": "stacks/{{name}}/cdk.tf.json", "workingDirectory": "stacks/{{name}}"}
        """;

    private void Copy(string name = "cdktf.out")
    {
        foreach (var file in Directory.GetFiles(Repository.PathOf(Made), "*", SearchOption.AllDirectories))
        {
            Write($"{name}/{Path.GetRelativePath(Repository.PathOf(Made), file)}", File.ReadAllText(file));
        }
    }

    private string At(string path) => Path.Combine(_folder.Path, path);

    private string Write(string path, string text) => _folder.Write(path, text);
}
