using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using PlanGate.Approvals;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>Signed approvals by the real ssh-keygen: what counts, and by which name everything else is refused.</summary>
public sealed class ApprovalFilesTests : IDisposable
{
    private readonly SigningWorld _world = new();
    private readonly TestPlan _loss = new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod);

    public void Dispose() => _world.Dispose();

    [NeedsSshKeygenFact]
    public void A_signers_yes_to_exactly_this_lets_it_through()
    {
        var alice = _world.Person("alice@example.com");
        var verdict = _world.Judged(_loss);
        var approval = _world.Approval(verdict, "alice@example.com", alice);

        Assert.Equal(Decision.Block, verdict.Decision);
        Assert.Equal(Decision.Pass, _world.With(verdict, approval).Decision);
    }

    [NeedsSshKeygenFact]
    public void A_yes_covers_less_than_it_lists_and_never_more()
    {
        var alice = _world.Person("alice");
        var one = _world.Judged(_loss);
        var two = _world.Judged(new TestPlan().Delete("aws_db_instance.main", SigningWorld.Prod).Delete("aws_db_instance.other", SigningWorld.Prod));
        var other = _world.Judged(new TestPlan().Delete("aws_db_instance.elsewhere", SigningWorld.Prod));

        Assert.Equal(Decision.Pass, _world.With(one, _world.Approval(two, "alice", alice)).Decision);
        Assert.Equal("not-covered", _world.Reasons(two, _world.Approval(one, "alice", alice)));
        Assert.Equal("not-covered", _world.Reasons(other, _world.Approval(one, "alice", alice)));
    }

    [NeedsSshKeygenFact]
    public void What_was_edited_or_forged_has_a_bad_signature()
    {
        var alice = _world.Person("alice");
        var (one, two) = (_world.Judged(_loss), _world.Judged(new TestPlan().Delete("aws_db_instance.other", SigningWorld.Prod)));
        var (ofOne, ofTwo) = (_world.Approval(one, "alice", alice), _world.Approval(two, "alice", alice));

        // The list of another plan under an old signature, a longer life, another name.
        Assert.Equal("bad-signature not-an-approver", _world.Reasons(two, ofOne with { Findings = ofTwo.Findings }));
        Assert.Contains("bad-signature", _world.Reasons(one, ofOne with { ExpiresAt = ofOne.ExpiresAt.AddYears(1) }), StringComparison.Ordinal);
        Assert.Contains("bad-signature", _world.Reasons(one, ofOne with { Signer = "bob" }), StringComparison.Ordinal);
        Assert.Contains("bad-signature", _world.Reasons(one, ofOne with { Signature = "" }), StringComparison.Ordinal);
        Assert.Contains("bad-signature", _world.Reasons(one, ofOne with { Signature = ofTwo.Signature }), StringComparison.Ordinal);
        Assert.Equal("", _world.Reasons(one, ofOne));
    }

    [NeedsSshKeygenFact]
    public void A_signature_for_another_purpose_is_none()
    {
        var alice = _world.Person("alice");
        var verdict = _world.Judged(_loss);

        Assert.Contains("bad-signature", _world.Reasons(verdict, _world.Approval(verdict, "alice", alice, purpose: "git")), StringComparison.Ordinal);
    }

    [NeedsSshKeygenFact]
    public void Only_listed_keys_sign_and_each_for_its_own_principal()
    {
        var (alice, stranger) = (_world.Person("alice"), _world.Key("stranger"));
        var bob = _world.Person("bob");
        var verdict = _world.Judged(_loss);

        Assert.Equal("not-an-approver", _world.Reasons(verdict, _world.Approval(verdict, "alice", stranger)));
        Assert.Equal("not-an-approver", _world.Reasons(verdict, _world.Approval(verdict, "alice", bob)));
        Assert.Equal("", _world.Reasons(verdict, _world.Approval(verdict, "alice", alice)));
    }

    [NeedsSshKeygenFact]
    public void A_key_signs_only_in_its_time_and_for_what_it_may()
    {
        var (gone, coming, forGit) = (_world.Key("gone"), _world.Key("coming"), _world.Key("git"));
        _world.List("gone", gone, "valid-before=\"20261124170000Z\"");
        _world.List("coming", coming, "valid-after=\"20261124190000Z\"");
        _world.List("git", forGit, "namespaces=\"git\"");
        var verdict = _world.Judged(_loss);
        var before = _world.Approval(verdict, "coming", coming);

        // Also where the signature says it is from when the key was good.
        Assert.Equal("not-an-approver", _world.Reasons(verdict, _world.Approval(verdict, "gone", gone, document => document with { SignedAt = document.SignedAt.AddHours(-2) })));
        Assert.Equal("not-an-approver", _world.Reasons(verdict, _world.Approval(verdict, "git", forGit)));
        Assert.Equal("not-an-approver", _world.Reasons(verdict, before));

        _world.Time.Pass(TimeSpan.FromHours(2));
        Assert.Equal("not-an-approver", _world.Reasons(verdict, before));
        Assert.Equal("", _world.Reasons(verdict, _world.Approval(verdict, "coming", coming)));
    }

    [NeedsSshKeygenFact]
    public void A_yes_ends_by_the_policy_and_by_its_own_word_and_does_not_begin_early()
    {
        var alice = _world.Person("alice");
        _world.Terms = ", expires: 2h, cooling-off: 10m";
        var verdict = _world.Judged(_loss);
        var approval = _world.Approval(verdict, "alice", alice);
        var shortOne = _world.Approval(verdict, "alice", alice, document => document with { ExpiresAt = document.SignedAt.AddMinutes(30) });
        var fromTomorrow = _world.Approval(verdict, "alice", alice, document => document with { SignedAt = document.SignedAt.AddDays(1), ExpiresAt = document.ExpiresAt.AddDays(1) });

        Assert.Equal("cooling-off", _world.Reasons(verdict, approval));
        Assert.Equal("cooling-off", _world.Reasons(verdict, fromTomorrow));
        _world.Time.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal("", _world.Reasons(verdict, approval));
        _world.Time.Pass(TimeSpan.FromMinutes(20));
        Assert.Equal("expired", _world.Reasons(verdict, shortOne));
        _world.Time.Pass(TimeSpan.FromMinutes(90));
        Assert.Equal("expired", _world.Reasons(verdict, approval));
    }

    [NeedsSshKeygenFact]
    public void A_changed_policy_or_list_of_signers_voids_it()
    {
        var alice = _world.Person("alice");
        var approval = _world.Approval(_world.Judged(_loss), "alice", alice);
        _world.Person("mallory");

        Assert.Equal("other-policy", _world.Reasons(_world.Judged(_loss), approval));
    }

    [NeedsSshKeygenFact]
    public void It_takes_different_people_and_not_different_keys_or_names()
    {
        var (first, second, both) = (_world.Key("first"), _world.Key("second"), _world.Key("both"));
        _world.List("alice", first);
        _world.List("alice,alice@work", second);
        _world.List("alice@work", both);
        _world.List("al*", both);
        var bob = _world.Person("bob");
        _world.Terms = ", required: { default: 2 }";
        var verdict = _world.Judged(_loss);
        var byFirst = _world.Approval(verdict, "alice", first);

        Assert.Equal(Decision.Block, _world.With(verdict, byFirst).Decision);
        Assert.Equal(Decision.Block, _world.With(verdict, byFirst, byFirst).Decision);
        Assert.Equal(Decision.Block, _world.With(verdict, byFirst, _world.Approval(verdict, "alice@work", second)).Decision);
        Assert.Equal(Decision.Block, _world.With(verdict, byFirst, _world.Approval(verdict, "alice@work", both), _world.Approval(verdict, "alfred", both)).Decision);
        Assert.Equal(Decision.Pass, _world.With(verdict, byFirst, _world.Approval(verdict, "bob", bob)).Decision);
    }

    [NeedsSshKeygenFact]
    public void Where_hardware_is_wanted_only_a_touched_hardware_key_signs()
    {
        var alice = _world.Person("alice");
        var (touched, untouched) = (SigningWorld.HardwareKey(flags: 1), SigningWorld.HardwareKey(flags: 0));
        File.WriteAllText(Path.Combine(_world.Folder.Path, "touched.pub"), touched.PublicKey + "\n");
        File.WriteAllText(Path.Combine(_world.Folder.Path, "untouched.pub"), untouched.PublicKey + "\n");
        _world.List("hana", Path.Combine(_world.Folder.Path, "touched"));
        _world.List("udo", Path.Combine(_world.Folder.Path, "untouched"));
        _world.Terms = ", require-hardware-key: true";
        var verdict = _world.Judged(_loss);
        var (byHana, byUdo) = (_world.Unsigned(verdict, "hana"), _world.Unsigned(verdict, "udo"));

        Assert.Equal("", _world.Reasons(verdict, byHana with { Signature = touched.Sign(byHana.SignedBytes) }));
        Assert.Equal("software-key", _world.Reasons(verdict, byUdo with { Signature = untouched.Sign(byUdo.SignedBytes) }));
        Assert.Equal("software-key", _world.Reasons(verdict, _world.Approval(verdict, "alice", alice)));
        Assert.Contains("bad-signature", _world.Reasons(verdict, byHana with { Signature = touched.Sign([1]) }), StringComparison.Ordinal);

        _world.Terms = "";
        verdict = _world.Judged(_loss);
        Assert.Equal("", _world.Reasons(verdict, _world.Approval(verdict, "alice", alice)));
    }

    [NeedsSshKeygenFact]
    public void A_signature_does_not_let_through_what_only_the_policy_can()
    {
        var alice = _world.Person("alice");
        _world.Terms = " }\nrules: { stateful-destroy: { level: hard-mandatory }";
        var verdict = _world.Judged(_loss);

        Assert.Equal(Decision.Block, _world.With(verdict, _world.Approval(verdict, "alice", alice)).Decision);
    }

    [NeedsSshKeygenFact]
    public void Without_signers_nobody_signs()
    {
        var alice = _world.Person("alice");
        var verdict = _loss.Judged();

        Assert.Contains("not-an-approver", _world.Reasons(verdict, _world.Approval(verdict, "alice", alice)), StringComparison.Ordinal);
    }

    [NeedsSshKeygenFact]
    public void White_space_and_order_are_nobodys_business_but_every_member_is()
    {
        var alice = _world.Person("alice");
        var verdict = _world.Judged(_loss);
        var document = JObject.Parse(_world.Approval(verdict, "alice", alice).Text);
        var reordered = new JObject(document.Properties().Reverse());

        Assert.Equal("", _world.Reasons(verdict, ApprovalDocument.Read(reordered.ToString(Newtonsoft.Json.Formatting.None))));
        Assert.Throws<FormatException>(() => ApprovalDocument.Read(document.ToString().Replace('"', '\'')));
        Assert.Throws<FormatException>(() => ApprovalDocument.Read(document + "{}"));
        Assert.Throws<FormatException>(() => ApprovalDocument.Read(document.ToString().Replace("\"signer\"", "\"signer\": \"mallory\", \"signer\"", StringComparison.Ordinal)));
        foreach (var member in document.Properties().Select(member => member.Name))
        {
            var without = (JObject)document.DeepClone();
            without.Remove(member);
            Assert.Throws<FormatException>(() => ApprovalDocument.Read(without.ToString()));
        }

        document["more"] = 1;
        Assert.Throws<FormatException>(() => ApprovalDocument.Read(document.ToString()));
    }

    [Fact]
    public void Whatever_an_approval_says_is_read_back_and_signed_as_the_same() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(NonNull<string> Source, NonNull<string> Signer, string? Address)>(), random =>
        {
            var document = new ApprovalDocument
            {
                PlanSource = random.Source.Get,
                PlanDigest = new('a', 64),
                Fingerprint = $"sha256:{new string('b', 64)}",
                PolicyDigests = [new('c', 64)],
                Findings = [new(new('d', 64), "PG101", random.Address, null)],
                Signer = random.Signer.Get,
                SignedAt = new(2026, 11, 24, 18, 0, 0, TimeSpan.Zero),
                ExpiresAt = new(2026, 11, 25, 18, 0, 0, TimeSpan.Zero),
                Signature = "s",
            };
            var again = ApprovalDocument.Read(document.Text);

            Assert.Equal(document.SignedBytes, again.SignedBytes);
            Assert.Equal(document.Text, again.Text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_no_signature_is_read_as_none()
    {
        Assert.Null(SshSignature.Read(""));
        Assert.Null(SshSignature.Read("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----"));
        Assert.Null(SshSignature.Read("-----BEGIN SSH SIGNATURE----------END SSH SIGNATURE-----"));
        var whole = SigningWorld.HardwareKey(1).Sign([1, 2, 3]);
        var bytes = Convert.FromBase64String(string.Concat(whole.Split('\n')[1..^2]));
        Assert.NotNull(SshSignature.Read(whole));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(SshSignature.Read($"-----BEGIN SSH SIGNATURE-----\n{Convert.ToBase64String(bytes, 0, length)}\n-----END SSH SIGNATURE-----"));
        }
    }

    [NeedsSshKeygenFact]
    public void Check_takes_signed_approvals_and_refuses_files_that_are_none()
    {
        var alice = _world.Person("alice");
        var verdict = _world.Judged(_loss);
        var (policy, plan) = (Path.Combine(_world.Folder.Path, ".plangate.yml"), _world.Folder.Write("plan.json", _loss.Json()));
        // The command line has the real clock.
        var now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var approval = _world.Folder.Write("plan.approval", _world.Approval(verdict, "alice", alice, document => document with { SignedAt = now, ExpiresAt = now.AddHours(1) }).Text);

        Assert.Equal(1, CommandLine.Run("check", plan, "--policy", policy).Code);
        Assert.Equal(0, CommandLine.Run("check", plan, "--policy", policy, "--approval", approval).Code);
        Assert.Equal(2, CommandLine.Run("check", plan, "--policy", policy, "--approval", plan).Code);
        Assert.Equal(2, CommandLine.Run("check", plan, "--policy", policy, "--approval", "missing.approval").Code);
        Assert.Equal(2, CommandLine.Run("check", plan, "--github", "--approval", approval).Code);
    }
}
