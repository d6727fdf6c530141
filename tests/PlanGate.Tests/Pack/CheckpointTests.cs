namespace PlanGate.Tests.Pack;

/// <summary>When the state before a run is asked for.</summary>
public sealed class CheckpointTests
{
    private const string Database = "aws:rds/instance:Instance";

    [Fact]
    public void An_update_does_not_begin_before_the_state_is_there()
    {
        using var pack = new TestPack(preview: false, pulumi: "sleep 0.5; cat state.json").Lived(Database, "ledger");

        pack.Configure();
        // What the first step deletes is not in the state any more.
        pack.Forget();

        Assert.Equal(["Mandatory missing-from-goal ledger"], pack.Lost());
    }

    [Fact]
    public void A_preview_does_not_wait_for_it()
    {
        using var pack = new TestPack(pulumi: "while [ ! -e go ]; do sleep 0.05; done; cat state.json").Lived(Database, "ledger");

        pack.Configure();
        pack.Write("go", "");

        Assert.Equal(["Mandatory missing-from-goal ledger"], pack.Lost());
    }

    [Fact]
    public void A_state_that_cannot_be_had_stops_the_stack_and_not_the_configuration()
    {
        using var pack = new TestPack(preview: false, pulumi: "echo no such stack >&2; exit 1").Lived(Database, "ledger");

        pack.Configure();

        Assert.Contains("no such stack", Assert.Single(pack.AnalyzeStack().Diagnostics).Message, StringComparison.Ordinal);
    }
}
