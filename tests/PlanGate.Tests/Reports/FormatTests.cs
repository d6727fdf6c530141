using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using PlanGate.Reports;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Reports;

/// <summary>The reports for other programs: SARIF, JUnit, annotations.</summary>
public sealed class FormatTests
{
    private const string Pages = "https://example.org/docs/rules/";

    public static TheoryData<string> Cases => ReportCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sarif_is_pinned_but_for_the_list_of_rules(string name)
    {
        var log = JObject.Parse(Sarif(ReportCases.Of(name)));
        log["runs"]![0]!["tool"]!["driver"]!["rules"] = $"{((JArray)log["runs"]![0]!["tool"]!["driver"]!["rules"]!).Count} rules";

        Golden.Matches($"{name}.sarif", log.ToString() + "\n");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Junit_is_pinned(string name) => Golden.Matches($"{name}.junit.xml", JUnit(ReportCases.Of(name)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Annotations_are_pinned(string name) => Golden.Matches($"{name}.annotations", Annotations(ReportCases.Of(name)));

    [NeedsAjvFact]
    public void Every_log_fits_the_schema_of_sarif()
    {
        using var folder = new TemporaryFolder();
        string[] files =
        [
            .. ReportCases.All.Select(one => folder.Write($"{one.Key}.sarif", Sarif(one.Value()))),
            folder.Write("many.sarif", Sarif(ReportCases.Many(2_000))),
            folder.Write("unpublished.sarif", Report(output => SarifReport.Write(ReportCases.Two(), "0.1.0", "", 1, output))),
        ];
        var (code, output) = Tool.Run("node", [Repository.PathOf("tests", "schema", "validate-sarif.mjs"), .. files]);

        Assert.True(code == 0, output);
    }

    [Fact]
    public void Every_rule_in_sarif_has_help_and_every_result_names_one()
    {
        var run = JObject.Parse(Sarif(ReportCases.Of("together")))["runs"]![0]!;
        var rules = (JArray)run["tool"]!["driver"]!["rules"]!;

        Assert.All(rules, rule => Assert.Equal($"{Pages}{rule["id"]}.md", (string?)rule["helpUri"]));
        Assert.All(rules, rule => Assert.True(((string)rule["help"]!["markdown"]!).Length > 40 && ((string)rule["help"]!["text"]!).Length > 40));
        Assert.All(rules, rule => Assert.True(File.Exists(Repository.PathOf("docs", "rules", $"{rule["id"]}.md"))));
        Assert.All(run["results"]!, result => Assert.Equal((string?)result["ruleId"], (string?)rules[(int)result["ruleIndex"]!]["id"]));
    }

    [Fact]
    public void A_fingerprint_in_sarif_stays_when_values_order_and_other_objects_change()
    {
        var one = new TestPlan().Delete("aws_db_instance.main", new { id = "db-1", engine = "a" }).Delete("aws_ebs_volume.data");
        var other = new TestPlan().Delete("aws_ebs_volume.other").Delete("aws_db_instance.main", new { id = "db-2", engine = "b" });

        Assert.Equal(FingerprintOf(one, "aws_db_instance.main"), FingerprintOf(other, "aws_db_instance.main"));
        Assert.NotEqual(FingerprintOf(one, "aws_db_instance.main"), FingerprintOf(one, "aws_ebs_volume.data"));
    }

    [Fact]
    public void What_is_waived_or_approved_is_suppressed_in_sarif_and_the_rest_is_not()
    {
        Assert.Equal(1, Suppressed("waived"));
        Assert.Equal(2, Suppressed("approved"));
        Assert.Equal(0, Suppressed("not-counting"));
    }

    [Fact]
    public void Whatever_names_hold_junit_is_well_formed_and_says_them() =>
        Prop.ForAll(Arb.From(MarkdownReportTests.Names), name =>
        {
            var verdict = ReportCases.Hostile(name).Judged();
            var document = XDocument.Parse(JUnit(verdict));
            var names = document.Descendants("testcase").Select(one => one.Attribute("name")!.Value).ToList();

            Assert.All(verdict.Findings, finding => Assert.Contains(names, one => one.StartsWith(Xml(PlainText.Clean(finding.Address!)), StringComparison.Ordinal)));
            Assert.Equal(verdict.Findings.Count(finding => finding.IsBlocking), document.Descendants("failure").Count());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_names_hold_annotations_are_the_commands_that_they_are_meant_to_be() =>
        Prop.ForAll(Arb.From(MarkdownReportTests.Names), name =>
        {
            var text = Annotations(MarkdownReportTests.Dressed(name));
            var lines = text.TrimEnd('\n').Split('\n');

            Assert.All(lines, line => Assert.Matches(@"^::(error|warning|notice) title=[^:,]*::[^\r\n]+$", line));
            Assert.DoesNotContain("##[", text, StringComparison.Ordinal);
            Assert.DoesNotContain(text, letter => letter != '\n' && (char.IsControl(letter) || char.IsSurrogate(letter)));
            Assert.Equal(Annotations(MarkdownReportTests.Dressed("plain")).Count(letter => letter == '\n'), lines.Length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void At_most_ten_annotations_of_a_kind_the_verdict_first_and_the_last_says_how_many_more()
    {
        var verdict = Enumerable.Range(0, 30).Aggregate(new TestPlan(), (plan, index) => plan.Replace($"aws_ebs_volume.data[{index}]", null, $"attribute_{index}")).Judged();
        var lines = Annotations(verdict).TrimEnd('\n').Split('\n');

        Assert.Equal(10, lines.Length);
        Assert.StartsWith("::error title=PlanGate blocked this::30 volumes would be destroyed", lines[0], StringComparison.Ordinal);
        Assert.Contains("and 23 more", lines[9], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 4_096));
    }

    [Fact]
    public void An_error_shows_in_every_format()
    {
        var verdict = ReportCases.Of("error");
        string[] reports =
        [
            Sarif(verdict), JUnit(verdict), Annotations(verdict), Report(output => HtmlReport.Write(verdict, "0.1.0", output)), MarkdownReportTests.Comment(verdict).Text,
            Report(output => JsonReport.Write(verdict, "0.1.0", output)),
        ];

        Assert.All(reports, report => Assert.Contains("other.json", report, StringComparison.Ordinal));
        Assert.All(reports, report => Assert.Contains("resource_changes[12]", report, StringComparison.Ordinal));
        Assert.Equal("2", JObject.Parse(Sarif(verdict)).SelectToken("$.runs[0].invocations[0].exitCode")!.ToString());
    }

    [Fact]
    public void No_value_of_any_attribute_is_in_any_format()
    {
        var before = new { id = "id-secret", password = "hunter2-secret", engine = "engine-secret", tags = new { Environment = "prod-secret", Owner = "owner-secret" } };
        var verdict = new TestPlan().Replace("aws_db_instance.main", before, "engine").Delete("aws_ebs_volume.a", before).Update("aws_s3_bucket.c", before, new { id = "id-secret", password = "new-secret" }).Judged();

        Assert.All(
            (string[])[Sarif(verdict), JUnit(verdict), Annotations(verdict), Report(output => HtmlReport.Write(verdict, "0.1.0", output))],
            report => Assert.DoesNotContain("-secret", report, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("markdown")]
    [InlineData("sarif")]
    [InlineData("junit")]
    [InlineData("github")]
    [InlineData("html")]
    [InlineData("json")]
    [InlineData("text")]
    public void The_format_never_changes_the_exit_code(string format)
    {
        foreach (var (plan, code) in new[] { ("examples/database-replaced/plan.json", 1), ("examples/harmless/plan.json", 0), ("README.md", 2) })
        {
            var outcome = CommandLine.Run("check", plan, "--format", format);

            Assert.Equal(code, outcome.Code);
        }
    }

    [Fact]
    public void Several_formats_are_written_at_once_and_one_that_cannot_be_written_is_no_pass()
    {
        using var folder = new TemporaryFolder();
        string[] all = [.. ((string[])["markdown", "sarif", "junit", "github", "html", "json"]).SelectMany(format => (string[])["--format", $"{format}={Path.Combine(folder.Path, format)}"])];
        var outcome = CommandLine.Run(["check", "examples/harmless/plan.json", "--format", "text", .. all]);

        Assert.Equal(0, outcome.Code);
        Assert.Equal(6, Directory.GetFiles(folder.Path).Length);

        var refused = CommandLine.Run("check", "examples/harmless/plan.json", "--format", $"html={Path.Combine(folder.Path, "no", "such", "folder")}");
        Assert.Equal(2, refused.Code);
        Assert.Equal(1, refused.Error.Count(letter => letter == '\n'));
    }

    [Fact]
    public void Two_reports_to_one_file_are_a_mistake()
    {
        using var folder = new TemporaryFolder();
        var outcome = CommandLine.Run("check", "examples/harmless/plan.json", "--format", $"json={folder.Path}/x", "--format", $"html={folder.Path}/./x");

        Assert.Equal(2, outcome.Code);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    internal static string Report(Action<TextWriter> write)
    {
        var text = new StringWriter();
        write(text);
        return text.ToString();
    }

    private static string Sarif(Verdict verdict) => Report(output => SarifReport.Write(verdict, "0.1.0", Pages, (int)verdict.Decision, output));

    private static string JUnit(Verdict verdict) => Report(output => JUnitReport.Write(verdict, output));

    private static string Annotations(Verdict verdict) => Report(output => AnnotationReport.Write(verdict, output));

    private static string FingerprintOf(TestPlan plan, string address) =>
        (string)JObject.Parse(Sarif(plan.Judged())).SelectTokens("$.runs[0].results[*]").Single(result => (string?)result.SelectToken("locations[0].logicalLocations[0].fullyQualifiedName") == address).SelectToken("partialFingerprints.*")!;

    private static int Suppressed(string name) => JObject.Parse(Sarif(ReportCases.Of(name))).SelectTokens("$.runs[0].results[*].suppressions").Count();

    // What XML cannot hold is shown as an escape.
    private static string Xml(string text) => text.Replace("\ufffe", "\\ufffe", StringComparison.Ordinal).Replace("\uffff", "\\uffff", StringComparison.Ordinal);
}
