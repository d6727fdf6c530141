using Newtonsoft.Json.Linq;
using PlanGate.Cli;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private static readonly string Blocking = new TestPlan().Delete("aws_db_instance.main").Json();
    private static readonly string Passing = new TestPlan().Delete("aws_security_group.web").Json();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Answers_0_when_nothing_stops_the_apply() => Assert.Equal(0, Run("check", _folder.Write("plan.json", Passing)).Code);

    [Fact]
    public void Answers_1_when_something_does() => Assert.Equal(1, Run("check", _folder.Write("plan.json", Blocking)).Code);

    [Fact]
    public void Answers_2_for_what_is_no_plan() => Assert.Equal(2, Run("check", _folder.Write("plan.json", "{}")).Code);

    [Fact]
    public void Lets_an_error_in_one_input_outweigh_everything_in_the_others()
    {
        var outcome = Run("check", _folder.Write("a.json", Blocking), _folder.Write("b.json", "no plan"), _folder.Write("c.json", Passing));

        Assert.Equal(2, outcome.Code);
        Assert.Contains("b.json: not JSON", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("aws_db_instance.main", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("chekc")]
    [InlineData("check", "--bogus")]
    [InlineData("check", "--format")]
    [InlineData("check", "-", "--format", "yaml")]
    [InlineData("check", "-", "--format", "json=")]
    [InlineData("check", "-", "--format", "text", "--format", "json")]
    [InlineData("check", "-", "--workspace", "")]
    [InlineData("check", "no-such-file.json")]
    [InlineData("check", "no/such/*.json")]
    [InlineData("check", "/")]
    [InlineData("explain")]
    [InlineData("explain", "../../etc")]
    public void Answers_2_for_bad_usage_and_says_why(params string[] args)
    {
        var outcome = CommandLine.Run(Passing, args);

        Assert.Equal(2, outcome.Code);
        Assert.NotEqual("", outcome.Error.Trim());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("check", "--help")]
    public void Answers_0_for_a_question_about_itself(params string[] args) => Assert.Equal(0, Run(args).Code);

    [Fact]
    public void Shows_examples_and_exit_codes_in_its_help()
    {
        var help = Run("check", "--help").Output;

        Assert.Contains("Examples:", help, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 pass, 1 block, 2 could not be judged.", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-")]
    [InlineData(null)]
    public void Reads_standard_input(string? dash)
    {
        string[] args = dash is null ? ["check"] : ["check", dash];

        Assert.Equal(1, CommandLine.Run(Blocking, args).Code);
        Assert.Equal(0, CommandLine.Run(Passing, args).Code);
        Assert.Equal(2, CommandLine.Run("", args).Code);
    }

    [Fact]
    public void Has_nothing_to_judge_on_a_terminal_without_a_plan() =>
        Assert.Contains("nothing to judge", CommandLine.Run("", ["check"], redirected: false).Error, StringComparison.Ordinal);

    [Fact]
    public void Judges_what_a_glob_finds_across_folders()
    {
        _folder.Write("a/plan.json", Passing);
        _folder.Write("b/c/plan.json", Blocking);
        var outcome = Run("check", Path.Combine(_folder.Path, "**", "plan.json"), "--format", "json");

        Assert.Equal(1, outcome.Code);
        Assert.Equal(2, JObject.Parse(outcome.Output)["plans"]!.Count());
    }

    [Fact]
    public void Takes_a_file_whose_name_looks_like_a_glob_for_itself() =>
        Assert.Equal(1, Run("check", _folder.Write("plan[1]*.json", Blocking)).Code);

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public void The_format_never_changes_the_exit_code(string format)
    {
        Assert.Equal(1, CommandLine.Run(Blocking, ["check", "-", "--format", format]).Code);
        Assert.Equal(0, CommandLine.Run(Passing, ["check", "-", "--format", format]).Code);
        Assert.Equal(2, CommandLine.Run("x", ["check", "-", "--format", format]).Code);
    }

    [Fact]
    public void Writes_reports_to_files_beside_the_one_on_the_terminal()
    {
        var file = Path.Combine(_folder.Path, "result.json");
        var outcome = CommandLine.Run(Blocking, ["check", "-", "--format", "text", "--format", $"json={file}"]);

        Assert.StartsWith("BLOCKED", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("block", (string?)JObject.Parse(File.ReadAllText(file))["decision"]);
    }

    [Fact]
    public void Answers_2_when_a_report_cannot_be_written() =>
        Assert.Equal(2, CommandLine.Run(Passing, ["check", "-", "--format", $"json={_folder.Path}/no/such/folder/x.json"]).Code);

    [Fact]
    public void Answers_2_when_the_reader_of_its_report_is_gone()
    {
        var code = App.Run(["check", "-"], new Terminal(new ClosedPipe(), new StringWriter(), () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Passing)), true, false));

        Assert.Equal(2, code);
    }

    [Fact]
    public void Says_nothing_on_standard_output_when_asked_to_be_quiet() => Assert.Equal("", CommandLine.Run(Blocking, ["check", "-", "--quiet"]).Output);

    [Fact]
    public void Takes_the_workspace_for_a_mark() =>
        Assert.Equal(0, CommandLine.Run(Blocking, ["check", "-", "--workspace", "dev"]).Code);

    [Fact]
    public void Finds_the_nearest_policy_upwards()
    {
        _folder.Write(".plangate.yml", "version: 1\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".git"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "stack"));

        Assert.EndsWith(".plangate.yml", PolicyFile.Find(Path.Combine(_folder.Path, "stack")), StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_look_for_a_policy_outside_of_the_repository()
    {
        _folder.Write(".plangate.yml", "version: 1\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "repository", ".git"));

        Assert.Null(PolicyFile.Find(Path.Combine(_folder.Path, "repository")));
    }

    [Fact]
    public void Never_takes_a_file_name_for_a_list_of_arguments()
    {
        var plan = _folder.Write("@x.json", Blocking);
        _folder.Write("x.json", "--help");

        Assert.Equal(1, CommandLine.Run("check", plan).Code);
        Assert.Equal(2, CommandLine.Run("check", "@" + Path.Combine(_folder.Path, "x.json")).Code);
    }

    [Fact]
    public void Refuses_an_empty_name_without_a_trace()
    {
        var outcome = CommandLine.Run("check", "");

        Assert.Equal(2, outcome.Code);
        Assert.DoesNotContain("internal error", outcome.Error, StringComparison.Ordinal);
    }

    private static CommandLine.Outcome Run(params string[] args) => CommandLine.Run(args);

    private sealed class ClosedPipe : StringWriter
    {
        public override void Flush() => throw new IOException("Broken pipe");
    }
}
