using PlanGate.Cli.Apply;
using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>A log in which nothing can be changed unseen.</summary>
public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_is_whole_as_it_was_written_and_has_a_shape()
    {
        var (file, head) = Log(3);

        Assert.Null(AuditLog.Verify(File.ReadAllBytes(file), head, out var summary));
        Assert.Equal($"3 lines, head {head}", summary);
        Golden.Matches("audit.jsonl", File.ReadAllText(file));
    }

    [Fact]
    public void The_hash_of_a_line_is_that_of_the_line_without_it()
    {
        var line = File.ReadAllLines(Log(1).File)[0];
        var at = line.IndexOf(",\"hash\":\"", StringComparison.Ordinal);

        Assert.Equal(line[(at + 9)..^2], $"sha256:{PlanGate.Plans.Sha256.Of(System.Text.Encoding.UTF8.GetBytes(line[..at] + "}"))}");
    }

    [Fact]
    public void Every_edit_is_found_and_where()
    {
        var (file, _) = Log(4);
        var lines = File.ReadAllLines(file);
        for (var number = 1; number <= lines.Length; number++)
        {
            foreach (var (what, with) in new[] { ("\"pass\"", "\"block\""), ("2026", "2025"), ("\"exit\":0", "\"exit\":1"), ("{\"event\"", "{ \"event\"") })
            {
                var edited = lines.ToArray();
                edited[number - 1] = lines[number - 1].Replace(what, with, StringComparison.Ordinal);
                Assert.Equal($"line {number} was edited: its hash does not fit what it says", Verify(edited));
            }
        }
    }

    [Fact]
    public void Every_removal_insertion_and_exchange_is_found_and_where()
    {
        var (file, _) = Log(4);
        var lines = File.ReadAllLines(file);

        Assert.StartsWith("line 1 is not the first", Verify(lines[1..]), StringComparison.Ordinal);
        Assert.StartsWith("line 2 does not follow line 1", Verify([lines[0], .. lines[2..]]), StringComparison.Ordinal);
        Assert.StartsWith("line 3 does not follow line 2", Verify([lines[0], lines[1], lines[1], .. lines[2..]]), StringComparison.Ordinal);
        Assert.StartsWith("line 2 does not follow line 1", Verify([lines[0], lines[2], lines[1], lines[3]]), StringComparison.Ordinal);
        Assert.StartsWith("line 2 is no line", Verify([lines[0], "", .. lines[1..]]), StringComparison.Ordinal);
        Assert.StartsWith("line 5 is no line", Verify([.. lines, "{}"]), StringComparison.Ordinal);

        // An edit with a hash that fits breaks the next line.
        var other = File.ReadAllLines(Log(1, "other", decision: "block").File)[0];
        Assert.StartsWith("line 2 does not follow line 1", Verify([other, .. lines[1..]]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_tail_or_a_log_written_anew_shows_against_the_head_that_was_printed()
    {
        var (file, head) = Log(4);
        var lines = File.ReadAllLines(file);

        Assert.Null(Verify(lines[..3]));
        Assert.StartsWith("the head is not in the log: it was cut off behind line 3", Verify(lines[..3], head), StringComparison.Ordinal);
        Assert.StartsWith("the head is not in the log", Verify([], head), StringComparison.Ordinal);
        Assert.StartsWith("the head is not in the log", Verify(File.ReadAllLines(Log(4, "anew", decision: "block").File), head), StringComparison.Ordinal);

        // It may have grown since.
        AuditLog.Append(file, Entry("pass"));
        Assert.Null(AuditLog.Verify(File.ReadAllBytes(file), head, out var summary));
        Assert.EndsWith("; 1 since the head that was given", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_cut_off_is_found_and_nothing_is_written_behind_it()
    {
        var (file, _) = Log(2);
        var bytes = File.ReadAllBytes(file);
        for (var length = bytes.Length - 1; length > bytes.Length - 400; length -= 57)
        {
            File.WriteAllBytes(file, bytes[..length]);
            Assert.NotNull(AuditLog.Verify(bytes[..length], null, out _));
            Assert.Contains("damaged", Assert.Throws<AuditException>(() => AuditLog.Append(file, Entry("pass"))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Many_writers_at_once_make_one_chain()
    {
        var file = Path.Combine(_folder.Path, "log");
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => AuditLog.Append(file, Entry("pass")));

        Assert.Null(AuditLog.Verify(File.ReadAllBytes(file), null, out var summary));
        Assert.StartsWith("40 lines", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_longer_than_a_block_is_followed_too()
    {
        var file = Path.Combine(_folder.Path, "log");
        AuditLog.Append(file, Entry("pass") with { Approvals = [.. Enumerable.Range(0, 4000).Select(number => new Approval { By = $"person {number}", Id = $"{number}", Review = number, At = default, Reasons = [] })] });
        AuditLog.Append(file, Entry("pass"));
        AuditLog.Append(file, Entry("pass"));

        Assert.Null(AuditLog.Verify(File.ReadAllBytes(file), null, out _));
    }

    [Fact]
    public void The_command_says_whole_or_not_or_that_it_cannot_look()
    {
        var (file, head) = Log(2);
        Assert.Equal((0, $"WHOLE  {file}: 2 lines, head {head}\n"), Outcome("audit", "verify", file, "--head", head));
        Assert.Equal(2, CommandLine.Run("audit", "verify", file, "--head", "sha256:1").Code);
        Assert.Equal(2, CommandLine.Run("audit", "verify", file + "-missing").Code);
        File.WriteAllText(file, File.ReadAllText(file).Replace("pass", "fail", StringComparison.Ordinal));
        Assert.Equal((1, $"NOT WHOLE  {file}: line 1 was edited: its hash does not fit what it says\n"), Outcome("audit", "verify", file));

        static (int, string) Outcome(params string[] args) => CommandLine.Run(args) is var (code, output, _) ? (code, output) : default;
    }

    private (string File, string Head) Log(int lines, string name = "log", string decision = "pass")
    {
        var file = Path.Combine(_folder.Path, name);
        var head = "";
        for (var line = 0; line < lines; line++)
        {
            head = AuditLog.Append(file, Entry(decision));
        }

        return (file, head);
    }

    private static AuditEntry Entry(string decision) => new()
    {
        Event = "apply",
        Time = new(2026, 11, 24, 18, 0, 0, TimeSpan.Zero),
        Plan = new('a', 64),
        Fingerprint = $"sha256:{new string('b', 64)}",
        Decision = decision,
        Approvals = [new() { By = "alice", Id = "1002", Review = 7, At = default, Reasons = [] }, new() { By = "bob@example.com", Id = "bob@example.com", File = "b.approval", At = default, Reasons = [] }],
        Exit = 0,
    };

    private static string? Verify(string[] lines, string? head = null) =>
        AuditLog.Verify(System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), head, out _);
}
