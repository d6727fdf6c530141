using System.Text;
using Newtonsoft.Json.Linq;
using PlanGate.Cli;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>Pulumi's way from preview to update, with a stand-in for pulumi: it saves the plan that lies ready, and writes down how it was called.</summary>
public sealed class PulumiApplyTests : IDisposable
{
    private const string Database = TestPulumi.Database;

    private readonly LiveWorld _world = new();
    private readonly TestPulumi _run = new("prod");

    public PulumiApplyTests() => _world.StandIn("pulumi", """
        echo "experimental=$PULUMI_EXPERIMENTAL added=$PULUMI_OPTION_TARGET in $(basename "$PWD"): $*" | sed "s|/[^ =]*/plangate-[^/ ]*/|COPY/|" >>"$WORLD/calls"
        case "$1" in
        preview)
          echo "Previewing update (prod):"
          [ -e "$WORLD/preview-exit" ] && exit $(cat "$WORLD/preview-exit")
          for word; do case $word in --save-plan=*) cp "$WORLD/saved.json" "${word#--save-plan=}" ;; esac; done ;;
        up)
          cmp -s "$3" "$WORLD/work/plan.json" && echo same >>"$WORLD/calls"
          echo "mode $(stat -c %a "$3" "$(dirname "$3")" | tr '\n' ' ')" >>"$WORLD/calls"
          exit $(cat "$WORLD/exit" 2>/dev/null || echo 0) ;;
        esac
        """);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void What_was_judged_is_what_pulumi_is_given()
    {
        _world.Variables["PULUMI_OPTION_TARGET"] = "urn:of:something:else";
        Save(Harmless);
        var (code, output, error) = _world.PlanGate("apply", "plan.json", "--", "--parallel=2", "--stack=acme/prod");

        Assert.Equal((0, "PASS"), (code, output[..4]));
        Assert.Equal(["experimental=true added= in work: up --plan COPY/plan --yes --skip-preview --parallel=2 --stack=acme/prod", "same", "mode 600 700 "], _world.Calls);
        Assert.Matches("^plangate: exit code 0 is pulumi's; it was given exactly the plan that was judged \\(sha256:[0-9a-f]{64}\\)$", error.Trim().Split('\n')[^1]);
    }

