using Newtonsoft.Json.Linq;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Judging;

/// <summary>
/// What updates of protective attributes must come to, written from the providers' documentation and apart from the catalogue:
/// a row of the catalogue that has the safe direction wrong turns one of these red.
/// </summary>
public sealed class ExpectedSettingsTests
{
    private const string Absent = "absent";

    public static TheoryData<string> Types => [.. Rows().Select(row => row.Type).Distinct()];

    [Theory]
    [MemberData(nameof(Types))]
    public void An_update_is_found_where_the_documentation_says_that_it_weakens_and_only_there(string type)
    {
        var wrong = Rows().Where(row => row.Type == type).Select(Disagreement).OfType<string>();

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("aws_", 20)]
    [InlineData("google_", 20)]
    [InlineData("azurerm_", 20)]
    [InlineData("kubernetes_", 5)]
    public void The_types_that_are_used_most_are_all_there(string prefix, int least) =>
        Assert.InRange(Rows().Where(row => row.Rule != "none").Select(row => row.Type).Distinct().Count(type => type.StartsWith(prefix, StringComparison.Ordinal)), least, int.MaxValue);

    private static string? Disagreement(Row row)
    {
        var found = new TestPlan().Update($"{row.Type}.main", With(row.Attribute, row.Before), With(row.Attribute, row.After)).Judged().Findings;
        var rules = string.Join(' ', found.Select(finding => finding.Rule.Id).Where(id => id.StartsWith("PG2", StringComparison.Ordinal)));
        var expected = row.Rule == "none" ? "" : row.Rule;
        return rules == expected ? null : $"{row.Type} {row.Attribute}: {row.Before} -> {row.After} is \"{rules}\", not \"{expected}\" ({row.Why})";
    }

    // Blocks are lists of one object, as plans write them.
    private static JObject With(string path, string value)
    {
        var root = new JObject { ["id"] = "x" };
        if (value == Absent)
        {
            return root;
        }

        var names = path.Split('.');
        var at = root;
        foreach (var name in names[..^1])
        {
            var block = new JObject();
            at[name] = new JArray(block);
            at = block;
        }

        at[names[^1]] = JToken.Parse(value);
        return root;
    }

    private static IEnumerable<Row> Rows() =>
        Directory.EnumerateFiles(Repository.PathOf("tests", "PlanGate.Tests", "Judging", "Expected"), "settings*.tsv").Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split('\t'))
            .Where(cells => cells.Length == 6 && cells[0] != "type" && !cells[5].StartsWith("DOUBTFUL", StringComparison.Ordinal) && !cells[5].StartsWith("OVERRULED", StringComparison.Ordinal))
            .Select(cells => new Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]));

    private sealed record Row(string Type, string Attribute, string Before, string After, string Rule, string Why);
}
