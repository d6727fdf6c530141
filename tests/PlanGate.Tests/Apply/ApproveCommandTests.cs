using System.Text;
using PlanGate.Approvals;
using PlanGate.Cli;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>A person at a terminal reads, types the code and signs. On a real terminal: tests/replay.</summary>
public sealed class ApproveCommandTests : IDisposable
{
    private readonly SigningWorld _world = new();
    private readonly TestPlan _loss = new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod).Delete("aws_db_instance.other", SigningWorld.Prod);

    public void Dispose() => _world.Dispose();

    [NeedsSshKeygenFact]
    public void What_was_read_and_signed_counts_and_nothing_was_left_out()
    {
        var alice = _world.Person("alice");
        var (code, output, error) = Approve(Code(), "--key", alice);

        Assert.Equal((0, ""), (code, error.Replace(Warning, "", StringComparison.Ordinal)));
        Assert.Contains("aws_db_instance.main", output, StringComparison.Ordinal);
        Assert.Contains("aws_db_instance.other", output, StringComparison.Ordinal);
        var document = ApprovalDocument.Read(File.ReadAllText(At("plan.json.approval")));
        Assert.Equal(("alice", 2, _world.Time.GetUtcNow().AddHours(24)), (document.Signer, document.Findings.Count, document.ExpiresAt));
        Assert.Equal(Decision.Pass, _world.With(_world.Judged(_loss), document).Decision);
    }

    [NeedsAjvFact]
    public void The_file_fits_its_schema()
    {
        var alice = _world.Person("alice");
        Assert.Equal(0, Approve(Code(), "--key", alice).Code);
        var (code, output) = Tool.Run("node", [Repository.PathOf("tests", "schema", "validate.mjs"), Repository.PathOf("policies", "schemas", "approval.schema.json"), At("plan.json.approval")]);

        Assert.True(code == 0, output);
    }

    [NeedsSshKeygenFact]
    public void Whatever_is_refused_leaves_no_file()
    {
        var (alice, stranger) = (_world.Person("alice"), _world.Key("stranger"));
        var code = Code();

        Assert.Equal(1, Approve("", "--key", alice).Code);
        Assert.Equal(1, Approve(new string('0', 32), "--key", alice).Code);
        Assert.Contains("not-an-approver", Approve(code, "--key", stranger).Error, StringComparison.Ordinal);
        Assert.Equal(2, Approve(code, "--key", At("missing")).Code);
        Assert.Equal(2, Approve(code, ["--key", alice], redirectInput: true).Code);
        Assert.Equal(2, Approve(code, ["--key", alice], redirectOutput: true).Code);
        Assert.False(Path.Exists(At("plan.json.approval")));

        _world.Folder.Write("there", "mine");
        Assert.Equal(2, Approve(code, "--key", alice, "--output", At("there")).Code);
        Assert.Equal("mine", File.ReadAllText(At("there")));
    }

    [NeedsSshKeygenFact]
    public void What_cannot_be_approved_is_not_asked_about()
    {
        var alice = _world.Person("alice");
        _world.Folder.Write("harmless.json", new TestPlan().Update("aws_security_group.a", new { id = "sg", name = "a" }, new { id = "sg", name = "b" }).Json());
        Assert.Equal(2, Run("", false, false, "approve", At("harmless.json"), "--policy", Policy(), "--key", alice).Code);

        _world.Terms = " }\nrules: { stateful-destroy: { level: hard-mandatory }";
        Assert.Equal(1, Approve("", "--key", alice).Code);
    }

    private string Warning => $"plangate: warning: {Policy()} is read as it lies here, for want of a default branch of an upstream: whoever may write it may weaken it\n";

    private string Policy()
    {
        _ = _world.Policy;
        return At(".plangate.yml");
    }

    private string Code() => _world.Judged(_loss).ApprovalCode!;

    private CommandLine.Outcome Approve(string typed, params string[] more) => Approve(typed, more, redirectInput: false);

    private CommandLine.Outcome Approve(string typed, string[] more, bool redirectInput = false, bool redirectOutput = false)
    {
        _world.Folder.Write("plan.json", _loss.Json());
        return Run(typed, redirectInput, redirectOutput, ["approve", At("plan.json"), "--policy", Policy(), .. more]);
    }

    private CommandLine.Outcome Run(string typed, bool redirectInput, bool redirectOutput, params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = App.Run(args, _world.Terminal(output, error) with { OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(typed + "\n")), IsInputRedirected = redirectInput, IsOutputRedirected = redirectOutput });
        return new(code, output.ToString(), error.ToString());
    }

    private string At(string name) => Path.Combine(_world.Folder.Path, name);
}
