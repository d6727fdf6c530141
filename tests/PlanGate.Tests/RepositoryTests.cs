using System.Text.RegularExpressions;
using PlanGate.Judging;
using PlanGate.Reports;
using PlanGate.Tests.Support;

namespace PlanGate.Tests;

/// <summary>What review would otherwise have to remember.</summary>
public sealed partial class RepositoryTests
{
    // A folder of Core may use itself and the folders before it, never the ones after.
    private static readonly string[] Layers = ["Plans", "Classification", "Judging", "Policies", "Approvals", "Reports", "Commands"];

    public static TheoryData<string> Folders => [.. Directory.EnumerateDirectories(Repository.PathOf("src", "PlanGate.Core")).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj")).Select(name => name!)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folders_of_Core_depend_only_on_earlier_ones(string layer)
    {
        Assert.Contains(layer, Layers);
        var allowed = Layers[..(Array.IndexOf(Layers, layer) + 1)];
        foreach (var file in Sources("src", "PlanGate.Core", layer))
        {
            var used = UsedLayer.Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Where(name => Layers.Contains(name));
            Assert.All(used, name => Assert.True(allowed.Contains(name), $"{file} must not use PlanGate.{name}"));
        }
    }

    [Fact]
    public void Core_touches_no_console_file_process_network_environment_or_clock()
    {
        foreach (var file in Sources("src", "PlanGate.Core"))
        {
            Assert.DoesNotMatch(@"\bConsole\.|\bFile\.|\bDirectory\.|HttpClient|\bProcess\.|System\.Environment\.|DateTime(Offset)?\.(Utc)?Now", File.ReadAllText(file));
        }
    }

    [Fact]
    public void Every_rule_is_registered_and_every_id_and_name_is_its_own()
    {
        var declared = typeof(ChangeRule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ChangeRule)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal);
        var registered = BuiltInRules.OnDestruction.Concat(BuiltInRules.OnForget).Concat(BuiltInRules.OnTheirOwn).Concat(BuiltInRules.OnDrift).Select(rule => rule.GetType().Name).Order(StringComparer.Ordinal);

        Assert.Equal(declared, registered);
        Assert.Distinct(BuiltInRules.All.Select(rule => rule.Id));
        Assert.Distinct(BuiltInRules.All.Select(rule => rule.Name));
    }

    [Fact]
    public void The_pages_of_the_rules_say_what_the_rules_say_of_themselves()
    {
        Page("README.md", RulePage.Index(BuiltInRules.All));
        foreach (var rule in BuiltInRules.All)
        {
            Page($"{rule.Id}.md", RulePage.Of(rule));
        }

        Assert.Equal(BuiltInRules.All.Count + 1, Directory.GetFiles(Repository.PathOf("docs", "rules")).Length);
    }

    [Fact]
    public void The_page_of_every_rule_shows_it_at_work_and_says_what_to_do()
    {
        foreach (var rule in BuiltInRules.All)
        {
            var page = File.ReadAllText(Repository.PathOf("docs", "rules", $"{rule.Id}.md"));

            Assert.True(Shown.Matches(page).Any(shown => shown.Groups["output"].Value.Contains(rule.Id, StringComparison.Ordinal)), $"{rule.Id}: no output that shows it");
            Assert.Contains("\n## What to do\n", page);
        }
    }

    [Fact]
    public void Every_relative_link_in_the_documents_leads_somewhere()
    {
        foreach (var document in Documents())
        {
            var links = Link.Matches(File.ReadAllText(document)).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'));
            Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, link.Split('#')[0])), $"{document}: {link}"));
        }
    }

    public static TheoryData<string> DocumentsWithOutput =>
    [
        .. Documents().Where(document => Shown.IsMatch(File.ReadAllText(document))).Select(document => Path.GetRelativePath(Repository.Root, document)),
    ];

    [Theory]
    [MemberData(nameof(DocumentsWithOutput))]
    public void What_a_document_shows_is_what_the_program_prints(string document)
    {
        var path = Repository.PathOf(document);
        var text = File.ReadAllText(path);
        var actual = Shown.Replace(text, match => $"{match.Groups["command"].Value}{CommandLine.Run(match.Groups["arguments"].Value.Split(' ')).Output}```");
        if (System.Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 })
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(actual, File.ReadAllText(path));
    }

    private static IEnumerable<string> Documents() =>
        [.. Directory.EnumerateFiles(Repository.Root, "*.md"), .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories), .. Directory.EnumerateFiles(Repository.PathOf("examples"), "*.md", SearchOption.AllDirectories), .. Directory.EnumerateFiles(Repository.PathOf("policies"), "*.md", SearchOption.AllDirectories)];

    // The head of a page is written from the rule's own metadata; what stands below the mark is written by hand.
    private static void Page(string name, string head)
    {
        var path = Repository.PathOf("docs", "rules", name);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var end = text.IndexOf(RulePage.EndOfHead, StringComparison.Ordinal);
        if (System.Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 })
        {
            text = end < 0 ? head : string.Concat(head, text.AsSpan(end + RulePage.EndOfHead.Length));
            File.WriteAllText(path, text);
        }

        Assert.StartsWith(head, text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sources(params string[] folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    [GeneratedRegex(@"(?:^using |\b)PlanGate\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsedLayer { get; }

    // A command in a block of its own, and the block below it.
    [GeneratedRegex(@"(?<command>```\n\$ plangate (?<arguments>[^\n]+)\n```\n\n```text\n)(?<output>[\s\S]*?)```")]
    private static partial Regex Shown { get; }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link { get; }
}
