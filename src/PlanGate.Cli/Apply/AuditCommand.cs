using System.CommandLine;

namespace PlanGate.Cli.Apply;

/// <summary><c>plangate audit verify FILE</c>: is the log as it was written?</summary>
internal static class AuditCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The log that --audit-log wrote." };
        var head = new Option<string?>("--head") { Description = "The head that was printed after a run: shows also a cut tail, and a log that was written anew.", HelpName = "HASH" };
        var verify = new Command("verify", "Find what was edited, inserted or removed.") { file, head };
        verify.SetAction(parsed => Verify(parsed.GetValue(file)!, parsed.GetValue(head), terminal));
        return new("audit", "The log of what was decided and applied.") { verify };
    }

    private static int Verify(string file, string? head, Terminal terminal)
    {
        if (head is not null && !(head.Length == 71 && head.StartsWith("sha256:", StringComparison.Ordinal) && head[7..].All(char.IsAsciiHexDigitLower)))
        {
            return App.Fail(terminal, $"--head {head}: a head is sha256: and 64 hex digits");
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return App.Fail(terminal, $"{file}: {e.Message}");
        }

        if (AuditLog.Verify(bytes, head, out var summary) is { } problem)
        {
            terminal.Output.WriteLine($"NOT WHOLE  {Reports.PlainText.Clean(file)}: {problem}");
            return ExitCode.Block;
        }

        terminal.Output.WriteLine($"WHOLE  {Reports.PlainText.Clean(file)}: {summary}");
        return ExitCode.Pass;
    }
}
