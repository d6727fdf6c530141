using PlanGate.Judging;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

/// <summary>Maps merge, lists add up, and of single values the last one counts: that of the file itself.</summary>
public sealed class ExtendsTests
{
    [Fact]
    public void A_file_lies_beside_the_one_that_names_it()
    {
        var policy = PolicyText.Read(
            "version: 1\nextends: [team/base.yml]\n",
            ("team/base.yml", "version: 1\nextends: [../company.yml]\n"),
            ("team/../company.yml", "version: 1\nrules: { forget: { level: hard-mandatory } }\n"));

        Assert.Equal(Level.HardMandatory, Forget(policy));
    }

    [Fact]
    public void The_file_itself_has_the_last_word() =>
        Assert.Equal(Level.Advisory, Forget(PolicyText.Read("version: 1\nrules: { forget: { level: advisory } }\nextends: [a.yml]\n", ("a.yml", "version: 1\nrules: { forget: { level: hard-mandatory } }\n"))));

    [Fact]
    public void Of_two_that_are_extended_the_later_wins() =>
        Assert.Equal(Level.SoftMandatory, Forget(PolicyText.Read(
            "version: 1\nextends: [a.yml, b.yml]\n",
            ("a.yml", "version: 1\nrules: { forget: { level: hard-mandatory } }\n"),
            ("b.yml", "version: 1\nrules: { forget: { level: soft-mandatory } }\n"))));

