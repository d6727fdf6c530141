using PlanGate.Approvals;
using PlanGate.Reports;
using PlanGate.Tests.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Reports;

public sealed class ReportTests
{
    public static TheoryData<string> Cases => ReportCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_text_for_a_terminal_is_pinned(string name) => Golden.Matches($"{name}.txt", Text(ReportCases.Of(name), coloured: false));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_result_document_is_pinned(string name) => Golden.Matches($"{name}.json", Json(ReportCases.Of(name)));

    [Fact]
    public void The_last_line_says_how_a_person_says_yes_where_the_report_is_read()
    {
        var signers = PolicyText.Read("version: 1\napprovals: { signers: s, cooling-off: 1h }\n", ("s", "alice ssh-ed25519 AAAA"));
        var plan = new TestPlan().Delete("aws_db_instance.main");
        var verdict = plan.Judged(policy: signers);

        Assert.Equal("To approve: `plangate approve plan.json`, then this again with `--approval plan.json.approval`.", NextStep.Of(verdict, ApprovalRoute.Signature));
        Assert.Equal("To approve: a, b.", NextStep.Of(verdict, ApprovalRoute.Signature, "a, b"));
        Assert.Equal("To approve: a, b, once the policy names signers.", NextStep.Of(plan.Judged(), ApprovalRoute.Signature, "a, b"));
        Assert.EndsWith($"with this line in it: plangate approve {verdict.ApprovalCode}", NextStep.Of(verdict, ApprovalRoute.Review), StringComparison.Ordinal);
        Assert.StartsWith("Nobody can approve this here", NextStep.Of(verdict with { ApprovalCode = null }, ApprovalRoute.Review), StringComparison.Ordinal);
        Assert.Null(NextStep.Of(new TestPlan().Judged(), ApprovalRoute.Signature));
        Assert.Null(NextStep.Of(Approved(Reason.CoolingOff), ApprovalRoute.Signature));
        Assert.NotNull(NextStep.Of(Approved(Reason.Expired), ApprovalRoute.Signature));

        Verdict Approved(string reason) => verdict with { Findings = [.. verdict.Findings.Select(finding => finding with { Approvals = [new() { By = "alice", Id = "alice", At = DateTimeOffset.UnixEpoch, Reasons = [reason] }] })] };
    }

    [Fact]
    public void Colours_change_nothing_but_colours()
    {
        var verdict = ReportCases.Of("blocked");
        var plain = System.Text.RegularExpressions.Regex.Replace(Text(verdict, coloured: true), "\e\\[[0-9;]*m", "");

        Assert.Equal(Text(verdict, coloured: false), plain);
    }

    [Fact]
    public void No_line_of_the_text_can_be_taken_for_a_command_of_a_workflow_runner()
    {
        var text = Text(new TestPlan().Delete($"aws_db_instance.main[\"{new string('x', 90)} ::stop-commands::x ##[add-path]y\"]").Judged(), coloured: false);

        Assert.DoesNotContain(text.Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal) || line.TrimStart().StartsWith("##[", StringComparison.Ordinal));
    }

    [Fact]
    public void No_value_of_any_attribute_is_ever_said()
    {
        var before = new { id = "id-secret", password = "hunter2-secret", engine = "engine-secret", tags = new { Environment = "prod-secret", Owner = "owner-secret" } };
        var plan = new TestPlan()
            .Replace("aws_db_instance.main", before, "engine")
            .Delete("aws_ebs_volume.a", before)
            .Delete("acme_database.b", before)
            .Update("aws_s3_bucket.c", before, new { id = "id-secret", password = "new-secret" });
        var verdict = plan.Judged();

        Assert.DoesNotContain("secret", Text(verdict, coloured: true), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Json(verdict), StringComparison.Ordinal);
    }

    [NeedsAjvFact]
    public void Every_result_document_fits_its_schema()
    {
        using var folder = new TemporaryFolder();
        string[] files = [.. ReportCases.All.Select(one => folder.Write($"{one.Key}.json", Json(one.Value())))];
        var (code, output) = Tool.Run("node", [Repository.PathOf("tests", "schema", "validate.mjs"), Repository.PathOf("policies", "schemas", "result.schema.json"), .. files]);

        Assert.True(code == 0, output);
    }

    private static string Text(Verdict verdict, bool coloured)
    {
        var text = new StringWriter();
        TextReport.Write(verdict, coloured, text, NextStep.Of(verdict, ApprovalRoute.Signature));
        return text.ToString();
    }

    private static string Json(Verdict verdict)
    {
        var text = new StringWriter();
        JsonReport.Write(verdict, "0.1.0", text);
        return text.ToString();
    }
}
