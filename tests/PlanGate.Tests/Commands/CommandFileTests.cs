using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PlanGate.Commands;
using PlanGate.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace PlanGate.Tests.Commands;

/// <summary>The files of <c>policies/commands</c> do what they say.</summary>
public sealed class CommandFileTests
{
    public static TheoryData<string, string> Refused => Examples(entry => entry.Refused);

    public static TheoryData<string, string> Passing => Examples(entry => entry.Passes);

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_example_that_must_be_refused_is_refused_by_its_pattern(string pattern, string line) =>
        Assert.Contains(Lines.JudgeExample(line).Refusals, refusal => refusal.Why.Contains($"({pattern})", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Passing))]
    public void An_example_that_must_pass_passes(string pattern, string line)
    {
        Assert.NotEmpty(pattern);
        Assert.Empty(Lines.JudgeExample(line).Refusals);
    }

    [Fact]
    public void The_table_is_made_of_the_files()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 })
        {
            File.WriteAllText(CommandFiles.TablePath, CommandFiles.Table);
        }

        Assert.Equal(CommandFiles.Table, File.ReadAllText(CommandFiles.TablePath));
    }

    [Fact]
    public void Every_pattern_has_a_name_of_its_own_and_an_example_either_way()
    {
        Assert.Distinct(CommandFiles.Entries.Select(entry => entry.Patterns[0].Name));
        Assert.All(CommandFiles.Entries, entry => Assert.True(entry.Refused.Count > 0 && entry.Passes.Count > 0, entry.Patterns[0].Name));
        Assert.All(CommandFiles.Entries.SelectMany(entry => entry.Patterns), pattern => Assert.True(pattern.Words.Count + pattern.With.Count + pattern.Text.Length + pattern.Url.Length > 0 || pattern.Program is "dropdb" or "pg_dropcluster" || pattern.Name is "dropdb" or "az-powershell", pattern.Name));
    }

    [Fact]
    public void Every_program_is_met_while_another_one_is_looked_up()
    {
        var patterns = CommandPatterns.Read();
        var met = new List<string>();
        foreach (var program in patterns.ProgramNames)
        {
            met.Add(program);
            Assert.NotEmpty(patterns.Of("zfs"));
        }

        Assert.Equal(CommandFiles.Entries.SelectMany(entry => entry.Patterns).Select(pattern => pattern.Program).Distinct().Order(StringComparer.Ordinal), met.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_expression_is_one_and_no_cell_breaks_the_table()
    {
        foreach (var pattern in CommandFiles.Entries.SelectMany(entry => entry.Patterns))
        {
            _ = new Regex(pattern.Text);
            _ = new Regex(pattern.Url);
            Assert.Equal(11, pattern.Row.Split('\t').Length);
            Assert.DoesNotContain('\n', pattern.Row);
            Assert.Equal(pattern.Row, CommandPattern.Of(pattern.Row).Row);
        }
    }

    [NeedsAjvFact]
    public void The_files_fit_their_schema()
    {
        using var folder = new TemporaryFolder();
        var lines = CommandFiles.Paths.Select(path => ToJson(path).ToString(Newtonsoft.Json.Formatting.None));
        var (code, output) = Tool.Run("node", [Repository.PathOf("tests", "schema", "validate-many.mjs"), Repository.PathOf("policies", "schemas", "commands.schema.json"), folder.Write("documents.jsonl", string.Join('\n', lines))]);

        Assert.Equal(0, code);
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), said => Assert.Equal("fits", said));
    }

    private static JToken ToJson(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(path)));
        return Convert(stream.Documents[0].RootNode);

        static JToken Convert(YamlNode node) => node switch
        {
            YamlMappingNode map => new JObject(map.Children.Select(member => new JProperty(((YamlScalarNode)member.Key).Value!, Convert(member.Value)))),
            YamlSequenceNode list => new JArray(list.Children.Select(Convert)),
            YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "1" } => 1,
            YamlScalarNode scalar => scalar.Value!,
            _ => throw new NotSupportedException(),
        };
    }

    private static TheoryData<string, string> Examples(Func<CommandFiles.Entry, IReadOnlyList<string>> examples)
    {
        var data = new TheoryData<string, string>();
        foreach (var entry in CommandFiles.Entries)
        {
            foreach (var line in examples(entry))
            {
                data.Add(entry.Patterns[0].Name, line);
            }
        }

        return data;
    }
}