    [Fact]
    public void What_the_later_one_does_not_speak_of_stays()
    {
        var policy = PolicyText.Read(
            "version: 1\nextends: [a.yml]\nrules: { forget: { non-production: soft-mandatory }, mass-destroy: { percent: 5 } }\napprovals: { expires: 1h }\n",
            ("a.yml", "version: 1\nrules: { forget: { level: hard-mandatory }, mass-destroy: { count: 3 } }\napprovals: { cooling-off: 10m, required: { default: 3, forget: 4 } }\n"));

        Assert.Equal(new LevelSetting(new(Level.HardMandatory), new(Level.SoftMandatory)), policy.Levels.Rules["forget"]);
        Assert.Equal((3, 5), (policy.Levels.MassCount, policy.Levels.MassPercent));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)), (policy.Approvals.Expires, policy.Approvals.CoolingOff));
        Assert.Equal((3, 4), (policy.Approvals.Required["default"], policy.Approvals.Required["forget"]));
    }

    [Fact]
    public void Lists_add_up()
    {
        static string File(string name) => $$"""
            version: 1
            environments: { production: { workspaces: [{{name}}], tags: { Stage: [{{name}}] } } }
            stateful: [{ types: [{{name}}], kind: database }]
            stateless: [{ types: [{{name}}_x] }]
            custom: [{ name: {{name}}, message: m, level: advisory, when: { types: [x] } }]
            waivers: [{ rule: {{name}}, addresses: [x.{{name}}], reason: r, expires: 2026-12-31 }]
            approvals: { approvers: [{{name}}], machines: [{{name}}-bot] }
            """;
        var policy = PolicyText.Read($"{File("own")}\nextends: [a.yml, b.yml]\n", ("a.yml", File("a")), ("b.yml", File("b")));

        Assert.Equal(["a", "b", "own"], policy.Marks.Production.Workspaces.Select(glob => glob.ToString()));
        Assert.Equal(["a", "b", "own"], policy.Marks.Production.Tags["Stage"].Select(glob => glob.ToString()));
        Assert.Equal(["a", "b", "own"], policy.Marks.Stateful.SelectMany(mark => mark.Types).Select(glob => glob.ToString()));
        Assert.Equal(["a_x", "b_x", "own_x"], policy.Marks.Stateless.SelectMany(mark => mark.Types).Select(glob => glob.ToString()));
        Assert.Equal(["a", "b", "own"], policy.Custom.Select(rule => rule.Name));
        Assert.Equal(["a", "b", "own"], policy.Waivers.Select(waiver => waiver.Rule));
        Assert.Equal(["a", "b", "own"], policy.Approvals.Approvers);
        Assert.Equal(["a-bot", "b-bot", "own-bot"], policy.Approvals.Machines);
    }

    [Fact]
    public void A_file_that_two_others_extend_is_no_rule_twice()
    {
        var policy = PolicyText.Read(
            "version: 1\nextends: [a.yml, b.yml]\n",
            ("a.yml", "version: 1\nextends: [base.yml]\nrules: { forget: { level: advisory } }\n"),
            ("b.yml", "version: 1\nextends: [base.yml]\n"),
            ("base.yml", """
                version: 1
                rules: { forget: { level: hard-mandatory } }
                custom: [{ name: mine, message: m, level: advisory, when: { types: [x] } }]
                waivers: [{ rule: mine, addresses: [x.y], reason: r, expires: 2026-12-31 }]
                """));

        Assert.Equal((1, 1), (policy.Custom.Count, policy.Waivers.Count));
        Assert.Equal(Level.HardMandatory, Forget(policy)); // b.yml comes last, and says by base.yml what it says.
    }

    [Fact]
    public void Packs_can_be_extended_by_what_is_extended() =>
        Assert.Equal(10, PolicyText.Read("version: 1\nextends: [a.yml]\n", ("a.yml", "version: 1\nextends: [\"plangate:strict\"]\n")).Levels.MassCount);

    [Fact]
    public void A_waiver_may_name_a_rule_of_the_file_that_is_extended() =>
        Assert.Single(PolicyText.Read(
            "version: 1\nextends: [a.yml]\nwaivers: [{ rule: theirs, addresses: [x.y], reason: r, expires: 2026-12-31 }]\n",
            ("a.yml", "version: 1\ncustom: [{ name: theirs, message: m, level: hard-mandatory, when: { types: [x] } }]\n")).Waivers);

    [Fact]
    public void A_circle_is_refused_where_it_closes()
    {
        var error = PolicyText.Refused("version: 1\nextends: [a.yml]\n", ("a.yml", "version: 1\nextends: [b.yml]\n"), ("b.yml", "version: 1\nextends:\n  - .plangate.yml\n"));

        Assert.Equal(("b.yml", 3L, 5L), (error.File, error.Line, error.Column));
        Assert.Equal("it extends itself: .plangate.yml extends a.yml extends b.yml extends .plangate.yml", error.Message);
    }

    [Fact]
    public void A_circle_by_ever_longer_names_is_refused_too()
    {
        static (string, byte[]?) Open(string reference, string? besides) => ($"{besides}/{reference}", "version: 1\nextends: [x.yml]\n"u8.ToArray());

        Assert.Contains("more than 50 files", Assert.Throws<PolicyException>(() => PolicyReader.Read("x.yml", Open, TestPlan.Today)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fan_of_files_that_extend_each_other_is_refused()
    {
        var files = Enumerable.Range(0, 12).Select(number => ($"f{number}.yml", $"version: 1\nextends: [f{number + 1}.yml, f{number + 1}.yml]\n")).Append(("f12.yml", "version: 1\n")).ToArray();

        Assert.Contains("more than 50 files", PolicyText.Refused("version: 1\nextends: [f0.yml]\n", files).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_a_file_that_is_extended_is_told_there()
    {
        var error = PolicyText.Refused("version: 1\nextends: [a.yml]\n", ("a.yml", "version: 1\nrules:\n  forgett: {}\n"));

        Assert.Equal(("a.yml", 3L, 3L), (error.File, error.Line, error.Column));
    }

    [Fact]
    public void What_only_two_files_together_make_wrong_is_told_where_it_stands()
    {
        var error = PolicyText.Refused(
            "version: 1\nextends: [a.yml]\nenvironments: { production: { workspaces: [blue] } }\n",
            ("a.yml", "version: 1\nenvironments:\n  non-production: { workspaces: [blue] }\n"));

        Assert.Equal(("a.yml", 3L, 34L), (error.File, error.Line, error.Column));
    }

    [Fact]
    public void A_file_that_is_extended_needs_its_version() => Assert.Equal("a.yml", PolicyText.Refused("version: 1\nextends: [a.yml]\n", ("a.yml", "rules: {}\n")).File);

    [Fact]
    public void What_is_off_below_can_be_switched_on_again()
    {
        (string, string) off = ("a.yml", "version: 1\nrules: { forget: { level: off } }\n");

        Assert.Equal(["forget"], PolicyText.Read("version: 1\nextends: [a.yml]\n", off).SwitchedOff);
        Assert.Empty(PolicyText.Read("version: 1\nextends: [a.yml]\nrules: { forget: { level: advisory } }\n", off).SwitchedOff);
    }

    private static Level? Forget(Policy policy) => policy.Levels.Rules["forget"].Level?.Level;
}
