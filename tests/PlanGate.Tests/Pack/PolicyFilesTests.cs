extern alias pack;

using pack::PlanGate.PulumiPolicy;
using pack::PlanGate.PulumiPolicy.Protocol;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Pack;

/// <summary>Which policy counts for a Pulumi program.</summary>
public sealed class PolicyFilesTests
{
    [Fact]
    public void A_policy_above_the_program_that_may_be_anybodys_stops_the_run_until_it_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("program/Pulumi.yaml", "name: shop\n");
        var program = Path.Combine(folder.Path, "program");
        Assert.Equal(Policy.BuiltIn, new PolicyFiles(program, TestPlan.Today).Get(null));

        var above = folder.Write(".plangate.yml", "version: 1\n");
        var files = new PolicyFiles(program, TestPlan.Today);
        var error = Assert.Throws<GrpcException>(() => files.Get(null));
        Assert.Equal(GrpcStatus.FailedPrecondition, error.Status);
        Assert.Contains("the policy cannot be used, nothing was judged", error.Message, StringComparison.Ordinal);
        Assert.Contains("lies above", error.Message, StringComparison.Ordinal);
        Assert.Equal(above, Path.GetFullPath(files.Get("../.plangate.yml").Source));
    }
}
