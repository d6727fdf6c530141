using Newtonsoft.Json.Linq;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Cdktf;

/// <summary>The app in tests/cdktf, built on HashiCorp.Cdktf, synthesized, applied, changed and planned by the real terraform.</summary>
public sealed class CdktfEndToEndTests
{
    [NeedsCdktfFact]
    public void What_a_CDKTF_app_synthesizes_and_terraform_plans_is_judged_stack_by_stack()
    {
        using var folder = new TemporaryFolder();
        var (code, output) = Tool.Run("bash", [Repository.PathOf("tests", "cdktf", "make.sh"), folder.Path]);
        Assert.True(code == 0, output);

        var made = Path.Combine(folder.Path, "cdktf.out");
        foreach (var file in (string[])["manifest.json", "stacks/shop-prod/cdk.tf.json", "stacks/shop-preview/cdk.tf.json"])
        {
            Assert.Equal(File.ReadAllText(Repository.PathOf(CdktfTests.Made, file)), File.ReadAllText(Path.Combine(made, file)));
        }

        // The binary plan of each stack, through terraform; the ids in it are new each time, what it does is not.
        Assert.Equal(Findings(CdktfTests.Made, "plan.json"), Findings(made, "plan"));
        Assert.Equal(Findings(CdktfTests.Made, "plan.json"), Findings(Path.Combine(folder.Path, "hcl.out"), "plan"));

        File.Delete(Path.Combine(made, "stacks/shop-prod/plan"));
        Assert.Equal(Findings(CdktfTests.Made, "plan.json")[1..], Findings(made, "plan")[1..]);
    }

    // Which plan of the second stack was read, and every finding with all that it says.
    private static List<string> Findings(string directory, string plan)
    {
        var outcome = CdktfTests.Check(directory, "--format", "json");
        Assert.Equal((1, ""), (outcome.Code, outcome.Error));
        var result = JObject.Parse(outcome.Output);
        var read = Path.GetFileName((string)result["plans"]![1]!["source"]!);
        return [read == plan ? "as expected" : read, .. result["findings"]!.Select(finding => finding.ToString())];
    }
}
