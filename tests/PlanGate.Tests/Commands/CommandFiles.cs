using PlanGate.Commands;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Commands;

/// <summary>The files of <c>policies/commands</c>, and the table that is made of them.</summary>
internal static class CommandFiles
{
    public sealed record Entry(IReadOnlyList<CommandPattern> Patterns, IReadOnlyList<string> Refused, IReadOnlyList<string> Passes);

    public const string Header = "program\tname\twords\twith\tunless\tfiles\tmethod\turl\ttext\tloses\tinstead";

    public static string TablePath { get; } = Repository.PathOf("policies", "commands", "commands.tsv");

    public static IReadOnlyList<string> Paths { get; } = [.. Directory.GetFiles(Repository.PathOf("policies", "commands"), "*.yml").Order(StringComparer.Ordinal)];

    public static IReadOnlyList<Entry> Entries { get; } = [.. Paths.SelectMany(Read)];

    /// <summary>The table as it should be.</summary>
    public static string Table { get; } = string.Concat(Entries.SelectMany(entry => entry.Patterns).Select(pattern => pattern.Row).Order(StringComparer.Ordinal).Prepend(Header).Select(row => row + "\n"));

    private static IEnumerable<Entry> Read(string path)
    {
        var root = YamlNodeReader.Of(File.ReadAllText(path), Path.GetFileName(path)).Map("version", "patterns");
        root["version"].Number(1, 1);
        foreach (var node in root["patterns"].List())
        {
            var members = node.Map("name", "programs", "words", "with", "unless", "files", "method", "url", "text", "loses", "instead", "refused", "passes");
            IReadOnlyList<string> List(string name) => members.TryGetValue(name, out var list) ? [.. list.List().Select(item => item.Word())] : [];
            string Text(string name) => members.TryGetValue(name, out var text) ? text.Text() : "";
            yield return new(
                [.. List("programs").Select(program => new CommandPattern
                {
                    Program = program,
                    Name = Text("name"),
                    Words = List("words"),
                    With = List("with"),
                    Unless = List("unless"),
                    Files = List("files"),
                    Method = Text("method"),
                    Url = Text("url"),
                    Text = Text("text"),
                    Loses = Text("loses"),
                    Instead = Text("instead"),
                })],
                List("refused"),
                List("passes"));
        }
    }
}
