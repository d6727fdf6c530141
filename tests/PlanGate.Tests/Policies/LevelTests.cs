using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

public sealed class LevelTests
{
    private static readonly object Production = new { id = "x", tags = new { Environment = "prod" } };
    private static readonly object Development = new { id = "x", tags = new { Environment = "dev" } };

    // A database and its snapshot.
    private static readonly TestPlan Pair = new TestPlan()
        .Delete("aws_db_instance.orders", new { id = "db-1", identifier = "orders", tags = new { Environment = "prod" } })
        .Delete("aws_db_snapshot.last", new { id = "s-1", db_instance_identifier = "orders" });

    [Theory]
    [InlineData("prod", Level.HardMandatory)]
    [InlineData("nothing", Level.HardMandatory)]
    [InlineData("dev", Level.Advisory)]
    public void Of_a_rule_is_for_production_and_unknown_not_for_the_rest(string mark, Level expected) =>
        Assert.Equal(expected, LevelOf("rules: { stateful-destroy: { level: hard-mandatory } }", mark));

    [Theory]
    [InlineData("prod", Level.SoftMandatory)]
    [InlineData("nothing", Level.SoftMandatory)]
    [InlineData("dev", Level.HardMandatory)]
    public void Of_a_rule_for_non_production_is_for_that_alone(string mark, Level expected) =>
        Assert.Equal(expected, LevelOf("rules: { stateful-destroy: { non-production: hard-mandatory } }", mark));

    [Theory]
    [InlineData("prod", Level.HardMandatory)]
    [InlineData("nothing", Level.HardMandatory)]
    [InlineData("dev", Level.SoftMandatory)]
    public void Of_a_kind_is_split_in_the_same_way(string mark, Level expected) =>
        Assert.Equal(expected, LevelOf("kinds: { database: { level: hard-mandatory, non-production: soft-mandatory } }", mark));

    [Theory]
    [InlineData("prod", Level.Advisory)]
    [InlineData("dev", Level.SoftMandatory)]
    public void Of_a_rule_beats_that_of_a_kind_and_that_of_a_kind_the_default(string mark, Level expected) =>
        Assert.Equal(expected, LevelOf("rules: { stateful-destroy: { level: advisory } }\nkinds: { database: { level: hard-mandatory, non-production: soft-mandatory } }", mark));

    [Fact]
    public void Of_a_kind_touches_no_other_kind() => Assert.Equal(Level.SoftMandatory, LevelOf("kinds: { volume: { level: advisory } }", "prod"));

    [Fact]
    public void Of_a_kind_touches_no_finding_on_the_whole_plan() =>
        Assert.Equal(Level.HardMandatory, Pair.Judged(policy: PolicyText.Of("kinds: { database: { level: advisory }, snapshot: { level: advisory } }")).Findings[0].Level);

    [Fact]
    public void A_kind_can_make_what_needs_a_mark_stop_without_one()
    {
        var plan = new TestPlan().Delete("aws_elasticache_cluster.main");

        Assert.Equal(Decision.Pass, plan.Judged().Decision);
        Assert.Equal(Decision.Block, plan.Judged(policy: PolicyText.Of("kinds: { cache: { level: soft-mandatory } }")).Decision);
    }

    [Fact]
    public void A_rule_that_finds_only_advisory_things_can_be_made_to_stop()
    {
        var plan = new TestPlan().With("aws_s3_bucket.logs", ["forget"]);

        Assert.Equal(Decision.Pass, plan.Judged().Decision);
        Assert.Equal(Decision.Block, plan.Judged(policy: PolicyText.Of("rules: { forget: { level: soft-mandatory } }")).Decision);
        Assert.Equal(Decision.Pass, plan.Judged(workspace: "dev", policy: PolicyText.Of("rules: { forget: { level: soft-mandatory } }")).Decision);
    }

    [Fact]
    public void A_rule_on_the_plan_takes_the_environment_of_the_plan()
    {
        var (plan, policy) = (new TestPlan().Set("errored", true), PolicyText.Of("rules: { plan-incomplete: { level: hard-mandatory, non-production: advisory } }"));

        Assert.Equal(Level.HardMandatory, Assert.Single(plan.Judged(policy: policy).Findings).Level);
        Assert.Equal(Level.Advisory, Assert.Single(plan.Judged(workspace: "dev", policy: policy).Findings).Level);
    }

    [Fact]
    public void A_level_that_the_policy_sets_stands_where_the_data_is_kept()
    {
        var plan = new TestPlan().Delete("google_alloydb_cluster.main", new { id = "c", deletion_policy = "ABANDON" });

        Assert.Equal((Recoverability.Kept, Level.Advisory), (plan.Finding().Recoverability, plan.Finding().Level));
        Assert.Equal(Level.SoftMandatory, Assert.Single(plan.Judged(policy: PolicyText.Of("rules: { stateful-destroy: { level: soft-mandatory }, container-destroy: { level: soft-mandatory } }")).Findings).Level);
        Assert.Equal(Level.HardMandatory, Assert.Single(plan.Judged(policy: PolicyText.Of($"kinds: {{ {plan.Finding().Kind}: {{ level: hard-mandatory }} }}")).Findings).Level);
        Assert.Equal(Level.Advisory, Assert.Single(plan.Judged(policy: PolicyText.Of("rules: { stateful-destroy: { non-production: soft-mandatory } }")).Findings).Level);
    }

