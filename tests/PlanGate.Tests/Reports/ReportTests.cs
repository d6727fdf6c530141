using PlanGate.Reports;
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
        TextReport.Write(verdict, coloured, text);
        return text.ToString();
    }

    private static string Json(Verdict verdict)
    {
        var text = new StringWriter();
        JsonReport.Write(verdict, "0.1.0", text);
        return text.ToString();
    }
}
