using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

public sealed class WaiverTests
{
    private static readonly object Production = new { id = "db-1", identifier = "orders", tags = new { Environment = "prod" } };
    private static readonly object Snapshot = new { id = "s-1", db_instance_identifier = "orders" };

    [Fact]
    public void Lets_a_finding_through_and_says_why_and_until_when()
    {
        var verdict = Database().Judged(policy: PolicyText.Of(Waiver("stateful-destroy", "aws_db_instance.main", "2026-12-31")));
        var finding = Assert.Single(verdict.Findings);

        Assert.Equal(Decision.Pass, verdict.Decision);
        Assert.Equal(Level.SoftMandatory, finding.Level);
        Assert.False(finding.IsBlocking);
        Assert.Equal(new WaiverNote("moved, CHG-1", new DateOnly(2026, 12, 31), 37), finding.Waiver);
        Assert.Empty(verdict.Warnings);
        Assert.Empty(verdict.UnusedWaivers);
    }

    [Theory]
    [InlineData("aws_db_instance.main", true)]
    [InlineData("aws_db_instance.*", true)]
    [InlineData("**", true)]
    [InlineData("aws_db_instance", false)]
    [InlineData("aws_db_instance.mai", false)]
    [InlineData("aws_db_instance.main2", false)]
    [InlineData("db_instance.main", false)]
    [InlineData("*", false)]
    [InlineData("AWS_DB_INSTANCE.MAIN", false)]
    public void Fits_the_whole_address(string glob, bool fits) => Assert.Equal(fits ? Decision.Pass : Decision.Block, Judged(Waiver("stateful-destroy", glob)).Decision);

    [Theory]
    [InlineData("stateful-replace")]
    [InlineData("production-destroy")]
    [InlineData("backup-destroy")]
    public void Fits_no_finding_of_another_rule(string rule)
    {
        var verdict = Judged(Waiver(rule, "**"));

        Assert.Equal(Decision.Block, verdict.Decision);
        Assert.Equal([$"{rule} on **"], verdict.UnusedWaivers);
    }

    [Fact]
    public void Of_the_main_rule_covers_what_is_listed_on_its_finding()
    {
        var verdict = new TestPlan().Delete("aws_db_instance.main", Production).Judged(policy: PolicyText.Of(Waiver("stateful-destroy", "aws_db_instance.main")));

        Assert.Equal(["PG107"], Assert.Single(verdict.Findings).Also);
        Assert.Equal(Decision.Pass, verdict.Decision);
    }

    [Theory]
    [InlineData("2026-11-24", 0, "today")]
    [InlineData("2026-11-25", 1, "tomorrow")]
    [InlineData("2026-11-30", 6, "in 6 days")]
    [InlineData("2026-12-01", 7, null)]
    public void Holds_on_its_last_day_and_warns_in_its_last_week(string expires, int left, string? when)
    {
        var verdict = Judged(Waiver("stateful-destroy", "aws_db_instance.main", expires));

        Assert.Equal((Decision.Pass, left), (verdict.Decision, verdict.Findings[0].Waiver?.DaysLeft));
        Assert.Equal(when is null ? [] : [$"the waiver stateful-destroy on aws_db_instance.main ends {when}: what it lets through will block again"], verdict.Warnings);
    }

    [Fact]
    public void That_covers_nothing_is_told_and_warns_of_no_end()
    {
        var verdict = Judged(Waiver("stateful-destroy", "aws_db_instance.other", "2026-11-25"));

        Assert.Equal(["stateful-destroy on aws_db_instance.other"], verdict.UnusedWaivers);
        Assert.Empty(verdict.Warnings);
    }

    [Fact]
    public void That_expired_is_refused_with_the_whole_policy() =>
        Assert.Contains("this waiver expired on 2026-11-23", PolicyText.Refused($"version: 1\n{Waiver("stateful-destroy", "a.b", "2026-11-23")}").Message, StringComparison.Ordinal);

    [Fact]
    public void Covers_data_and_backups_only_where_it_names_every_object()
    {
        static Verdict With(params string[] addresses) => Pair().Judged(policy: PolicyText.Of($$"""
            waivers:
              - { rule: stateful-destroy, addresses: ["**"], reason: r, expires: 2026-12-31 }
              - { rule: backup-destroy, addresses: ["**"], reason: r, expires: 2026-12-31 }
              - { rule: data-and-backups-destroy, addresses: [{{string.Join(", ", addresses)}}], reason: r, expires: 2026-12-31 }
            """));

        Assert.Equal(Decision.Block, With("aws_db_instance.orders").Decision);
        Assert.Equal(Decision.Block, With("aws_db_snapshot.last").Decision);
        Assert.Equal(Decision.Block, With("aws_db_snapshot.last", "aws_db_instance.other").Decision);
        Assert.Equal(Decision.Pass, With("aws_db_snapshot.last", "aws_db_instance.orders").Decision);
        Assert.Equal(Decision.Pass, With("\"aws_db_*.*\"").Decision);
    }

    [Fact]
    public void May_let_a_hard_finding_through_and_then_the_rest_can_be_approved()
    {
        var hard = Pair().Judged();
        var waived = Pair().Judged(policy: PolicyText.Of(Waiver("data-and-backups-destroy", "**")));

        Assert.Equal((Level.HardMandatory, null), (hard.Findings[0].Level, hard.ApprovalCode));
        Assert.NotNull(waived.ApprovalCode);
        Assert.Contains(waived.Findings, finding => finding is { Rule.Id: "PG104", Level: Level.HardMandatory, IsBlocking: false });
    }

