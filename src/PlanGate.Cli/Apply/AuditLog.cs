using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Cli.Apply;

/// <summary>The log cannot be written, or is damaged.</summary>
internal sealed class AuditException(string problem) : Exception(problem);

/// <summary>What happened, as it stands in the log.</summary>
internal sealed record AuditEntry
{
    /// <summary><c>decision</c> for what was decided, <c>apply</c> for what the tool then did.</summary>
    public required string Event { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>SHA-256 of the plan file, 64 hex digits.</summary>
    public required string Plan { get; init; }

    /// <summary>What the blocking findings destroy: <c>sha256:</c> and 64 hex digits.</summary>
    public required string Fingerprint { get; init; }

    public required string Decision { get; init; }

    /// <summary>The approvals that counted: who, and by which review or file.</summary>
    public required IReadOnlyList<Judging.Approval> Approvals { get; init; }

    /// <summary>The exit code; null where the tool is yet to run.</summary>
    public required int? Exit { get; init; }
}

/// <summary>A log of JSON lines in which each carries the hash of the one before: docs/apply.md. Contract.</summary>
internal static partial class AuditLog
{
    private const int MostTries = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Appends a line, forces it to the disk and returns its hash, the log's new head. One writer at a time.</summary>
    /// <exception cref="AuditException">It could not be written; the log is as it was.</exception>
    public static string Append(string path, AuditEntry entry)
    {
        try
        {
            using var file = Open(path);
            var length = file.Length;
            var line = Line(entry, LastHash(file, path), out var hash);
            try
            {
                file.Seek(0, SeekOrigin.End);
                file.Write(Encoding.UTF8.GetBytes(line + "\n"));
                file.Flush(flushToDisk: true);
                return hash;
            }
            catch (IOException)
            {
                // Half a line would look like damage.
                file.SetLength(length);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new AuditException($"the audit log {path} cannot be written: {e.Message}");
        }
    }

    /// <summary>What is wrong with a log, in words that say where; null where it is whole.</summary>
    /// <param name="bytes">The log.</param>
    /// <param name="head">A head that was printed after a run, or null.</param>
    /// <param name="summary">How long it is, and what its head is.</param>
    public static string? Verify(byte[] bytes, string? head, out string summary)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        var (count, previous, headAt) = (lines.Length - 1, (string?)null, 0);
        summary = "";
        for (var number = 1; number <= count; number++)
        {
            var line = lines[number - 1];
            if (HashOf(line) is not { } hash)
            {
                return $"line {number} is no line of an audit log";
            }

            if (hash != Stated(line))
            {
                return $"line {number} was edited: its hash does not fit what it says";
            }

            var before = Parsed(line)?["previous"] switch
            {
                JValue { Type: JTokenType.Null } => null,
                JValue { Value: string text } => text,
                _ => "",
            };
            if (before != previous)
            {
                return number == 1 ? "line 1 is not the first: what stood before it was removed" : $"line {number} does not follow line {number - 1}: lines were removed or inserted between them, or line {number - 1} was written anew";
            }

            previous = hash;
            headAt = hash == head ? number : headAt;
        }

        if (lines[^1].Length > 0)
        {
            return $"line {count + 1} is cut off";
        }

        if (head is not null && headAt == 0)
        {
            return $"the head is not in the log: it was cut off behind line {count}, or written anew";
        }

        summary = count == 0 ? "empty" : $"{count} line{(count == 1 ? "" : "s")}, head {previous}{(head is not null && headAt < count ? $"; {count - headAt} since the head that was given" : "")}";
        return null;
    }

    private static string Line(AuditEntry entry, string? previous, out string hash)
    {
        var text = new JObject
        {
            ["event"] = entry.Event,
            ["time"] = entry.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["plan"] = $"sha256:{entry.Plan}",
            ["fingerprint"] = entry.Fingerprint,
            ["decision"] = entry.Decision,
            ["approvals"] = new JArray(entry.Approvals.Select(approval => new JObject
            {
                ["by"] = approval.By,
                ["id"] = approval.Id,
                [approval.File is null ? "review" : "file"] = approval.File is { } file ? file : approval.Review,
            })),
            ["exit"] = entry.Exit,
            ["previous"] = previous,
        }.ToString(Formatting.None);
        hash = $"sha256:{Sha256.Of(Encoding.UTF8.GetBytes(text))}";
        return $"{text[..^1]},\"hash\":\"{hash}\"}}";
    }

    // The hash over the line without its last member; null where it has none.
    private static string? HashOf(string line) =>
        Ending.Match(line) is { Success: true } ending && Parsed(line) is not null ? $"sha256:{Sha256.Of(Encoding.UTF8.GetBytes(line[..ending.Index] + "}"))}" : null;

    private static string Stated(string line) => Ending.Match(line).Groups[1].Value;

    private static JObject? Parsed(string line) => GitHub.Json.Parse(Encoding.UTF8.GetBytes(line)) as JObject;

    // Nobody else has it open while this one writes.
    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                return new(path, options);
            }
            catch (IOException e) when (tries < MostTries && e is not (FileNotFoundException or DirectoryNotFoundException) && IsLocked(e))
            {
                Thread.Sleep(Pause);
            }
        }
    }

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsLocked(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32;

    private static string? LastHash(FileStream file, string path)
    {
        if (file.Length == 0)
        {
            return null;
        }

        var size = 64 * 1024L;
        while (true)
        {
            size = Math.Min(size, file.Length);
            var tail = new byte[size];
            file.Seek(-size, SeekOrigin.End);
            file.ReadExactly(tail);
            var begin = tail.AsSpan(0, tail.Length - 1).LastIndexOf((byte)'\n') + 1;
            if (begin == 0 && size < file.Length)
            {
                size *= 4;
                continue;
            }

            var line = Encoding.UTF8.GetString(tail.AsSpan(begin)).TrimEnd('\n');
            return tail[^1] == '\n' && HashOf(line) is { } hash && hash == Stated(line)
                ? hash
                : throw new AuditException($"the audit log {path} is damaged at its end: see `plangate audit verify`, keep it, and begin another");
        }
    }

    [GeneratedRegex(@",""hash"":""(sha256:[0-9a-f]{64})""\}\z")]
    private static partial Regex Ending { get; }
}
