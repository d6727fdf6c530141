using PlanGate.Cli;
using PlanGate.Cli.Apply;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Guard;

/// <summary>Whose policy counts where an agent could have written another one.</summary>
public sealed class TrustedPolicyTests : IDisposable
{
    private const string Strict = "version: 1\nrules: { stateful-destroy: { level: hard-mandatory } }\n";
    private const string Loose = "version: 1\nrules: { stateful-destroy: { level: off }, production-destroy: { level: off } }\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_policy_of_the_default_branch_counts_and_not_the_one_that_lies_here()
    {
        Upstream(Strict);
        _folder.Write("work/.plangate.yml", Loose);

        var trusted = Load();
        Assert.Empty(Assert.Single(trusted.Policies).SwitchedOff);
        Assert.StartsWith(".plangate.yml of the default branch (", trusted.Policies[0].Source, StringComparison.Ordinal);
        Assert.Empty(trusted.Warnings);
        Assert.Equal(Decision.Block, Judge(trusted));
    }

    [Fact]
    public void A_commit_on_a_branch_of_ones_own_changes_nothing()
    {
        Upstream(Strict);
        _folder.Write("work/.plangate.yml", Loose);
        Git("work", "checkout", "-q", "-b", "mine");
        Git("work", "commit", "-qam", "loose");

        Assert.Empty(Load().Policies[0].SwitchedOff);
    }

