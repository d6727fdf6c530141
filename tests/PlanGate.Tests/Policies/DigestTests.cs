using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

/// <summary>An approval is bound to the policy by its digest.</summary>
public sealed class DigestTests
{
    private const string File = "version: 1\nextends: [team/base.yml]\n";
    private const string Base = "version: 1\napprovals: { signers: signers }\n";
    private const string Signers = "alice ssh-ed25519 AAAA\n";

    private static readonly string Digest = Of(File, Base, Signers);

    [Fact]
    public void Is_64_hex_digits_and_the_same_for_the_same_bytes()
    {
        Assert.Matches("^[0-9a-f]{64}$", Digest);
        Assert.Equal(Digest, Of(File, Base, Signers));
    }

    [Theory]
    [InlineData(File + "\n", Base, Signers)]
    [InlineData(File + "# a remark\n", Base, Signers)]
    [InlineData(File, Base + "\n", Signers)]
    [InlineData(File, Base, Signers + "mallory ssh-ed25519 BBBB\n")]
    [InlineData(File, Base, "")]
    public void Changes_with_the_policy_with_what_it_extends_and_with_the_signers(string file, string @base, string signers) =>
        Assert.NotEqual(Digest, Of(file, @base, signers));

    [Fact]
    public void Does_not_change_with_files_that_nobody_names() =>
        Assert.Equal(Digest, PolicyText.Read(File, ("team/base.yml", Base), ("team/signers", Signers), ("signers", "another"), ("base.yml", "another")).Digest);

    [Fact]
    public void Changes_when_bytes_go_from_one_file_to_the_other()
    {
        // Were the files put together without their lengths, these would be the same bytes.
        var one = PolicyText.Read("version: 1\nextends: [a]\n#", ("a", "#\nversion: 1\n")).Digest;
        var other = PolicyText.Read("version: 1\nextends: [a]\n##", ("a", "\nversion: 1\n")).Digest;

        Assert.NotEqual(one, other);
    }

    [Fact]
    public void The_signers_file_lies_beside_the_policy_that_names_it() =>
        Assert.Equal("team/signers", PolicyText.Read(File, ("team/base.yml", Base), ("team/signers", Signers)).Approvals.Signers);

    [Fact]
    public void Binds_the_approval_code_but_not_the_fingerprint()
    {
        var (one, other) = (Judged("version: 1\n"), Judged("version: 1\n# a remark\n"));

        Assert.Equal(one.Fingerprint, other.Fingerprint);
        Assert.NotEqual(one.ApprovalCode, other.ApprovalCode);
    }

    private static Verdict Judged(string policy) => new TestPlan().Delete("aws_db_instance.main").Judged(policy: PolicyText.Read(policy));

    private static string Of(string file, string @base, string signers) => PolicyText.Read(file, ("team/base.yml", @base), ("team/signers", signers)).Digest;
}
