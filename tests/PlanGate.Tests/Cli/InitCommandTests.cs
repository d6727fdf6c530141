using System.Text.RegularExpressions;
using PlanGate.Cli;
using PlanGate.Policies;
using PlanGate.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace PlanGate.Tests.Cli;

public sealed partial class InitCommandTests : IDisposable
{
    private const string Policy = ".plangate.yml";
    private const string Schema = ".plangate/policy.schema.json";
    private const string Workflow = ".github/workflows/plangate.yml";

    private readonly TemporaryFolder _folder = new();

    public InitCommandTests() => Directory.CreateDirectory(Path.Combine(_folder.Path, ".git"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_a_policy_that_is_accepted_in_an_empty_repository()
    {
        var outcome = Init();

        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("# yaml-language-server: $schema=.plangate/policy.schema.json\n", Read(Policy), StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("policy", "check", Path.Combine(_folder.Path, Policy)).Code);
        Assert.DoesNotContain("\nenvironments:", Read(Policy), StringComparison.Ordinal);
        Assert.False(File.Exists(At(Workflow)));
    }

    [Fact]
    public void Writes_the_schema_that_the_policy_names_for_editors()
    {
        Init();

        Assert.Equal(File.ReadAllText(Repository.PathOf("policies", "schemas", "policy.schema.json")), Read(Schema));
    }

    [Fact]
    public void Everything_in_its_comments_can_be_switched_on()
    {
        Init();
        var switchedOn = SettingInComment.Replace(Read(Policy), "");
        var policy = PolicyReader.Read(_folder.Write("on/.plangate.yml", switchedOn), PolicyFile.Open, Surroundings.OfTheProcess.Today);

        Assert.Single(policy.Waivers);
        Assert.Single(policy.Custom);
        Assert.Single(policy.Marks.Stateful);
        Assert.Single(policy.Marks.Stateless);
        Assert.NotEmpty(policy.Marks.Production.Workspaces);
        Assert.NotEmpty(policy.Marks.NonProduction.Paths);
        Assert.Equal(30, policy.Levels.MassPercent);
        Assert.Contains("cache", policy.Levels.Kinds.Keys);
        Assert.Equal(2, policy.Approvals.Required["data-and-backups-destroy"]);
    }

    [Fact]
    public void Fills_in_the_environments_that_it_finds()
    {
        Terraform("stacks/prod/net");
        Terraform("stacks/prod/db");
        Terraform("stacks/dev/net");
        Directory.CreateDirectory(At("stacks/prod/net/terraform.tfstate.d/production-eu"));
        _folder.Write("stacks/dev/net/.terraform/environment", "staging");
        _folder.Write("stacks/dev/net/sandbox.tfvars", "");
        _folder.Write("stacks/dev/net/prd.tfvars.json", "{}");
        _folder.Write("app/Pulumi.yaml", "name: app\nruntime: nodejs\n");
        _folder.Write("app/Pulumi.prod.yaml", "");
        _folder.Write("app/Pulumi.dev.yaml", "");
        Init();
        var marks = Load().Marks;

        Assert.Equal(["prd", "production-eu"], Texts(marks.Production.Workspaces));
        Assert.Equal(["sandbox", "staging"], Texts(marks.NonProduction.Workspaces));
        Assert.Equal(["*/prod"], Texts(marks.Production.Stacks));
        Assert.Equal(["*/dev"], Texts(marks.NonProduction.Stacks));
        Assert.Equal(["stacks/prod/**"], Texts(marks.Production.Paths));
        Assert.Equal(["stacks/dev/**"], Texts(marks.NonProduction.Paths));
    }

    [Theory]
    [InlineData("terraform.tfvars")]
    [InlineData("prod.auto.tfvars")]
    [InlineData("eu-west.tfvars")]
    [InlineData("products.tfvars")]
    [InlineData("prod and dev.tfvars")]
    [InlineData("prod*.tfvars")]
    [InlineData("prod\n#: x.tfvars")]
    [InlineData("prod\"].tfvars")]
    [InlineData("dev/null/live/main.tf")]
    [InlineData("modules/prod/main.tf")]
    [InlineData("live/main.tf")]
    [InlineData("prod/dev/main.tf")]
    [InlineData(".hidden/prod/main.tf")]
    [InlineData("node_modules/prod/main.tf")]
    [InlineData("prod/notes.md")]
    public void Leaves_out_what_says_nothing_or_not_clearly(string file)
    {
        _folder.Write(file, "");
        Init();

        Assert.DoesNotContain("\nenvironments:", Read(Policy), StringComparison.Ordinal);
        Assert.NotNull(Load());
    }

    [Fact]
    public void Does_not_take_live_above_its_environments_for_production()
    {
        Terraform("live/dev");
        Terraform("live/prod");
        Init();
        var marks = Load().Marks;

        Assert.Equal(["live/prod/**"], Texts(marks.Production.Paths));
        Assert.Equal(["live/dev/**"], Texts(marks.NonProduction.Paths));
    }

    [Fact]
    public void Follows_no_link_round_in_a_circle()
    {
        Terraform("prod");
        Directory.CreateSymbolicLink(At("prod/again"), _folder.Path);

        Assert.Equal(0, Init().Code);
    }

    [Fact]
    public void Writes_at_the_root_of_the_repository_from_wherever_it_is_called()
    {
        Directory.CreateDirectory(At("deep/down"));
        var outcome = Init("deep/down");

        Assert.True(File.Exists(At(Policy)));
        Assert.Contains("wrote  ../../.plangate.yml", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_a_workflow_where_there_is_a_folder_for_GitHub()
    {
        Directory.CreateDirectory(At(".github"));
        Terraform("infra");
        Init();
        var text = Read(Workflow);
        var job = Job(text);

        Assert.Contains("terraform_wrapper: false", text, StringComparison.Ordinal);
        Assert.Contains("terraform show -json tfplan > \"$RUNNER_TEMP/plan/$FOLDER/plan.json\"", text, StringComparison.Ordinal);
        Assert.Contains("plangate apply tfplan --github", text, StringComparison.Ordinal);
        Assert.Equal("{ { contents, read } }", job["permissions"].ToString());
        Assert.Equal("infra", job["defaults"]["run"]["working-directory"].ToString());
        Assert.DoesNotContain("strategy", ((YamlMappingNode)job).Children.Keys.Select(key => key.ToString()));
    }

    // The runner pastes expressions into the script: what a branch or a folder is called would be run.
    [Fact]
    public void The_workflow_pastes_nothing_into_its_scripts()
    {
        Directory.CreateDirectory(At(".github"));
        Terraform("a");
        Terraform("b${{ github.token }}");
        Init();
        var steps = (YamlSequenceNode)Job(Read(Workflow))["steps"];

        Assert.All(steps.OfType<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")), step => Assert.DoesNotContain("${{", step["run"].ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("github.token }}\"", Read(Workflow).Replace("$ {{ github.token }}", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_workflow_has_a_job_for_each_folder_that_plans()
    {
        Directory.CreateDirectory(At(".github"));
        Terraform("live/prod");
        Terraform("live/dev");
        _folder.Write("lib/helper/main.tf", "variable \"x\" {}\n");
        Terraform("modules/vpc");
        Init();
        var job = Job(Read(Workflow));

        Assert.Equal(["live/dev", "live/prod"], ((YamlSequenceNode)job["strategy"]["matrix"]["folder"]).Select(folder => folder.ToString()));
        Assert.Equal("${{ matrix.folder }}", job["defaults"]["run"]["working-directory"].ToString());
    }

    [Fact]
    public void Writes_no_workflow_of_Terraform_for_Pulumi_alone()
    {
        Directory.CreateDirectory(At(".github"));
        _folder.Write("Pulumi.yaml", "name: app\n");
        var outcome = Init();

        Assert.False(File.Exists(At(Workflow)));
        Assert.Contains("Pulumi", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_alone_what_is_there_and_names_it()
    {
        Directory.CreateDirectory(At(".github"));
        _folder.Write(Policy, "mine");
        _folder.Write(Workflow, "mine too");
        var outcome = Init();

        Assert.Equal(0, outcome.Code);
        Assert.Equal("mine", Read(Policy));
        Assert.Equal("mine too", Read(Workflow));
        Assert.Contains("kept   .plangate.yml", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("wrote  .plangate/policy.schema.json", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_1_where_everything_is_there_already()
    {
        Init();
        var outcome = Init();

        Assert.Equal(1, outcome.Code);
        Assert.DoesNotContain("wrote", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("kept   .plangate.yml", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_write_through_a_link()
    {
        File.CreateSymbolicLink(At(Policy), At("elsewhere.yml"));
        Init();

        Assert.False(File.Exists(At("elsewhere.yml")));
    }

    private CommandLine.Outcome Init(string below = "")
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = InitCommand.Run(At(below), new Terminal(output, error, () => Stream.Null, IsInputRedirected: false, IsColoured: false));
        return new(code, output.ToString(), error.ToString());
    }

    private void Terraform(string folder) => _folder.Write($"{folder}/main.tf", "provider \"aws\" {\n  region = \"eu-central-1\"\n}\n");

    private Policy Load() => PolicyReader.Read(At(Policy), PolicyFile.Open, Surroundings.OfTheProcess.Today);

    private string Read(string name) => File.ReadAllText(At(name));

    private string At(string name) => Path.Combine(_folder.Path, name);

    private static IEnumerable<string> Texts(IEnumerable<object> globs) => globs.Select(glob => glob.ToString()!);

    private static YamlNode Job(string text) => Yaml(text)["jobs"]["plan"];

    private static YamlNode Yaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }

    [GeneratedRegex("^#(?! |$)(?=.)|^#(?= {2,}[a-z-])", RegexOptions.Multiline)]
    private static partial Regex SettingInComment { get; }
}