    [Fact]
    public void Hard_findings_have_no_approval_code()
    {
        var verdict = new TestPlan().Delete("aws_db_instance.main", Production).Judged(policy: PolicyText.Of("rules: { stateful-destroy: { level: hard-mandatory } }"));

        Assert.Equal((Decision.Block, null), (verdict.Decision, verdict.ApprovalCode));
    }

    [Fact]
    public void The_hard_rule_can_be_made_milder_but_not_be_switched_off()
    {
        var verdict = Pair.Judged(policy: PolicyText.Of("rules: { data-and-backups-destroy: { level: soft-mandatory } }"));

        Assert.NotNull(verdict.ApprovalCode);
        Assert.Contains(verdict.Findings, finding => finding is { Rule.Id: "PG104", Level: Level.SoftMandatory });
        Assert.Contains("cannot be switched off", PolicyText.Refused("version: 1\nrules: { data-and-backups-destroy: { level: off } }").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_off_makes_no_finding_and_is_shown()
    {
        var policy = PolicyText.Of("rules: { unknown-type-destroy: { level: off }, forget: { non-production: off }, mass-destroy: { level: off, non-production: advisory } }");
        var verdict = new TestPlan().Delete("acme_database.main").Judged(policy: policy);

        Assert.Empty(verdict.Findings);
        Assert.Equal(["forget", "mass-destroy", "unknown-type-destroy"], verdict.Policy.SwitchedOff);
        Assert.Equal(["forget (in non-production)", "mass-destroy", "unknown-type-destroy"], verdict.Policy.SwitchedOffInWords);
    }

    [Fact]
    public void A_kind_is_about_what_holds_data()
    {
        var policy = PolicyText.Of("kinds: { other: { level: advisory } }");

        Assert.Equal(Level.SoftMandatory, new TestPlan().Delete("aws_lb.main", Production).Judged(policy: policy).Findings[0].Level);
    }

    [Fact]
    public void What_is_off_is_off_everywhere_unless_the_policy_says_otherwise()
    {
        var plan = new TestPlan().Delete("acme_database.main");

        Assert.Empty(plan.Judged(workspace: "dev", policy: PolicyText.Of("rules: { unknown-type-destroy: { level: off } }")).Findings);
        Assert.Single(plan.Judged(workspace: "dev", policy: PolicyText.Of("rules: { unknown-type-destroy: { level: off, non-production: advisory } }")).Findings);
        Assert.Single(plan.Judged(workspace: "prod", policy: PolicyText.Of("rules: { unknown-type-destroy: { non-production: off } }")).Findings);
        Assert.Empty(plan.Judged(workspace: "dev", policy: PolicyText.Of("rules: { unknown-type-destroy: { non-production: off } }")).Findings);
    }

    [Fact]
    public void Where_a_rule_is_off_the_next_one_that_applies_makes_the_finding()
    {
        var plan = new TestPlan().Delete("aws_db_instance.main", Production);
        var first = plan.Finding();
        var next = Assert.Single(plan.Judged(policy: PolicyText.Of("rules: { stateful-destroy: { level: off } }")).Findings);

        Assert.Equal("PG101", first.Rule.Id);
        Assert.Equal(["PG107"], first.Also);
        Assert.Equal("PG107", next.Rule.Id);
        Assert.Empty(next.Also);
        Assert.True(next.IsBlocking);
        Assert.Empty(plan.Judged(policy: PolicyText.Of("rules: { stateful-destroy: { level: off }, production-destroy: { level: off } }")).Findings);
    }

    [Fact]
    public void A_rule_that_is_off_is_not_listed_on_the_finding_of_another() =>
        Assert.Empty(Assert.Single(new TestPlan().Delete("aws_db_instance.main", Production).Judged(policy: PolicyText.Of("rules: { production-destroy: { level: off } }")).Findings).Also);

    [Theory]
    [InlineData("plangate:strict")]
    [InlineData("plangate:baseline")]
    public void Packs_let_nothing_through_that_the_built_in_levels_stop(string pack)
    {
        var policy = PolicyText.Of($"extends: [\"{pack}\"]");

        Assert.Equal(Decision.Block, new TestPlan().Delete("aws_db_instance.main").Judged(policy: policy).Decision);
        Assert.Equal(Level.HardMandatory, Pair.Judged(policy: policy).Findings[0].Level);
        Assert.Equal(Decision.Pass, new TestPlan().Delete("aws_db_instance.main", Development).Judged(policy: policy).Decision);
    }

    private static Level LevelOf(string members, string mark) =>
        Assert.Single(new TestPlan().Delete("aws_db_instance.main", new { id = "x", tags = new { Environment = mark } }).Judged(policy: PolicyText.Of(members)).Findings).Level;
}
