using System.Text;
using PlanGate.Plans;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Plans;

public sealed class InputMistakesTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n\t ", "empty")]
    [InlineData("{}", "empty document")]
    [InlineData("""{"format_version":"1.0"}""", "no plan in it")]
    [InlineData("""{"format_version":"1.0","terraform_version":"1.1.0","values":{}}""", "state file")]
    [InlineData("""{"version":4,"serial":3,"lineage":"x","resources":[]}""", "state file")]
    [InlineData("""{"@level":"info","@message":"Terraform 1.11.4"}""", "log lines")]
    [InlineData("Terraform will perform the following actions:\n  - destroy", "printed for people")]
    [InlineData("\e[1mOpenTofu used the selected providers", "printed for people")]
    [InlineData("[command]/usr/bin/terraform show -json\n{\"format_version\":\"1.2\"}", "terraform_wrapper: false")]
    [InlineData("::debug::x\n{\"format_version\":\"1.2\"}", "terraform_wrapper: false")]
    [InlineData("{\"format_version\":\"1.2\",\"resource_changes\":[]}\n::debug::exitcode: 0", "text after the plan")]
    [InlineData("[]", "JSON list")]
    [InlineData("hello", "not JSON")]
    [InlineData("""{"duration":1}""", "not a plan")]
    [InlineData("""{"result":"succeeded","duration":1,"summary":{"same":1},"resources":[]}""", "one-line summary")]
    [InlineData("Previewing update (dev):\n  pulumi:pulumi:Stack x", "printed for people")]
    [InlineData("Previewing update (dev)\n{\n    \"steps\": [\n", "text around Pulumi")]
    [InlineData("""{"version":3,"deployment":{}}""", "--stack-export")]
    [InlineData("""{"hello":"world"}""", "not a plan")]
    [InlineData("PK\u0003\u0004zip", "binary plan file")]
    public void Says_in_one_line_what_it_is_and_lets_nothing_pass(string input, string says)
    {
        var error = Assert.Throws<PlanFormatException>(() => TestPlan.Read(input));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Names_the_command_that_makes_the_right_file() =>
        Assert.Contains("terraform show -json", Assert.Throws<PlanFormatException>(() => TestPlan.Read(Encoding.UTF8.GetBytes(""))).Message, StringComparison.Ordinal);
}
