using PlanGate.Tests.Support;

namespace PlanGate.Tests.Commands;

/// <summary>Every line of the tables <c>commands*.tsv</c>: another table beside the first is read too.</summary>
public sealed class CommandTableTests
{
    public static TheoryData<string, string> Rows
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (word, line) in All)
            {
                data.Add(word, line);
            }

            return data;
        }
    }

    internal static IReadOnlyList<(string Word, string Line)> All { get; } =
    [
        .. Directory.GetFiles(Repository.PathOf("tests", "PlanGate.Tests", "Commands"), "commands*.tsv").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)
            .Where(line => line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal))
            .Select(line => line.Split('\t'))
            .Select(cells => (cells[0], Unescaped(cells[1]))).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_line_is_judged_as_the_table_says(string word, string line)
    {
        var verdict = Lines.Judge(line, word.EndsWith("-ps", StringComparison.Ordinal));

        Assert.True(Lines.Word(verdict) == word.Replace("-ps", "", StringComparison.Ordinal), $"{word}: {line}\n{string.Join('\n', verdict.Refusals)}{string.Join('\n', verdict.Plans)}");
        Assert.All(verdict.Refusals, refusal => Assert.True(refusal.Why.Length > 0 && refusal.Instead.Length > 0 && !refusal.Why.EndsWith('.'), refusal.ToString()));
    }

    [Fact]
    public void The_table_has_at_least_three_hundred_lines() => Assert.InRange(All.Count, 300, int.MaxValue);

    private static string Unescaped(string text) => text.Replace("\\\\", "\u0001", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal).Replace('\u0001', '\\');

    // Each is a few hundred letters, and made a reader of programs work for as long as their square or cube.
    [Theory]
    [InlineData("php ", "python -c ", 80)]
    [InlineData("", "python -c ", 200)]
    [InlineData("terraform ", "eval ", 400)]
    [InlineData("", "sudo env ", 200)]
    public void A_line_of_programs_in_programs_is_looked_through_quickly(string before, string again, int times)
    {
        var line = before + string.Concat(Enumerable.Repeat(again, times)) + "ls";
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        _ = Lines.Judge(line);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 600_000_000);
    }
}
