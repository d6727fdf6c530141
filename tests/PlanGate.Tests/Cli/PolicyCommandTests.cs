using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PlanGate.Cli;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Cli;

public sealed partial class PolicyCommandTests : IDisposable
{
    private static readonly string Blocking = new TestPlan().Delete("aws_db_instance.main").Json();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Check_says_in_short_what_a_policy_sets()
    {
        var inTenDays = Surroundings.OfTheProcess.Today.AddDays(10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var outcome = Check($$"""
            version: 1
            environments:
              production: { workspaces: [prod, "live-*"], tags: { Environment: [production, prd] }, addresses: ["module.prod.**"] }
              non-production: { paths: ["dev/**"] }
            stateful: [{ types: [acme_ledger], addresses: ["acme_thing.*"], kind: database }]
            stateless: [{ addresses: ["module.scratch.**"] }]
            rules:
              forget: { level: soft-mandatory, non-production: advisory }
              data-expires: { level: off }
              mass-destroy: { count: 5 }
            kinds: { cache: { non-production: hard-mandatory } }
            custom: [{ name: no-delete, message: "No", level: advisory, when: { actions: [delete] } }]
            waivers: [{ rule: no-delete, addresses: ["aws_vpc.a", "aws_vpc.b"], reason: "moved", expires: {{inTenDays}} }]
            approvals: { approvers: ["@acme/dba", alice], required: { default: 2, forget: 3 }, expires: 90m, cooling-off: 1h, require-hardware-key: true }
            """);

        Assert.Equal(0, outcome.Code);
        Assert.Equal($"""
            {Path.Combine(_folder.Path, ".plangate.yml")}: in order

              production      2 workspaces, 2 tag values, 1 address
              non-production  1 path
              stateful        acme_ledger, acme_thing.* (database)
              stateless       module.scratch.**
              rule            data-expires: off
              rule            forget: soft-mandatory, advisory in non-production
              rule            mass-destroy: from 6 objects, or 50 % of the state
              kind            cache: hard-mandatory in non-production
              off             data-expires
              custom          no-delete: advisory
              waiver          no-delete on aws_vpc.a, aws_vpc.b: 10 days left, until {inTenDays}
              approvals       2 people of @acme/dba, alice (forget 3), good for 90m after 1h, signed with a hardware key

            """, outcome.Output);
    }

    [Fact]
    public void Check_answers_1_with_the_place_when_a_policy_is_not_in_order()
    {
        var outcome = Check("version: 1\nrules:\n  forgett: { level: off }\n");

        Assert.Equal(1, outcome.Code);
        Assert.Equal("", outcome.Output);
        Assert.Contains("did you mean \"forget\"? (line 3, column 3)", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version: 1\nextends: [\"plangate:none\"]\n")]
    [InlineData("version: 1\nextends: [.plangate.yml]\n")]
    [InlineData("")]
    [InlineData("a: b: c")]
    public void Check_answers_1_for_what_only_the_policy_can_mend(string text) => Assert.Equal(1, Check(text).Code);

    [Fact]
    public void Check_answers_2_where_what_is_extended_is_not_there()
    {
        var (code, _, error) = Check("version: 1\nextends: [missing.yml]\n");
        Assert.Equal(2, code);
        Assert.Contains("missing.yml is not there, or is not a file (line 2, column 11)", error, StringComparison.Ordinal);

        _folder.Write("base.yml", "version: 1\nextends: [deeper.yml]\n");
        Assert.Equal(2, Check("version: 1\nextends: [base.yml]\n").Code);
        Assert.Equal(1, Check("version: 1\napprovals: { signers: missing }\nrules: { nonsense: {} }\n").Code);
    }

    [Fact]
    public void Check_answers_2_where_there_is_no_file()
    {
        Assert.Equal(2, CommandLine.Run("policy", "check", Path.Combine(_folder.Path, "none.yml")).Code);
        Assert.Equal(2, CommandLine.Run("policy", "check", _folder.Path).Code);
    }

    [Fact]
    public void Check_answers_2_where_no_policy_is_found_upwards()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".git"));
        var (code, _, error) = InMemory(terminal => PolicyCommand.Check(null, _folder.Path, terminal));