    [Fact]
    public void Covers_mass_destruction_only_where_it_names_every_object()
    {
        static Verdict With(string addresses) => new TestPlan().Delete("aws_lb.a").Delete("aws_lb.b").Delete("aws_subnet.c").Judged(policy: PolicyText.Of($"rules: {{ mass-destroy: {{ count: 2 }} }}\n{Waiver("mass-destroy", addresses)}"));

        Assert.Equal(Decision.Block, With("aws_lb.*").Decision);
        Assert.Equal(Decision.Pass, With("aws_*.*").Decision);
    }

    [Fact]
    public void Covers_a_deposed_object_by_the_address_that_it_shares() =>
        Assert.Equal(Decision.Pass, new TestPlan().With("aws_db_instance.main", ["delete"], more: change => change["deposed"] = "0a1b2c3d").Judged(policy: PolicyText.Of(Waiver("stateful-destroy", "aws_db_instance.main"))).Decision);

    [Theory]
    [InlineData("plan-incomplete")]
    [InlineData("action-invoked")]
    public void For_a_rule_whose_findings_name_no_object_is_refused(string rule) =>
        Assert.Contains("has no address to except", PolicyText.Refused($"version: 1\n{Waiver(rule, "**")}").Message, StringComparison.Ordinal);

    [Fact]
    public void Of_a_rule_of_ones_own_goes_by_its_name()
    {
        var rules = "custom: [{ name: no-lb, message: m, level: hard-mandatory, when: { types: [aws_lb] } }]\n";
        var plan = new TestPlan().Delete("aws_lb.a");

        Assert.Equal(Decision.Block, plan.Judged(policy: PolicyText.Of(rules)).Decision);
        Assert.Equal(Decision.Pass, plan.Judged(policy: PolicyText.Of(rules + Waiver("no-lb", "aws_lb.a"))).Decision);
    }

    [Fact]
    public void Of_several_that_fit_the_longest_is_told_and_all_are_used()
    {
        var verdict = Judged($"""
            waivers:
              - {Entry("stateful-destroy", "aws_db_instance.main", "2027-01-31", "long")}
              - {Entry("stateful-destroy", "**", "2026-12-31", "short")}
            """);

        Assert.Equal("long", verdict.Findings[0].Waiver?.Reason);
        Assert.Empty(verdict.UnusedWaivers);
    }

    [Fact]
    public void That_ends_soon_warns_only_where_no_other_holds_longer()
    {
        static IReadOnlyList<string> Warnings(string other) => Judged($"""
            waivers:
              - {Entry("stateful-destroy", "**", "2026-11-25", "short")}
              - {Entry("stateful-destroy", other, "2026-12-31", "long")}
            """).Warnings;

        Assert.Empty(Warnings("aws_db_instance.main"));
        Assert.Single(Warnings("aws_db_instance.other"));
    }

    [Fact]
    public void What_is_waived_counts_neither_in_the_fingerprint_nor_in_the_approval_code()
    {
        var policy = PolicyText.Of(Waiver("stateful-destroy", "aws_db_instance.main"));
        var (alone, both) = (new TestPlan().Delete("aws_ebs_volume.a").Judged(policy: policy), Database().Delete("aws_ebs_volume.a").Judged(policy: policy));
        var nothing = Database().Judged(policy: policy);

        Assert.Equal((alone.Fingerprint, alone.ApprovalCode), (both.Fingerprint, both.ApprovalCode));
        Assert.Equal((new TestPlan().Judged().Fingerprint, null), (nothing.Fingerprint, nothing.ApprovalCode));
        Assert.NotEqual(Database().Delete("aws_ebs_volume.a").Judged().Fingerprint, both.Fingerprint);
    }

    [Fact]
    public void Fits_an_address_with_keys_to_the_letter()
    {
        static Decision With(string glob) => new TestPlan().Delete("module.db[\"eu.west\"].aws_db_instance.main[0]").Judged(policy: PolicyText.Of($"waivers: [{{ rule: stateful-destroy, addresses: ['{glob}'], reason: r, expires: 2026-12-31 }}]")).Decision;

        Assert.Equal(Decision.Pass, With("module.db[\"eu.west\"].aws_db_instance.main[0]"));
        Assert.Equal(Decision.Pass, With("module.db*.aws_db_instance.main[0]"));
        Assert.Equal(Decision.Block, With("module.db[\"eu.west\"].aws_db_instance.main[1]"));
        Assert.Equal(Decision.Block, With("module.db[\"eu-west\"].aws_db_instance.main[0]"));
        Assert.Equal(Decision.Block, With("module.db[\"eu.west\"].aws_db_instance.main"));
        Assert.Equal(Decision.Block, With("module.db[e].aws_db_instance.main[0]"));
    }

    private static TestPlan Database() => new TestPlan().Delete("aws_db_instance.main");

    private static TestPlan Pair() => new TestPlan().Delete("aws_db_instance.orders", Production).Delete("aws_db_snapshot.last", Snapshot);

    private static Verdict Judged(string members) => Database().Judged(policy: PolicyText.Of(members));

    private static string Waiver(string rule, string glob, string expires = "2026-12-31") => $"waivers: [{Entry(rule, glob, expires, "moved, CHG-1")}]\n";

    private static string Entry(string rule, string glob, string expires, string reason) => $"{{ rule: {rule}, addresses: [\"{glob}\"], reason: \"{reason}\", expires: {expires} }}";
}
