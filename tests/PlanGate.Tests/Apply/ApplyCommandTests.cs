using System.Runtime.InteropServices;
using Newtonsoft.Json.Linq;
using PlanGate.Cli;
using PlanGate.Cli.Apply;
using PlanGate.Tests.GitHub;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>
/// Applying, with a stand-in for terraform: a script that shows the plan which its plan file carries, and writes down how it was called to apply.
/// The real one applies in tests/replay.
/// </summary>
public sealed class ApplyCommandTests : IDisposable
{
    private readonly SigningWorld _world = new();
    private readonly TestPlan _loss = new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod);
    private readonly TestPlan _harmless = new TestPlan().Update("aws_security_group.a", new { id = "sg", name = "a" }, new { id = "sg", name = "b" });
    private readonly string _terraform;
    private string _log = "";

    public ApplyCommandTests()
    {
        Directory.CreateDirectory(At(".terraform"));
        _terraform = _world.Folder.Write("bin/terraform", $$"""
            #!/bin/sh
            if [ "$1" = show ]; then tail -c +5 "$4"; [ -x '{{At("meanwhile")}}' ] && '{{At("meanwhile")}}' "$4"; exit 0; fi
            for last in "$@"; do :; done
            { echo "directory $PWD"; echo "arguments $*"; env | grep ^TF_ | sort; stat -c 'mode %a' "$last" "$(dirname "$last")"; cmp -s "$last" '{{At("tfplan")}}' && echo same; echo "copy $last"; } >'{{At("called")}}'
            exit $(cat '{{At("exit")}}' 2>/dev/null || echo 0)
            """);
        Script.MayRun(_terraform);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Applies_a_private_copy_of_what_nothing_stops_in_the_right_directory()
    {
        var (code, _, error) = Apply(_harmless, "--", "-parallelism=5", "-no-color");

        Assert.Equal(0, code);
        var called = Called();
        Assert.StartsWith($"directory {Real(_world.Folder.Path)}\narguments apply -parallelism=5 -no-color ", called, StringComparison.Ordinal);
        Assert.Contains("mode 600\nmode 700\nsame\n", called, StringComparison.Ordinal);
        var copy = called[(called.IndexOf("copy ", StringComparison.Ordinal) + 5)..].Trim();
        Assert.False(Path.Exists(Path.GetDirectoryName(copy)), "the private copy is still there");
        Assert.Matches("^plangate: exit code 0 is terraform's; it was given exactly the plan that was judged \\(sha256:[0-9a-f]{64}\\)$", error.Trim().Split('\n')[^1]);
    }

    [Fact]
    public void Applies_nothing_that_is_stopped()
    {
        var (code, output, error) = Apply(_loss);

        Assert.Equal(1, code);
        Assert.Contains("BLOCKED", output, StringComparison.Ordinal);
        Assert.EndsWith("plangate: nothing was applied\n", error, StringComparison.Ordinal);
        Assert.False(WasCalled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_exit_code_of_the_tool_is_passed_on_and_named(int exit)
    {
        _world.Folder.Write("exit", $"{exit}");
        var (code, _, error) = Apply(_harmless);

        Assert.Equal(exit, code);
        Assert.StartsWith($"plangate: exit code {exit} is terraform's", error.Trim().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-destroy")]
    [InlineData("-target=aws_db_instance.main")]
    [InlineData("-chdir=/")]
    [InlineData("-state=other.tfstate")]
    [InlineData("-var=a=b")]
    [InlineData("-replace=x")]
    [InlineData("---no-color")]
    [InlineData("-")]
    [InlineData("other.tfplan")]
    public void Options_that_could_change_what_is_applied_are_refused(string option)
    {
        Assert.Equal(2, Apply(_harmless, "--", option).Code);
        Assert.False(WasCalled);
    }

    [Fact]
    public void Options_of_the_tool_stand_behind_two_dashes_and_only_there()
    {
        Assert.Equal(2, Apply(_harmless, "-no-color").Code);
        Assert.Equal(2, Apply(_harmless, "other").Code);
        Assert.Equal(2, Apply(_harmless, "-auto-approve", "--", "-no-color").Code);
        Assert.False(WasCalled);
    }

    [Fact]
    public void Arguments_from_the_environment_are_dropped()
    {
        Environment.SetEnvironmentVariable("TF_CLI_ARGS_apply", "-destroy");
        try
        {
            Assert.Equal(0, Apply(_harmless).Code);
            Assert.DoesNotContain("TF_CLI_ARGS", Called(), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TF_CLI_ARGS_apply", null);
        }
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("copy")]
    public void A_plan_that_changes_while_it_is_judged_is_not_applied(string which)
    {
        var script = _world.Folder.Write("meanwhile", which == "plan" ? $"#!/bin/sh\necho more >>'{At("tfplan")}'\n" : "#!/bin/sh\necho more >>\"$1\"\n");
        Script.MayRun(script);
        var (code, _, error) = Apply(_harmless);

        Assert.Equal(2, code);
        Assert.Contains("was changed while it was judged: nothing was applied", error, StringComparison.Ordinal);
        Assert.False(WasCalled);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("plan", 2)]
    [InlineData("policy", 1)]
    public void What_changes_while_somebody_is_asked_is_seen(string what, int exit)
    {
        Plan(_loss);
        _world.Folder.Write(".plangate.yml", Loose);
        var (code, _, error) = Ask(new()
        {
            Plan = At("tfplan"),
            Directory = _world.Folder.Path,
            Tool = _terraform,
            Confirm = () =>
            {
                if (what == "plan")
                {
                    File.AppendAllText(At("tfplan"), "more");
                }
                else if (what == "policy")
                {
                    _world.Folder.Write(".plangate.yml", "version: 1\n");
                }

                return true;
            },
        });

        Assert.Equal(exit, code);
        Assert.Equal(exit == 0, WasCalled);
        Assert.Equal(what == "plan", error.Contains("was changed while it was judged", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_yes_nothing_is_applied()
    {
        Plan(_harmless);
        Assert.Equal(1, Ask(new() { Plan = At("tfplan"), Directory = _world.Folder.Path, Tool = _terraform, Confirm = () => false }).Code);
        Assert.False(WasCalled);
    }

    [Fact]
    public void A_workspace_that_is_not_the_one_that_would_be_changed_is_refused()
    {
        _world.Folder.Write(".terraform/environment", "prod");
        var (code, _, error) = Apply(_harmless, "--workspace", "scratch");
        Assert.Equal(2, code);
        Assert.Contains("--workspace scratch, but terraform would apply in prod", error, StringComparison.Ordinal);
        Assert.False(WasCalled);

        Assert.Equal(0, Apply(_harmless, "--workspace", "prod").Code);
    }

    [Fact]
    public void The_data_directory_of_the_tool_tells_the_workspace()
    {
        _world.Folder.Write(".terraform/environment", "scratch");
        _world.Folder.Write("data/environment", "prod");

        Assert.Equal("scratch", Selected([]));
        Assert.Equal("prod", Selected(new() { ["TF_DATA_DIR"] = "data" }));
        Assert.Equal("prod", Selected(new() { ["TF_DATA_DIR"] = At("data") }));
        Assert.Null(Selected(new() { ["TF_DATA_DIR"] = "empty" }));
        Assert.Equal("named", Selected(new() { ["TF_DATA_DIR"] = "data", ["TF_WORKSPACE"] = "named" }));

        string? Selected(Dictionary<string, string> variables) => BinaryPlanFile.SelectedWorkspace(_world.Folder.Path, variables.GetValueOrDefault);
    }

    [Fact]
    public void A_plan_that_was_made_for_the_occasion_counts_as_lying_where_it_was_made()
    {
        _world.Folder.Write("repository/.plangate.yml", "version: 1\nenvironments: { production: { paths: [\"live/**\"] } }\n");
        Directory.CreateDirectory(At("repository/live"));
        Plan(new TestPlan().Delete("aws_lb.a", new { id = "lb" }));
        var request = new ApplyRequest { Plan = At("tfplan"), Directory = At("repository/live"), Tool = _terraform, ToolDirectory = At("repository/live"), PlanPath = At("repository/live/tfplan") };
        Assert.Equal(0, Tool.Run("git", ["init", "-q"], At("repository")).Code);

        Assert.Equal(1, Ask(request).Code);
        Assert.False(WasCalled);

        Directory.CreateDirectory(At("repository/other"));
        Assert.Equal(0, Ask(request with { Directory = At("repository/other"), ToolDirectory = At("repository/other"), PlanPath = At("repository/other/tfplan") }).Code);
        Assert.StartsWith($"directory {Real(At("repository/other"))}\n", Called(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_of_where_the_tool_runs_counts_wherever_one_stands()
    {
        _world.Folder.Write("elsewhere/.plangate.yml", Loose);
        Plan(_loss);

        Assert.Equal(1, Ask(new() { Plan = At("tfplan"), Directory = At("elsewhere"), Tool = _terraform }).Code);
        Assert.Equal(1, Ask(new() { Plan = At("tfplan"), Directory = At("elsewhere"), Tool = _terraform, Policy = ".plangate.yml" }).Code);
        Assert.False(WasCalled);

        _world.Folder.Write(".plangate.yml", Loose);
        Assert.Equal(0, Ask(new() { Plan = At("tfplan"), Directory = At("elsewhere"), Tool = _terraform }).Code);
    }

    [NeedsSshKeygenFact]
    public void Nobodys_own_signers_stand_in_for_those_of_where_the_tool_runs()
    {
        var mallory = _world.Person("mallory");
        _ = _world.Policy;
        _world.Folder.Write("elsewhere/.plangate.yml", File.ReadAllText(At(".plangate.yml")));
        _world.Folder.Write("elsewhere/signers", File.ReadAllText(At("signers")));
        _world.Folder.Write(".plangate.yml", "version: 1\n");
        Plan(_loss);
        var request = new ApplyRequest { Plan = At("tfplan"), Directory = At("elsewhere"), Tool = _terraform };
        var policies = LocalJudge.Load(request, _world.Terminal(), [], out var interests);
        var (plans, errors) = request.Arguments.Read(_world.Terminal(), interests);
        var verdicts = policies.Judge(plans, errors, TestPlan.Today);

        Assert.Equal([true, false], verdicts.Select(verdict => verdict.Policy.SignersText is null));
        Assert.True(File.Exists(mallory));
    }

    [Theory]
    [InlineData("apply")]
    [InlineData("check")]
    public void The_states_of_stacks_are_read_for_every_command_and_what_cannot_be_read_stops(string command)
    {
        Plan(_harmless);
        var (code, _, error) = Run(command, At("tfplan"), "--terraform", _terraform, "--stack-export", At("missing"));

        Assert.Equal(2, code);
        Assert.Contains("missing", error, StringComparison.Ordinal);
        Assert.False(WasCalled);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData(".")]
    [InlineData("plan.json")]
    public void What_is_no_plan_file_cannot_be_applied(string name)
    {
        _world.Folder.Write("plan.json", _harmless.Json());

        Assert.Equal(2, Run("apply", At(name), "--terraform", _terraform).Code);
        Assert.False(WasCalled);
    }

    [NeedsSshKeygenFact]
    public void What_a_person_signed_is_applied_and_one_object_more_is_not()
    {
        var alice = _world.Person("alice");
        var approval = _world.Folder.Write("a.approval", _world.Approval(_world.Judged(_loss), "alice", alice).Text);

        var (code, output, error) = Apply(_loss, "--approval", approval);
        Assert.Equal(0, code);
        Assert.StartsWith("PASS  approved by alice: what follows will be lost\n", output, StringComparison.Ordinal);
        Assert.Contains("approved by alice", error, StringComparison.Ordinal);
        Assert.True(WasCalled);

        File.Delete(At("called"));
        var more = Apply(new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod).Delete("aws_db_instance.other", SigningWorld.Prod), "--approval", approval);
        Assert.Equal(1, more.Code);
        Assert.Contains("not-covered", more.Error, StringComparison.Ordinal);
        Assert.False(WasCalled);
    }

    [NeedsSshKeygenFact]
    public void An_approval_that_lies_beside_the_plan_is_not_looked_for()
    {
        var alice = _world.Person("alice");
        _world.Folder.Write("tfplan.approval", _world.Approval(_world.Judged(_loss), "alice", alice).Text);

        Assert.Equal(1, Apply(_loss).Code);
    }

    [NeedsSshKeygenFact]
    public void A_yes_takes_effect_after_the_time_to_think_better_of_it()
    {
        var alice = _world.Person("alice");
        _world.Terms = ", cooling-off: 15m";
        var approval = _world.Folder.Write("a.approval", _world.Approval(_world.Judged(_loss), "alice", alice).Text);
        var (code, _, error) = Apply(_loss, "--approval", approval);

        Assert.Equal(0, code);
        Assert.Equal(TimeSpan.FromMinutes(15), _world.Time.Waits.Aggregate((all, wait) => all + wait));
        Assert.Contains("takes effect in 15 min 0 s; Ctrl-C cancels", error, StringComparison.Ordinal);
    }

    [NeedsSshKeygenFact]
    public void Nobody_is_kept_waiting_for_hours()
    {
        var alice = _world.Person("alice");
        _world.Terms = ", cooling-off: 2h";
        var approval = _world.Folder.Write("a.approval", _world.Approval(_world.Judged(_loss), "alice", alice).Text);
        var (code, _, error) = Apply(_loss, "--approval", approval);

        Assert.Equal(1, code);
        Assert.Empty(_world.Time.Waits);
        Assert.Contains("cooling-off", error, StringComparison.Ordinal);
        Assert.False(WasCalled);
    }

    [NeedsSshKeygenFact]
    public void Waiting_can_be_cancelled()
    {
        var (alice, error) = (_world.Person("alice"), new StringWriter());
        _world.Terms = ", cooling-off: 15m";
        var approval = _world.Approval(_world.Judged(_loss), "alice", alice);
        var verdict = _world.With(_world.Judged(_loss), approval);
        var left = Assert.NotNull(CoolingOff.Left(verdict, _world.Time.GetUtcNow()));
        var slow = new CancellingTime();

        Assert.Equal(TimeSpan.FromMinutes(15), left);
        Assert.False(CoolingOff.Wait(left, _world.Terminal(error: error) with { Surroundings = new(_ => null, slow, () => throw new InvalidOperationException()) }));
    }

    [Fact]
    public void Every_decision_and_every_apply_is_a_line_of_the_log()
    {
        _log = At("audit.jsonl");
        _world.Folder.Write("exit", "3");
        Apply(_loss);
        var last = Apply(_harmless);
        var lines = File.ReadAllLines(_log).Select(JObject.Parse).ToList();

        Assert.Equal(["decision block 1", "decision pass ", "apply pass 3"], lines.Select(line => $"{line["event"]} {line["decision"]} {line["exit"]}"));
        Assert.Equal(lines.SkipLast(1).Select(line => (string?)line["hash"]), lines.Skip(1).Select(line => (string?)line["previous"]));
        Assert.Contains($"head {lines[^1]["hash"]}", last.Error, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("audit", "verify", _log, "--head", (string)lines[^1]["hash"]!).Code);
    }

    [Theory]
    [InlineData("no/such/folder/log")]
    [InlineData(".terraform")]
    [InlineData("/dev/full")]
    public void A_log_that_cannot_be_written_stops_the_apply_before_it_starts(string log)
    {
        _log = Path.Combine(_world.Folder.Path, log);
        var (code, _, error) = Apply(_harmless);

        Assert.Equal(2, code);
        Assert.Contains("cannot be written", error, StringComparison.Ordinal);
        Assert.False(WasCalled);
    }

    [Fact]
    public void On_GitHub_the_reviews_of_the_merged_pull_request_count()
    {
        using var gitHub = new FakeGitHub();
        using var folder = new TemporaryFolder();
        gitHub.Check(folder, _loss);
        Plan(_loss);
        Assert.Equal(1, OnGitHub(gitHub, folder).Code);
        Assert.False(WasCalled);

        gitHub.Approve((string)gitHub.Statuses[0]["description"]! is var said && System.Text.RegularExpressions.Regex.Match(said, "[0-9a-f]{32}") is { Success: true } code ? code.Value : throw new InvalidOperationException(said));
        var written = gitHub.Calls.Count(call => !call.StartsWith("GET", StringComparison.Ordinal));
        var approved = OnGitHub(gitHub, folder);
        Assert.Equal(0, approved.Code);
        Assert.True(WasCalled);
        Assert.Equal(written, gitHub.Calls.Count(call => !call.StartsWith("GET", StringComparison.Ordinal) && call != "POST graphql"));

        File.Delete(At("called"));
        Plan(new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod).Delete("aws_db_instance.other", SigningWorld.Prod));
        Assert.Equal(1, OnGitHub(gitHub, folder).Code);
        Assert.False(WasCalled);
    }

    [Fact]
    public void A_pulumi_update_plan_is_given_to_pulumi_as_the_copy_and_nothing_else()
    {
        var tool = new ApplyTool("pulumi", "/bin/pulumi", "/", ApplyTool.PulumiOf, ApplyTool.PulumiOptions);

        Assert.Equal(["up", "--plan", "/copy", "--yes", "--skip-preview", "--parallel=2"], tool.Arguments("/copy", ["--parallel=2"]));
        Assert.Null(tool.Refuses(["--parallel=2", "--stack=acme/prod"]));
        Assert.All((string[])["--plan=other", "--target=x", "--replace=x", "--refresh", "--config=a=b", "--cwd=/", "-C", "prod"], option => Assert.NotNull(tool.Refuses([option])));
    }

    private const string Loose = "version: 1\nrules: { stateful-destroy: { level: off }, production-destroy: { level: off } }\n";

    private CommandLine.Outcome Ask(ApplyRequest request)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        return new(new ApplyRun(request, _world.Terminal(output, error)).Run(), output.ToString(), error.ToString());
    }

    private CommandLine.Outcome OnGitHub(FakeGitHub gitHub, TemporaryFolder folder)
    {
        gitHub.Variables["GITHUB_EVENT_PATH"] = Path.Combine(folder.Path, "event.json");
        return Run(_world.Terminal() with { Surroundings = gitHub.Surroundings }, "apply", At("tfplan"), "--terraform", _terraform, "--github");
    }

    private CommandLine.Outcome Apply(TestPlan plan, params string[] more)
    {
        Plan(plan);
        _ = _world.Policy;
        var split = Array.IndexOf(more, "--") is >= 0 and var at ? at : more.Length;
        return Run(["apply", At("tfplan"), "--policy", At(".plangate.yml"), "--terraform", _terraform, .. _log.Length > 0 ? (string[])["--audit-log", _log] : [], .. more[..split], .. more[split..]]);
    }

    private void Plan(TestPlan plan) => File.WriteAllBytes(At("tfplan"), [(byte)'P', (byte)'K', 3, 4, .. System.Text.Encoding.UTF8.GetBytes(plan.Json())]);

    private CommandLine.Outcome Run(params string[] args) => Run(_world.Terminal(), args);

    private static CommandLine.Outcome Run(Terminal terminal, params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        return new(App.Run(args, terminal with { Output = output, Error = error }), output.ToString(), error.ToString());
    }

    private string At(string name) => Path.Combine(_world.Folder.Path, name);

    private static string Real(string path) => Tool.Run("realpath", [path]).Output.Trim();

    private bool WasCalled => File.Exists(At("called"));

    private string Called() => File.ReadAllText(At("called"));

    // Somebody presses Ctrl-C during the first wait.
    private sealed class CancellingTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.True(Signals.IsTaken(PosixSignal.SIGINT));
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
