using System.Diagnostics;
using System.Text;

namespace PlanGate.Tests.Policies;

/// <summary>Small files that are made to keep a reader busy, or to end its process.</summary>
public sealed class BombTests
{
    public static TheoryData<string, string> Bombs => new()
    {
        { "aliases of aliases", $"version: 1\n{Laughs()}" },
        { "aliases of aliases as a name", $"version: 1\n{Laughs()}? *l12\n: 1\n" },
        { "a list that holds itself", "version: 1\nextends: &a [*a]\n" },
        { "a map that holds itself", "version: 1\nrules: &a { forget: *a }\n" },
        { "a name that holds itself", "version: 1\n? &a [*a]\n: 1\n" },
        { "brackets", $"version: 1\nrules: {new string('[', 900_000)}" },
        { "braces", $"version: 1\nrules: {new string('{', 900_000)}" },
        { "brackets that are closed", $"version: 1\nrules: {new string('[', 400_000)}{new string(']', 400_000)}" },
        { "lists in lists", $"version: 1\nrules:\n  {Many("- ", 400_000)}x" },
        { "names in names", $"version: 1\nrules: {Many("{a: ", 200_000)}" },
        { "questions", $"version: 1\n{Many("? ", 400_000)}" },
        { "very many elements", $"version: 1\nextends: [{Many("a,", 400_000)}]" },
        { "very many names", $"version: 1\n{string.Concat(Enumerable.Range(0, 60_000).Select(number => $"n{number}: 1\n"))}" },
        { "a very long word", $"version: 1\nrules: {{ {new string('x', 900_000)}: {{}} }}" },
        { "a very long word that is no number", $"version: 1\napprovals: {{ required: {{ '{new string('x', 100_000)}': y }} }}" },
        { "a very long name of a person", $"version: 1\napprovals: {{ machines: ['{new string('-', 100_000)}'] }}" },
        { "a very long file", $"version: 1\nextends: ['{new string('x', 100_000)}']" },
        { "a very long pack", $"version: 1\nextends: ['plangate:{new string('x', 100_000)}']" },
        { "a very long mark of both", $"version: 1\nenvironments: {{ production: {{ workspaces: ['{new string('x', 100_000)}'] }}, non-production: {{ workspaces: ['{new string('x', 100_000)}'] }} }}" },
        { "a very long name of a rule", $"version: 1\ncustom: [{{ name: '{new string('X', 100_000)}', message: m, level: advisory, when: {{ types: [a] }} }}]" },
        { "a very long path", $"version: 1\ncustom: [{{ name: a, message: m, level: advisory, when: {{ attributes: [{{ path: '{new string('x', 100_000)}', exists: true }}] }} }}]" },
        { "a very long pattern", $"version: 1\ncustom: [{{ name: a, message: m, level: advisory, when: {{ attributes: [{{ path: $.after.a, matches: '{new string('x', 100_000)}(' }}] }} }}]" },
        { "filters in filters", $"version: 1\ncustom: [{{ name: a, message: m, level: advisory, when: {{ attributes: [{{ path: '$.after{Many("[?(@.a", 100_000)}', exists: true }}] }} }}]" },
        { "names behind names", $"version: 1\ncustom: [{{ name: a, message: m, level: advisory, when: {{ attributes: [{{ path: '$.after{Many(".a", 400_000)}', exists: true }}] }} }}]" },
        { "a pattern of very many states", "version: 1\ncustom: [{ name: a, message: m, level: advisory, when: { attributes: [{ path: $.after.a, matches: '(a{1000}){1000}' }] } }]" },
        { "very many anchors", $"version: 1\nextends: [{string.Concat(Enumerable.Range(0, 60_000).Select(number => $"&a{number} x,"))}]" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Is_refused_quickly(string what, string text)
    {
        var clock = Stopwatch.StartNew();
        var error = PolicyText.Refused(text);

        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{what}: {clock.Elapsed}, {error.Message}");
        Assert.InRange(error.Message.Length, 10, 500);
        Assert.True(error.Line > 0, $"{what}: {error.Message}");
    }

    private static string Many(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static string Laughs()
    {
        var text = new StringBuilder("l0: &l0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
        for (var level = 1; level <= 12; level++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"l{level}: &l{level} [{string.Join(", ", Enumerable.Repeat($"*l{level - 1}", 10))}]\n");
        }

        return text.ToString();
    }
}
