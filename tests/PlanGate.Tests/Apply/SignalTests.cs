using Newtonsoft.Json.Linq;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>Signals while a tool is at work: it is told once, may end itself, and its exit code is handed on and written down.</summary>
public sealed class SignalTests : IDisposable
{
    // It stops on the first signal, but only after a time in which a second one would be seen.
    private const string StopsInItsOwnTime = """
        trap 'echo INT >>$WORLD/got' INT
        trap 'echo TERM >>$WORLD/got' TERM
        : >$WORLD/started
        while [ ! -s $WORLD/got ]; do sleep 0.1; done
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 0.1; done
        exit 7
        """;

    private readonly LiveWorld _world = new();
    private readonly TestPlan _harmless = new TestPlan().Update("aws_security_group.a", new { id = "sg", name = "a" }, new { id = "sg", name = "b" });

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("INT", false)]
    [InlineData("INT", true)]
    [InlineData("TERM", false)]
    [InlineData("TERM", true)]
    public void The_tool_is_told_once_may_end_itself_and_the_log_says_how_it_ended(string signal, bool toAll)
    {
        _world.Terraform(StopsInItsOwnTime);
        Plan();
        var running = _world.Start(false, "apply", "tfplan", "--audit-log", _world.At("log"));
        running.Until(_world.At("started"));
        running.Signal(signal, toAll);
        var (code, _, error) = running.Ended();

        Assert.Equal((7, $"{signal}\n"), (code, File.ReadAllText(_world.At("got"))));
        Assert.StartsWith("plangate: exit code 7 is terraform's", error.Trim().Split('\n')[^1], StringComparison.Ordinal);
        var last = JObject.Parse(File.ReadAllLines(_world.At("log"))[^1]);
        Assert.Equal(("apply", "pass", 7), ((string?)last["event"], (string?)last["decision"], (int?)last["exit"]));
    }

    [Fact]
    public void Two_signals_that_were_meant_are_two()
    {
        _world.Terraform("""
            trap 'echo TERM >>$WORLD/got; [ "$(wc -l <$WORLD/got)" = 2 ] && exit 9' TERM
            : >$WORLD/started
            while :; do sleep 0.1; [ -s $WORLD/got ] && : >$WORLD/once; done
            """);
        Plan();
        var running = _world.Start(false, "apply", "tfplan");
        running.Until(_world.At("started"));
        running.Signal("TERM", toAll: false);
        running.Until(_world.At("once"));
        running.Signal("TERM", toAll: false);

        Assert.Equal(9, running.Ended().Code);
    }

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 143)]
    public void A_tool_that_a_signal_ends_leaves_the_code_that_a_shell_would_say(string signal, int exit)
    {
        _world.Terraform($"kill -{signal} $$");
        Plan();
        var (code, _, _) = _world.PlanGate("apply", "tfplan", "--audit-log", _world.At("log"));

        Assert.Equal((exit, exit), (code, (int)JObject.Parse(File.ReadAllLines(_world.At("log"))[^1])["exit"]!));
    }

    [Theory]
    [InlineData("INT", true)]
    [InlineData("TERM", false)]
    public void Under_the_shim_it_is_the_same(string signal, bool toAll)
    {
        _world.Terraform(StopsInItsOwnTime);
        _world.Folder.Write("work/plan.json", _harmless.Json());
        var running = _world.Start(true, "terraform", "apply", "-auto-approve");
        running.Until(_world.At("started"));
        running.Signal(signal, toAll);

        Assert.Equal((7, $"{signal}\n"), (running.Ended().Code, File.ReadAllText(_world.At("got"))));
    }

    [Fact]
    public void A_plan_that_is_cut_short_is_not_applied()
    {
        _world.Terraform(plan: StopsInItsOwnTime);
        _world.Folder.Write("work/plan.json", _harmless.Json());
        var running = _world.Start(true, "terraform", "apply", "-auto-approve");
        running.Until(_world.At("started"));
        running.Signal("INT", toAll: true);
        var (code, _, error) = running.Ended();

        Assert.Equal((7, "INT\n"), (code, File.ReadAllText(_world.At("got"))));
        Assert.Contains("exit code 7 is terraform's, which made no plan; nothing was applied", error, StringComparison.Ordinal);
        Assert.Equal(["terraform in work: plan -out=COPY/tfplan"], _world.Calls);
    }

    [NeedsTerraformFact]
    public void The_real_terraform_stops_gracefully_whether_all_are_told_or_one()
    {
        foreach (var (signal, toAll) in new[] { ("INT", true), ("INT", false), ("TERM", false) })
        {
            File.Delete(_world.At("work/began"));
            _world.Folder.Write("work/main.tf", """
                resource "terraform_data" "slow" {
                  provisioner "local-exec" {
                    command = "touch began; exec sleep 60"
                  }
                }
                """);
            Assert.Equal(0, Tool.Run("terraform", ["init", "-no-color"], _world.Work).Code);
            Assert.Equal(0, Tool.Run("terraform", ["plan", "-no-color", "-out=tfplan"], _world.Work).Code);
            var running = _world.Start(false, "apply", "tfplan", "--audit-log", _world.At("log"), "--", "-no-color");
            running.Until(_world.At("work/began"));
            running.Signal(signal, toAll);
            var (code, output, error) = running.Ended();

            Assert.Equal(1, code);
            Assert.Contains("Gracefully shutting down", output, StringComparison.Ordinal);
            Assert.DoesNotContain("Two interrupts", output + error, StringComparison.Ordinal);
            Assert.Equal(1, (int)JObject.Parse(File.ReadAllLines(_world.At("log"))[^1])["exit"]!);
            Assert.Contains("terraform_data", File.ReadAllText(_world.At("work/terraform.tfstate")), StringComparison.Ordinal);
        }
    }

    private void Plan() => File.WriteAllBytes(_world.At("work/tfplan"), [(byte)'P', (byte)'K', 3, 4, .. System.Text.Encoding.UTF8.GetBytes(_harmless.Json())]);
}
