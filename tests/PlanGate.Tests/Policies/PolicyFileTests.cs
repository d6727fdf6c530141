using PlanGate.Cli;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

/// <summary>Policies on a disk.</summary>
public sealed class PolicyFileTests
{
    [Fact]
    public void A_directory_is_no_policy()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".plangate.yml/inside", "x");

        Assert.Contains("is not there, or is not a file", Refused(Path.Combine(folder.Path, ".plangate.yml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_no_policy()
    {
        var error = Refused("/nowhere/policy.yml");

        Assert.Equal(("/nowhere/policy.yml", 0L), (error.File, error.Line));
    }

    [Fact]
    public void An_empty_file_is_no_policy()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("an empty policy", Refused(folder.Write("p.yml", "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_file_is_no_policy()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("p.yml", "");
        File.WriteAllBytes(file, [.. Enumerable.Range(0, 4096).Select(number => (byte)(number * 7))]);

        Assert.Contains("not text", Refused(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_extended_and_the_signers_are_found_beside_the_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write("team/signers", "alice ssh-ed25519 AAAA");
        folder.Write("team/base.yml", "version: 1\napprovals: { signers: signers }\n");
        var file = folder.Write("p.yml", "version: 1\nextends: [team/base.yml]\n");
        var before = PolicyFile.Load(file, TestPlan.Today);
        folder.Write("team/signers", "mallory ssh-ed25519 BBBB");

        Assert.Equal(Path.Combine(folder.Path, "team/signers"), before.Approvals.Signers);
        Assert.NotEqual(before.Digest, PolicyFile.Load(file, TestPlan.Today).Digest);
    }

    [Fact]
    public void The_nearest_one_upwards_is_found_and_none_beyond_the_root_of_the_repository()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".plangate.yml", "version: 1\n");
        folder.Write("repository/.git/HEAD", "x");
        folder.Write("repository/live/prod/main.tf", "");

        Assert.Null(PolicyFile.Find(Path.Combine(folder.Path, "repository", "live", "prod")));

        folder.Write("repository/.plangate.yml", "version: 1\n");
        folder.Write("repository/live/.plangate.yml", "version: 1\n");

        Assert.Equal(Path.Combine(folder.Path, "repository", "live", ".plangate.yml"), Path.GetFullPath(PolicyFile.Find(Path.Combine(folder.Path, "repository", "live", "prod"))!));
        Assert.Equal(Path.Combine(folder.Path, "repository", ".plangate.yml"), Path.GetFullPath(PolicyFile.Find(Path.Combine(folder.Path, "repository"))!));
    }

    [Fact]
    public void Outside_of_a_repository_only_the_directory_itself_counts_and_what_lies_above_stops()
    {
        using var folder = new TemporaryFolder();
        folder.Write("stack/deep/main.tf", "");
        var deep = Path.Combine(folder.Path, "stack", "deep");
        Assert.Null(PolicyFile.Find(deep));

        folder.Write("stack/.plangate.yml", "version: 1\n");
        Assert.Equal(Path.Combine(folder.Path, "stack", ".plangate.yml"), Path.GetFullPath(PolicyFile.Find(Path.Combine(folder.Path, "stack"))!));
        Assert.NotNull(PolicyFile.Find(Path.Combine(folder.Path, "stack") + "/"));
        var error = Assert.Throws<PolicyException>(() => PolicyFile.Find(deep));
        Assert.Equal(Path.Combine(folder.Path, "stack", ".plangate.yml"), Path.GetFullPath(error.File));
        Assert.StartsWith($"lies above {deep}, and no repository says that it is yours", error.Message, StringComparison.Ordinal);

        folder.Write("stack/.git/HEAD", "x");
        Assert.NotNull(PolicyFile.Find(deep));
    }

    [Theory]
    [InlineData("check plan.json")]
    [InlineData("apply plan.json")]
    [InlineData("policy check")]
    [InlineData("policy test")]
    public void No_command_goes_on_without_a_policy_that_may_be_its_own(string call)
    {
        using var world = new Apply.LiveWorld();
        world.Folder.Write("work/plan.json", new TestPlan().Json());
        Assert.DoesNotContain("lies above", world.PlanGate(call.Split(' ')).Error, StringComparison.Ordinal);

        world.Folder.Write(".plangate.yml", "version: 1\n");
        var (code, _, error) = world.PlanGate(call.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(".plangate.yml: lies above ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_no_missing_policy_but_one_that_cannot_be_read()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, ".plangate.yml"), "/nowhere/policy.yml");

        Assert.Contains("cannot be read", Refused(PolicyFile.Find(folder.Path)!).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_can_be_the_policy() => Assert.Equal("plangate:strict", PolicyFile.Load("plangate:strict", TestPlan.Today).Source);

    [Fact]
    public void A_policy_that_cannot_be_used_is_exit_code_2_with_its_place_and_nothing_is_judged()
    {
        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.json", new TestPlan().Json());
        var policy = folder.Write("p.yml", "version: 1\nrules:\n  forgett: {}\n");
        var outcome = CommandLine.Run("check", plan, "--policy", policy);

        Assert.Equal(2, outcome.Code);
        Assert.Contains($"{policy}: \"forgett\" is not known", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("(line 3, column 3)", outcome.Error, StringComparison.Ordinal);
    }

    private static PolicyException Refused(string file) => Assert.Throws<PolicyException>(() => PolicyFile.Load(file, TestPlan.Today));
}