    [Fact]
    public void A_policy_that_is_not_in_the_default_branch_does_not_count_and_that_is_said()
    {
        Upstream(null);
        _folder.Write("work/.plangate.yml", Loose);

        var trusted = Load();
        Assert.Same(Policy.BuiltIn, Assert.Single(trusted.Policies));
        Assert.Contains("counts only once it is", Assert.Single(trusted.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_upstream_the_file_counts_with_a_warning()
    {
        _folder.Write("work/.plangate.yml", Loose);
        Git("work", "init", "-q");

        var trusted = Load();
        Assert.NotEmpty(trusted.Policies[0].SwitchedOff);
        Assert.Contains("may weaken it", Assert.Single(trusted.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_that_git_cannot_read_is_not_the_same_as_none()
    {
        _folder.Write("work/.plangate.yml", Loose);
        Assert.NotEmpty(Load().Policies[0].SwitchedOff);

        Directory.CreateDirectory(Path.Combine(_folder.Path, "work", ".git"));
        Assert.Contains("cannot be read", Assert.Throws<PolicyException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_file_outside_of_the_repository_does_not_count()
    {
        Upstream(Strict);
        _folder.Write("mine.yml", Loose);

        foreach (var name in (string[])["../mine.yml", Path.Combine(_folder.Path, "mine.yml")])
        {
            Assert.Contains("outside of the repository", Assert.Throws<PolicyException>(() => TrustedPolicy.Load(Path.Combine(_folder.Path, "work"), TestPlan.Today, name, systemFile: "/no/such/file")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_directory_that_is_reached_by_a_link_has_the_policy_of_where_it_is()
    {
        Upstream(Loose, ("team/.plangate.yml", Strict));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "link"), Path.Combine(_folder.Path, "work", "team"));
        var link = Path.Combine(_folder.Path, "link");

        Assert.Empty(TrustedPolicy.Load(link, TestPlan.Today, systemFile: "/no/such/file").Policies[0].SwitchedOff);
        Assert.Empty(TrustedPolicy.Load(link, TestPlan.Today, ".plangate.yml", systemFile: "/no/such/file").Policies[0].SwitchedOff);
        Assert.Empty(TrustedPolicy.Load(link, TestPlan.Today, Path.Combine(link, ".plangate.yml"), systemFile: "/no/such/file").Policies[0].SwitchedOff);
    }

    [Fact]
    public void The_nearest_policy_counts_as_it_does_elsewhere()
    {
        Upstream(Loose, ("team/.plangate.yml", Strict));

        Assert.Empty(TrustedPolicy.Load(Path.Combine(_folder.Path, "work", "team"), TestPlan.Today, systemFile: "/no/such/file").Policies[0].SwitchedOff);
        Assert.NotEmpty(Load().Policies[0].SwitchedOff);
    }

    [Fact]
    public void What_a_policy_extends_is_read_from_the_same_place_and_not_from_outside_of_it()
    {
        Upstream("version: 1\nextends: [\"base.yml\"]\n", ("base.yml", Strict));
        _folder.Write("work/base.yml", Loose);
        Assert.Empty(Load().Policies[0].SwitchedOff);

        _folder.Write("work/.plangate.yml", "version: 1\nextends: [\"../outside.yml\"]\n");
        Git("work", "add", "-A");
        Git("work", "commit", "-qm", "outside");
        Git("work", "push", "-q", "origin", "HEAD:main");
        Assert.Contains("outside of the repository", Assert.Throws<PolicyException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_file_is_read_from_the_default_branch_too()
    {
        Upstream(Strict, ("other.yml", Strict));
        _folder.Write("work/other.yml", Loose);

        Assert.Empty(TrustedPolicy.Load(Path.Combine(_folder.Path, "work"), TestPlan.Today, "other.yml", systemFile: "/no/such/file").Policies[0].SwitchedOff);
        Assert.Throws<PolicyException>(() => TrustedPolicy.Load(Path.Combine(_folder.Path, "work"), TestPlan.Today, "missing.yml", systemFile: "/no/such/file"));
    }

    [Fact]
    public void A_revision_that_is_not_there_is_an_error_and_so_is_a_broken_policy()
    {
        Upstream("version: 1\nnonsense: true\n");

        Assert.Throws<PolicyException>(() => Load());
        Assert.Throws<PolicyException>(() => TrustedPolicy.Load(Path.Combine(_folder.Path, "work"), TestPlan.Today, reference: "no-such-branch", systemFile: "/no/such/file"));
    }

    [Fact]
    public void No_policy_weakens_that_of_the_machine()
    {
        Upstream(Loose);
        var system = _folder.Write("system.yml", Strict);

        Assert.Equal(Decision.Pass, Judge(Load()));
        Assert.Equal(Decision.Block, Judge(TrustedPolicy.Load(Path.Combine(_folder.Path, "work"), TestPlan.Today, systemFile: system, isTrusted: _ => true)));
    }

    [Fact]
    public void The_machines_policy_makes_none_of_the_others_weaker()
    {
        Upstream(Strict);
        var system = _folder.Write("system.yml", Loose);

        Assert.Equal(Decision.Block, Judge(TrustedPolicy.Load(Path.Combine(_folder.Path, "work"), TestPlan.Today, systemFile: system, isTrusted: _ => true)));
    }

    [Fact]
    public void A_machines_policy_that_others_may_write_is_an_error()
    {
        var system = _folder.Write("system.yml", Strict);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(system, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        }

        Assert.Contains("does not belong to root", Assert.Throws<PolicyException>(() => TrustedPolicy.Load(_folder.Path, TestPlan.Today, systemFile: system)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_sign_under_the_machines_policy_is_the_repositorys_to_say_only_where_it_says_nothing_itself()
    {
        _folder.Write("signers", "alice ssh-ed25519 AAAA");
        var repository = PolicyReader.Read(_folder.Write("a.yml", "version: 1\napprovals: { signers: signers }\n"), PolicyFile.Open, TestPlan.Today);
        var names = PolicyReader.Read(_folder.Write("b.yml", "version: 1\napprovals: { signers: missing }\n"), PolicyFile.Open, TestPlan.Today);
        var says = PolicyReader.Read(_folder.Write("c.yml", "version: 1\n"), PolicyFile.Open, TestPlan.Today);

        Assert.Equal([false, true, false], new LocalJudge([repository, names, says]).Judge([], [], TestPlan.Today).Select(verdict => verdict.Policy.SignersText is null));
    }

    private TrustedPolicy Load() => TrustedPolicy.Load(Path.Combine(_folder.Path, "work"), TestPlan.Today, systemFile: "/no/such/file");

    private static Decision Judge(TrustedPolicy trusted) => LocalJudge.Strictest(trusted.Policies.Select(policy => new TestPlan().With("aws_db_instance.main", ["delete"]).Judged(policy: policy))).Decision;

    private void Upstream(string? policy, params (string Path, string Text)[] files)
    {
        _folder.Write("work/README.md", "x");
        if (policy is not null)
        {
            _folder.Write("work/.plangate.yml", policy);
        }

        foreach (var (path, text) in files)
        {
            _folder.Write($"work/{path}", text);
        }

        Git("", "init", "-q", "--bare", "-b", "main", "origin.git");
        Git("work", "init", "-q", "-b", "main");
        Git("work", "add", "-A");
        Git("work", "commit", "-qm", "first");
        Git("work", "remote", "add", "origin", "../origin.git");
        Git("work", "push", "-q", "origin", "main");
    }

    private void Git(string folder, params string[] arguments)
    {
        var (code, output) = Tool.Run("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", .. arguments], Path.Combine(_folder.Path, folder));
        Assert.True(code == 0, $"git {string.Join(' ', arguments)}: {output}");
    }
}
