using PlanGate.Cli;
using PlanGate.Cli.Shim;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>What stands in front of the tools: what it hands on, what it takes over, what it refuses. With the real terraform: tests/replay.</summary>
public sealed class ShimTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-version")]
    [InlineData("plan -out=x -destroy")]
    [InlineData("-chdir=live show -json tfplan")]
    [InlineData("state list")]
    [InlineData("workspace select prod")]
    [InlineData("apply -help")]
    [InlineData("init -upgrade")]
    public void What_reads_is_handed_on(string call) => Assert.Equal("PassOn", Of(call).Answer.ToString());

    [Theory]
    [InlineData("state rm aws_db_instance.main")]
    [InlineData("state push x")]
    [InlineData("state replace-provider a b")]
    [InlineData("workspace delete prod")]
    [InlineData("stacks apply")]
    [InlineData("rpcapi")]
    [InlineData("apply -state=other")]
    [InlineData("apply -unknown")]
    [InlineData("apply a b")]
    [InlineData("apply -destroy tfplan")]
    [InlineData("destroy tfplan")]
    [InlineData("apply tfplan -destroy")]
    [InlineData("-unknown apply")]
    [InlineData("apply -var")]
    [InlineData("apply -- x")]
    [InlineData("apply -help -auto-approve tfplan")]
    [InlineData("import aws_db_instance.main db")]
    [InlineData("refresh")]
    [InlineData("taint aws_db_instance.main")]
    [InlineData("force-unlock -force 1")]
    [InlineData("init -migrate-state -force-copy")]
    [InlineData("state -lock=false rm aws_db_instance.main")]
    public void What_cannot_be_judged_is_refused(string call) => Assert.Equal("Refuse", Of(call).Answer.ToString());

    [Fact]
    public void Apply_and_destroy_become_a_plan_with_the_same_meaning()
    {
        var destroy = Of("-chdir=live destroy --auto-approve -target aws_db_instance.main -var a=b -parallelism=3 -lock=false");

        Assert.Equal(("Gate", "live", null, true), (destroy.Answer.ToString(), destroy.Directory, destroy.Plan, destroy.IsUnattended));
        Assert.Equal(["-destroy", "-target=aws_db_instance.main", "-var=a=b", "-parallelism=3", "-lock=false"], destroy.PlanOptions);
        Assert.Equal(["-parallelism=3", "-lock=false"], destroy.ApplyOptions);
        Assert.False(Of("apply").IsUnattended);
        Assert.False(Of("apply -auto-approve=false").IsUnattended);
        Assert.Equal(("tfplan", true), (Of("apply -no-color tfplan").Plan, Of("apply tfplan").IsUnattended));
    }

    [Theory]
    [InlineData("preview", "PassOn")]
    [InlineData("stack ls", "PassOn")]
    [InlineData("stack", "PassOn")]
    [InlineData("up --yes --stack acme/prod --target urn", "Gate")]
    [InlineData("update -y -f -s prod", "Gate")]
    [InlineData("up --plan=other", "Refuse")]
    [InlineData("up --cwd elsewhere", "Refuse")]
    [InlineData("up acme/template", "Refuse")]
    [InlineData("destroy --yes", "Refuse")]
    [InlineData("stack rm --force", "Refuse")]
    [InlineData("state unprotect urn", "Refuse")]
    [InlineData("watch", "Refuse")]
    [InlineData("--cwd x up", "Refuse")]
    [InlineData("stack --non-interactive rm --force --yes org/prod", "Refuse")]
    [InlineData("stack -s prod rm", "Refuse")]
    [InlineData("stack --tracing -h rm --yes prod", "Refuse")]
    [InlineData("stack --show-urns -s prod", "PassOn")]
    [InlineData("stack -s prod export --file x", "PassOn")]
    [InlineData("cancel --yes", "Refuse")]
    [InlineData("refresh --yes", "Refuse")]
    [InlineData("import aws:rds/instance:Instance main db", "Refuse")]
    public void Pulumi_is_read_in_the_same_way(string call, string answer) => Assert.Equal(answer, PulumiShim.Of(Words(call)).Answer.ToString());

    [Theory]
    [InlineData("init", "TF_CLI_ARGS_init", "-migrate-state -force-copy", "Refuse")]
    [InlineData("init", "TF_CLI_ARGS", "'-force''-copy'", "Refuse")]
    [InlineData("init", "TF_CLI_ARGS_init", "-input=false", "PassOn")]
    [InlineData("plan", "TF_CLI_ARGS", "-no-color", "PassOn")]
    [InlineData("state list", "TF_CLI_ARGS_state_list", "-id=x", "PassOn")]
    public void What_the_environment_adds_is_judged_with_the_rest(string call, string name, string value, string answer) =>
        Assert.Equal(answer, Of(call, (name, value)).Answer.ToString());

    [Theory]
    [InlineData("", true)]
    [InlineData("-version", true)]
    [InlineData("state", true)]
    [InlineData("workspace", true)]
    [InlineData("apply -help", true)]
    [InlineData("plan", false)]
    [InlineData("state list", false)]
    public void What_has_no_command_of_its_own_gets_none_from_the_environment(string call, bool isWithout)
    {
        var judged = Of(call, ("TF_CLI_ARGS", "-no-color"));
        Assert.Equal(("PassOn", isWithout), (judged.Answer.ToString(), judged.ForgetsArguments));
    }

    [Fact]
    public void Installing_twice_changes_nothing_and_what_is_somebody_elses_stays()
    {
        var place = Path.Combine(_folder.Path, "it's here");
        Assert.Equal(0, Install(place).Code);
        Assert.All(ShimFile.Tools, tool => Assert.True(ShimFile.Is(Path.Combine(place, tool))));
        Assert.Equal(ShimFile.Tools.Count, Install(place).Output.Split('\n').Count(line => line.StartsWith("as before", StringComparison.Ordinal)));

        File.WriteAllText(Path.Combine(place, "tofu"), "#!/bin/sh\n");
        File.Delete(Path.Combine(place, "pulumi"));
        Assert.Equal(2, Install(place).Code);
        Assert.Equal("#!/bin/sh\n", File.ReadAllText(Path.Combine(place, "tofu")));
        Assert.False(File.Exists(Path.Combine(place, "pulumi")));
    }

    [Fact]
    public void The_script_gives_every_word_on_as_it_is()
    {
        var program = _folder.Write("plan gate", "#!/bin/sh\nprintf '[%s]' \"$@\"\n");
        Script.MayRun(program);
        var place = Path.Combine(_folder.Path, "it's here");
        Install(place, program);

        Assert.Equal($"[shim][run][terraform][{place}][apply][-var][a=b c]['x']", Tool.Run(Path.Combine(place, "terraform"), ["apply", "-var", "a=b c", "'x'"]).Output);
    }

    [Fact]
    public void The_real_tool_is_never_a_shim()
    {
        var (shims, copies, real) = (Path.Combine(_folder.Path, "shims"), Path.Combine(_folder.Path, "copies"), Path.Combine(_folder.Path, "real"));
        Install(shims);
        Install(copies);
        _folder.Write("real/terraform", "#!/bin/sh\n");
        var path = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable("PATH", $"{shims}:{copies}:.:{real}");
            Assert.Equal(Path.Combine(real, "terraform"), ShimRun.RealTool("terraform", shims));
            Assert.Null(ShimRun.RealTool("pulumi", shims));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    private static CommandLine.Outcome Install(string place, string program = "/bin/true")
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        return new(ShimCommand.Install(place, [program], new Terminal(output, error, () => Stream.Null, true, IsColoured: false)), output.ToString(), error.ToString());
    }

    private static string[] Words(string call) => call.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static ShimCall Of(string call, params (string Name, string Value)[] variables) =>
        TerraformShim.Of("terraform", Words(call), name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