        Assert.Equal(2, code);
        Assert.Contains("`plangate init` writes one", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_finds_the_nearest_policy_upwards()
    {
        _folder.Write(".plangate.yml", "version: 2\n");
        _folder.Write("stack/.plangate.yml", "version: 1\n");
        _folder.Write(".git/HEAD", "x");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "stack", "deep"));

        Assert.Equal(0, InMemory(terminal => PolicyCommand.Check(null, Path.Combine(_folder.Path, "stack", "deep"), terminal)).Code);
    }

    [Fact]
    public void Check_says_when_the_signers_are_missing()
    {
        var outcome = Check("version: 1\napprovals: { signers: keys/signers }\n");

        Assert.Equal(0, outcome.Code);
        Assert.Contains("signers is not there: nobody can sign an approval", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_answers_0_when_all_comes_out_as_expected()
    {
        _folder.Write(".plangate.yml", "version: 1\nenvironments: { production: { paths: [\"live/**\"] }, non-production: { workspaces: [scratchpad] } }\n");
        Case("by-workspace", Blocking, "decision: pass\nworkspace: scratchpad\nfindings: [{ rule: PG101, level: advisory }]\n");
        Case("more/by-path", Blocking, "decision: block\nworkspace: scratchpad\npath: live/plan.json\nfindings: [{ rule: stateful-destroy, address: aws_db_instance.main, level: soft-mandatory, waived: false }]\nno-findings: [PG103]\n");
        Case("refused", "{}", "decision: error\n");
        var outcome = Test();

        Assert.Equal("""
            ok      by-workspace
            ok      more/by-path
            ok      refused

            3 cases: 3 as expected, 0 not.

            """, outcome.Output);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
    }

    [Fact]
    public void Test_says_what_was_expected_and_what_came()
    {
        _folder.Write(".plangate.yml", "version: 1\n");
        Case("wrong", Blocking, """
            decision: pass
            findings:
              - { rule: stateful-destroy, level: advisory, waived: true }
              - { rule: stateful-destroy, address: aws_db_instance.other }
              - { rule: forget }
            no-findings: [stateful-destroy]
            """);
        var outcome = Test();

        Assert.Equal(1, outcome.Code);
        Assert.Equal("""
            FAILED  wrong
                      expected decision pass, got block: stateful-destroy on aws_db_instance.main (soft-mandatory)
                      expected stateful-destroy (advisory, waived), got stateful-destroy on aws_db_instance.main (soft-mandatory)
                      expected stateful-destroy on aws_db_instance.other, got stateful-destroy on aws_db_instance.main (soft-mandatory)
                      expected forget, got none of that rule; there are stateful-destroy on aws_db_instance.main (soft-mandatory)
                      expected no stateful-destroy, got stateful-destroy on aws_db_instance.main (soft-mandatory)

            1 case: 0 as expected, 1 not.

            """, outcome.Output);
    }

    [Fact]
    public void Test_knows_the_rules_of_the_policy_by_their_names()
    {
        _folder.Write(".plangate.yml", """
            version: 1
            custom: [{ name: no-delete, message: "No", level: hard-mandatory, when: { actions: [delete], types: [aws_vpc] } }]
            waivers: [{ rule: no-delete, addresses: ["aws_vpc.old"], reason: "gone", expires: 2099-12-31 }]
            """);
        Case("own", new TestPlan().Delete("aws_vpc.old").Delete("aws_vpc.new").Json(), """
            decision: block
            findings:
              - { rule: no-delete, address: aws_vpc.old, waived: true }
              - { rule: no-delete, address: aws_vpc.new, waived: false, level: hard-mandatory }
            """);

        Assert.Equal(0, Test().Code);

        Case("own", new TestPlan().Delete("aws_vpc.old").Json(), "decision: pass\nfindings: [{ rule: no-delete, waived: false }]\n");
        Assert.Contains("expected no-delete (not waived), got no-delete on aws_vpc.old (hard-mandatory, waived)", Test().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("desicion: pass\n", "did you mean \"decision\"? (line 1, column 1)")]
    [InlineData("decision: maybe\n", "(line 1, column 11)")]
    [InlineData("workspace: prod\n", "no \"decision\"")]
    [InlineData("decision: pass\nfindings: [{ address: a.b }]\n", "\"findings[0]\" has no \"rule\" (line 2, column 12)")]
    [InlineData("decision: pass\nfindings: [{ rule: PG999 }]\n", "(line 2, column 20)")]
    [InlineData("decision: pass\nfindings: [{ rule: PG101, level: off }]\n", "(line 2, column 34)")]
    [InlineData("decision: pass\nfindings: [{ rule: PG101, waived: yes }]\n", "neither true nor false (line 2, column 35)")]
    [InlineData("decision: pass\nfindings: [{ rule: PG101, adress: a.b }]\n", "did you mean \"address\"?")]
    [InlineData("decision: pass\nno-findings: [statefull-destroy]\n", "did you mean \"stateful-destroy\"?")]
    [InlineData("decision: pass\ndecision: block\n", "line 2")]
    [InlineData(" \n", "an empty expectation")]
    public void Test_answers_2_for_an_expectation_that_is_not_understood(string expectation, string problem)
    {
        _folder.Write(".plangate.yml", "version: 1\n");
        Case("good", Blocking, "decision: block\n");
        Case("bad", Blocking, expectation);
        var outcome = Test();

        Assert.Equal(2, outcome.Code);
        Assert.Contains("bad.expect.yml: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.Contains("2 cases: 1 as expected, 0 not, 1 could not be tried.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_answers_2_for_half_a_case()
    {
        _folder.Write(".plangate.yml", "version: 1\n");
        _folder.Write(".plangate/tests/alone.json", Blocking);
        _folder.Write(".plangate/tests/lost.expect.yml", "decision: pass\n");
        var outcome = Test();

        Assert.Equal(2, outcome.Code);
        Assert.Contains("a plan without its expectation, alone.expect.yml", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("an expectation without its plan, lost.json", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_answers_2_where_there_is_nothing_to_run()
    {
        _folder.Write(".plangate.yml", "version: 1\n");
        Assert.Contains("there is no such folder", Test().Error, StringComparison.Ordinal);

        _folder.Write(".plangate/tests/README.md", "soon");
        var outcome = Test();
        Assert.Equal(2, outcome.Code);
        Assert.Contains("no cases in it", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run("policy", "test", Path.Combine(_folder.Path, "elsewhere")).Code);
    }

    [Fact]
    public void Test_answers_2_for_a_policy_that_is_not_in_order()
    {
        _folder.Write(".plangate.yml", "version: 1\nwaivers: [{ rule: forget, addresses: [\"a.b\"], reason: \"over\", expires: 2020-01-01 }]\n");
        Case("any", Blocking, "decision: block\n");
        var outcome = Test();

        Assert.Equal(2, outcome.Code);
        Assert.Contains("expired on 2020-01-01", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_takes_a_folder_and_a_policy_from_the_command_line()
    {
        _folder.Write("a/.git/HEAD", "x");
        _folder.Write("a/.plangate.yml", "version: 1\n");
        _folder.Write("a/cases/x.json", Blocking);
        _folder.Write("a/cases/x.expect.yml", "decision: block\n");
        var soft = _folder.Write("soft.yml", "version: 1\nrules: { stateful-destroy: { level: advisory } }\n");
        var cases = Path.Combine(_folder.Path, "a", "cases");

        Assert.Equal(0, CommandLine.Run("policy", "test", cases).Code);
        Assert.Equal(1, CommandLine.Run("policy", "test", cases, "--policy", soft).Code);
        Assert.Equal(2, CommandLine.Run("policy", "test", cases, "--policy", "none.yml").Code);
    }

    public static TheoryData<string> Examples => [.. Directory.EnumerateDirectories(Repository.PathOf("policies", "examples")).Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_in_order_and_does_what_its_cases_say(string name)
    {
        var check = CommandLine.Run("policy", "check", $"policies/examples/{name}/.plangate.yml");
        var test = CommandLine.Run("policy", "test", $"policies/examples/{name}/tests");

        Assert.True(check.Code == 0, check.Error);
        Assert.True(test.Code == 0, test.Output + test.Error);
        Assert.InRange(Directory.GetFiles(Repository.PathOf("policies", "examples", name, "tests"), "*.expect.yml").Length, 3, 6);
        Assert.Contains($"[{name}]({name}/.plangate.yml)", File.ReadAllText(Repository.PathOf("policies", "examples", "README.md")), StringComparison.Ordinal);
    }

    // What an example expects must come from its policy: the built-in rules alone judge at least one of its cases otherwise.
    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_needs_its_policy(string name) =>
        Assert.NotEqual(0, CommandLine.Run("policy", "test", $"policies/examples/{name}/tests", "--policy", _folder.Write("empty.yml", "version: 1\n")).Code);

    public static TheoryData<string> Samples =>
    [
        .. new[] { "README.md", "docs/policy.md" }.SelectMany(document => Sample.Matches(File.ReadAllText(Repository.PathOf(document))).Select(match => match.Groups["text"].Value)),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_in_the_documents_is_understood(string sample)
    {
        if (sample.StartsWith("decision:", StringComparison.Ordinal))
        {
            Assert.NotNull(ExpectationReader.Read(sample, "sample", Policy.BuiltIn));
            return;
        }

        var text = sample.Contains("version: 1\n", StringComparison.Ordinal) ? sample : $"version: 1\n{sample}";
        var policy = PolicyReader.Read("sample", (name, _) => (name, Encoding.UTF8.GetBytes(name == "sample" ? text : "version: 1\n")), TestPlan.Today);

        Assert.Equal("sample", policy.Source);
    }

    [Theory]
    [InlineData("policy", "--help")]
    [InlineData("policy", "check", "--help")]
    [InlineData("policy", "test", "--help")]
    [InlineData("init", "--help")]
    public void Help_shows_the_examples_and_exit_codes_of_the_command_itself(params string[] args)
    {
        var help = CommandLine.Run(args).Output;

        Assert.Contains($"  plangate {string.Join(' ', args[..^1])}", help[help.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("plangate check plan.json", help, StringComparison.Ordinal);
        Assert.DoesNotContain("0 pass, 1 block", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Policy_alone_is_bad_usage() => Assert.Equal(2, CommandLine.Run("policy").Code);

    private CommandLine.Outcome Check(string policy) => CommandLine.Run("policy", "check", _folder.Write(".plangate.yml", policy));

    private CommandLine.Outcome Test() => InMemory(terminal => PolicyTest.Run(null, null, _folder.Path, terminal));

    private void Case(string name, string plan, string expectation)
    {
        _folder.Write($".plangate/tests/{name}.json", plan);
        _folder.Write($".plangate/tests/{name}.expect.yml", expectation);
    }

    private static CommandLine.Outcome InMemory(Func<Terminal, int> run)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = run(new Terminal(output, error, () => Stream.Null, IsInputRedirected: false, IsColoured: false));
        return new(code, output.ToString(), error.ToString());
    }

    [GeneratedRegex(@"```yaml\n(?<text>[\s\S]*?)```")]
    private static partial Regex Sample { get; }
}
