using PlanGate.Cli;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Reports;

/// <summary>Names are chosen by whoever wrote the plan, and a terminal obeys what is printed on it.</summary>
public sealed class TerminalTests
{
    public static TheoryData<string> Formats => [ReportFormats.Text, ReportFormats.Json, ReportFormats.Markdown, ReportFormats.Sarif, ReportFormats.JUnit, ReportFormats.GitHub, ReportFormats.Html];

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_character_in_a_name_controls_the_terminal(string format)
    {
        for (var letter = '\0'; letter <= '\u00A0'; letter++)
        {
            var plan = ReportCases.Hostile($"a{letter}[2Jb").Json();
            var (_, output, error) = CommandLine.Run(plan, ["check", "-", "--format", format, "--no-color"]);

            Assert.NotEmpty(output);
            Assert.DoesNotContain(output + error, one => char.IsControl(one) && one != '\n');
        }
    }

    [Theory]
    [InlineData('\u001b')]
    [InlineData('\u009b')]
    [InlineData('\u0007')]
    [InlineData('\r')]
    [InlineData('\u202e')]
    public void No_character_in_a_name_controls_the_terminal_by_an_error(char letter)
    {
        var json = Newtonsoft.Json.JsonConvert.ToString($"aws_db_instance.a{letter}b");
        foreach (var plan in new[]
        {
            $$"""{"format_version":"1.2","resource_changes":[{"address":{{json}},"type":"aws_db_instance","change":{"actions":["destroy"]} } ]}""",
            $$"""{"format_version":"1.2","resource_changes":[{"address":{{json}},"type":{{json}},"mode":{{json}},"change":{"actions":[{{json}}]} } ]}""",
            $$"""{"format_version":{{json}},"resource_changes":[]}""",
            $$"""{"format_version":"1.2",{{json}}:1,{{json}}:2}""",
            $$"""{"steps":[{"op":{{json}},"urn":{{json}}}]}""",
            $$"""{"sequence":1,{{json[..^1]}}Event":{} }""",
        })
        {
            var (code, output, error) = CommandLine.Run(plan, ["check", "-"]);

            Assert.Equal(2, code);
            Assert.DoesNotContain(output + error, one => (char.IsControl(one) && one != '\n') || one == '\u202e');
        }
    }
}
