using System.Text;
using PlanGate.Cli;

namespace PlanGate.Tests.Support;

/// <summary>Runs the whole program in memory.</summary>
internal static class CommandLine
{
    public sealed record Outcome(int Code, string Output, string Error);

    public static Outcome Run(params string[] args) => Run("", args);

    public static Outcome Run(string input, string[] args, bool redirected = true)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = App.Run(args, new Terminal(output, error, () => new MemoryStream(Encoding.UTF8.GetBytes(input)), redirected, IsColoured: false));
        return new(code, output.ToString(), error.ToString());
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("plangate-test-").FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
