using System.Text;
using PlanGate.Classification;

namespace PlanGate.Tests.Classification;

public sealed class TsvTableTests
{
    // Longer than any buffer that a reader of its rows fills at once.
    private const int Many = 5_000;

    private static TsvTable Table => new(new MemoryStream(Encoding.UTF8.GetBytes("key\tvalue\n" + string.Concat(Enumerable.Range(0, Many).Select(number => $"key{number:D5}\tvalue of {number}\n")))));

    [Fact]
    public void Walking_through_all_rows_and_looking_some_up_do_not_disturb_each_other()
    {
        var table = Table;
        var walked = new List<string>();
        foreach (var row in table.AllRows())
        {
            walked.Add(row);
            Assert.Equal(["key00007\tvalue of 7"], table.Rows("key00007"));
        }

        Assert.Equal(Enumerable.Range(0, Many).Select(number => $"key{number:D5}\tvalue of {number}"), walked);
    }

    [Fact]
    public void Several_threads_may_look_up_at_once()
    {
        var table = Table;

        Parallel.For(0, 2_000, number => Assert.Equal([$"key{number:D5}\tvalue of {number}"], table.Rows($"key{number:D5}")));
    }

    [Theory]
    [InlineData("key00000", 1)]
    [InlineData("key04999", 1)]
    [InlineData("key05000", 0)]
    [InlineData("key0000", 0)]
    [InlineData("key", 0)]
    [InlineData("", 0)]
    [InlineData("zzz", 0)]
    public void Only_whole_keys_are_found(string key, int rows) => Assert.Equal(rows, Table.Rows(key).Count);

    [Fact]
    public void A_row_longer_than_a_piece_is_read_whole_and_several_of_a_key_in_their_order()
    {
        var text = new string('x', 3_000);
        var table = new TsvTable(new MemoryStream(Encoding.UTF8.GetBytes($"key\tvalue\na\t{text}\nb\t1\nb\t2\nc\t{text}")));

        Assert.Equal([$"a\t{text}"], table.Rows("a"));
        Assert.Equal(["b\t1", "b\t2"], table.Rows("b"));
        Assert.Equal([$"c\t{text}"], table.Rows("c"));
    }
}