    [Fact]
    public void What_is_stopped_never_reaches_pulumi()
    {
        Save(Loss);
        var (code, output, error) = _world.PlanGate("apply", "plan.json", "--audit-log", _world.At("log"));

        Assert.Equal(1, code);
        Assert.Contains("To approve: a review on GitHub (`--github`), or `plangate approve PLAN` once the policy names signers.", Unwrapped(output), StringComparison.Ordinal);
        Assert.EndsWith("plangate: nothing was applied\n", error, StringComparison.Ordinal);
        Assert.Empty(_world.Calls);
        Assert.Equal(["decision block 1"], Log());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public void The_exit_code_is_pulumis(int exit)
    {
        Save(Harmless);
        _world.Folder.Write("exit", $"{exit}");
        var (code, _, error) = _world.PlanGate("apply", "plan.json", "--audit-log", _world.At("log"));

        Assert.Equal(exit, code);
        Assert.StartsWith($"plangate: exit code {exit} is pulumi's", error.Trim().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(["decision pass ", $"apply pass {exit}"], Log());
    }

    [Fact]
    public void A_plan_that_changes_while_it_is_judged_is_not_applied()
    {
        Save(Harmless);
        var pipe = _world.At("export");
        Assert.Equal(0, Tool.Run("mkfifo", [pipe]).Code);
        var running = _world.Start(false, "apply", "plan.json", "--stack-export", pipe);

        // Nobody opens the export before the plan was copied.
        Saved(Loss);
        LiveWorld.Feed(pipe, TestPulumi.Export(_run.State("orders", Database)), before: $"cp '{_world.At("saved.json")}' '{_world.At("work/plan.json")}'");
        var (code, _, error) = running.Ended();

        Assert.Equal(2, code);
        Assert.Contains("plan.json was changed while it was judged: nothing was applied", error, StringComparison.Ordinal);
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public void The_state_of_the_stack_counts_and_that_of_another_does_not()
    {
        Save(Loss);
        var kept = _world.Folder.Write("kept.json", TestPulumi.Export(_run.State("orders", Database, more: new { retainOnDelete = true })));
        var other = new TestPulumi("dev");
        var foreign = _world.Folder.Write("foreign.json", TestPulumi.Export(other.State("orders", Database, more: new { retainOnDelete = true })));
        var pending = _world.Folder.Write("pending.json", TestPulumi.Export(_run.State("orders", Database), _run.State("orders", Database, more: new { delete = true, id = "old" })));

        Assert.Equal(1, _world.PlanGate("apply", "plan.json", "--stack-export", foreign).Code);
        Assert.Equal(2, _world.PlanGate("apply", "plan.json", "--stack-export", _world.At("missing")).Code);
        Assert.Empty(_world.Calls);
        Assert.Equal(0, _world.PlanGate("apply", "plan.json", "--stack-export", foreign, "--stack-export", kept).Code);
        Assert.Single(_world.Calls, call => call.Contains(": up ", StringComparison.Ordinal));

        Save(Harmless);
        var (code, output, _) = _world.PlanGate("apply", "plan.json", "--stack-export", pending);
        Assert.Equal(1, code);
        Assert.Contains("(deposed old)", output, StringComparison.Ordinal);
        Assert.Single(_world.Calls, call => call.Contains(": up ", StringComparison.Ordinal));
    }

    [NeedsSshKeygenFact]
    public void What_a_person_signed_beside_the_state_of_the_stack_is_applied_with_it()
    {
        using var signing = new SigningWorld();
        var alice = signing.Person("alice");
        _ = signing.Policy;
        Save(Loss);
        var export = _world.Folder.Write("export.json", TestPulumi.Export(_run.State("orders", Database, inputs: new { identifier = "orders" })));
        string[] common = [_world.At("work/plan.json"), "--policy", Path.Combine(signing.Folder.Path, ".plangate.yml"), "--stack-export", export];
        var result = JObject.Parse(CommandLine.Run(["check", .. common, "--format", "json"]).Output);
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var terminal = signing.Terminal(output, error) with { OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes($"{result["approval_code"]}\n")), IsInputRedirected = false, IsOutputRedirected = false };

        Assert.True(App.Run(["approve", .. common, "--key", alice, "--output", _world.At("approval")], terminal with { Surroundings = Surroundings.OfTheProcess with { Directory = signing.Folder.Path } }) == 0, error.ToString());
        Assert.Contains("orders", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, _world.PlanGate(["apply", .. common]).Code);
        Assert.Empty(_world.Calls);
        Assert.Equal(0, _world.PlanGate(["apply", .. common, "--approval", _world.At("approval")]).Code);
        Assert.Single(_world.Calls, call => call.Contains(": up ", StringComparison.Ordinal));
    }

    [Fact]
    public void Under_the_shim_up_is_preview_judge_and_up_with_that_plan()
    {
        Saved(Harmless);
        var (code, output, _) = _world.Shimmed("pulumi", "up", "--yes", "-s", "acme/prod", "--target", "urn:a");

        Assert.Equal(0, code);
        Assert.Contains("Previewing update", output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "experimental=true added= in work: preview --save-plan=COPY/tfplan --stack=acme/prod --target=urn:a",
                "experimental=true added= in work: up --plan COPY/plan --yes --skip-preview --stack=acme/prod",
            ],
            _world.Calls.Where(call => call.StartsWith("experimental", StringComparison.Ordinal)));
    }

    [Fact]
    public void Under_the_shim_a_loss_a_failed_preview_and_a_missing_yes_stop_before_up()
    {
        Saved(Loss);
        var (code, output, _) = _world.Shimmed("pulumi", "up", "--yes");
        Assert.Equal(1, code);
        Assert.Contains("To approve: `pulumi preview --save-plan=FILE`, `plangate approve FILE`, `plangate apply FILE --approval FILE.approval`, once the policy names signers.", Unwrapped(output), StringComparison.Ordinal);

        Saved(Harmless);
        Assert.Equal(1, _world.Shimmed("pulumi", "up").Code);

        _world.Folder.Write("preview-exit", "255");
        var failed = _world.Shimmed("pulumi", "up", "--yes");
        Assert.Equal(255, failed.Code);
        Assert.Contains("exit code 255 is pulumi's, which made no plan; nothing was applied", failed.Error, StringComparison.Ordinal);

        // It says that all is well, and has saved nothing.
        File.Delete(_world.At("saved.json"));
        File.Delete(_world.At("preview-exit"));
        Assert.NotEqual(0, _world.Shimmed("pulumi", "up", "--yes").Code);
        Assert.DoesNotContain(_world.Calls, call => call.Contains(": up", StringComparison.Ordinal));
    }

    private string Harmless => Plan("""["update"]""", new JObject { ["type"] = "aws:ec2/securityGroup:SecurityGroup", ["name"] = "orders", ["custom"] = true, ["inputDiff"] = JObject.Parse("""{"updates":{"description":"b"}}"""), ["protect"] = false }, "aws:ec2/securityGroup:SecurityGroup");

    private string Loss => Plan("""["delete"]""", null, Database);

    private string Plan(string steps, JObject? goal, string type) => new JObject
    {
        ["manifest"] = new JObject { ["time"] = "2026-11-24T10:00:00.0Z", ["magic"] = "0f", ["version"] = "v3.259.0" },
        ["resourcePlans"] = new JObject { [_run.Urn("orders", type)] = new JObject { ["goal"] = goal, ["steps"] = JToken.Parse(steps), ["state"] = null, ["seed"] = "AAAA" } },
    }.ToString();

    private void Save(string plan) => _world.Folder.Write("work/plan.json", plan);

    private void Saved(string plan) => _world.Folder.Write("saved.json", plan);

    private IEnumerable<string> Log() => File.ReadAllLines(_world.At("log")).Select(JObject.Parse).Select(line => $"{line["event"]} {line["decision"]} {line["exit"]}");

    private static string Unwrapped(string text) => text.Replace("\n", " ", StringComparison.Ordinal);
}
