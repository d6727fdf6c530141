using Newtonsoft.Json.Linq;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Cli;

public sealed class ManyPlansTests
{
    private static readonly string Blocked = File.ReadAllText(Repository.PathOf("examples", "database-replaced", "plan.json"));
    private static readonly string Harmless = File.ReadAllText(Repository.PathOf("examples", "harmless", "plan.json"));

    [Fact]
    public void Many_plans_give_the_same_report_at_every_run_in_the_order_of_the_arguments()
    {
        using var folder = new TemporaryFolder();
        string[] plans = [.. Enumerable.Range(0, 60).Select(index => folder.Write($"p{index:00}.json", index % 3 == 0 ? Blocked : Harmless))];
        var first = CommandLine.Run(["check", "--format", "json", .. plans]);
        var second = CommandLine.Run(["check", "--format", "json", .. plans]);

        Assert.Equal(1, first.Code);
        Assert.Equal(first.Output, second.Output);
        Assert.Equal(plans, JObject.Parse(first.Output)["plans"]!.Select(plan => (string)plan["source"]!));
    }

    [Fact]
    public void One_plan_among_many_that_cannot_be_read_is_an_error_and_the_errors_stand_in_the_order_of_the_arguments()
    {
        using var folder = new TemporaryFolder();
        string[] plans = [.. Enumerable.Range(0, 60).Select(index => folder.Write($"p{index:00}.json", index % 20 == 7 ? Harmless[..^40] : Harmless))];
        var outcome = CommandLine.Run(["check", .. plans]);

        Assert.Equal(2, outcome.Code);
        string[] broken = [.. outcome.Error.Split('\n').Where(line => line.Contains(".json", StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf("/p", StringComparison.Ordinal) + 1)..][..3])];
        Assert.Equal(["p07", "p27", "p47"], broken);
    }
}
