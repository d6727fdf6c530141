using PlanGate.Policies;

namespace PlanGate.Tests.Policies;

/// <summary>What no schema can see; § stands where the error must point to.</summary>
public sealed class RefusedTests
{
    public static TheoryData<string, string> Documents => new()
    {
        { "version: 1\n§version: 1\n", "\"version\" is there twice" },
        { "version: 1\nrules:\n  forget: { level: advisory }\n  §forget: { level: off }\n", "\"forget\" is there twice" },
        { "version: 1\nrules: { forget: { level: advisory, §\"level\": off } }\n", "\"level\" is there twice" },
        { "version: §!!int \"1\"\n", "a tag has no meaning here" },
        { "version: 1\nwaivers: §!include waivers.yml\n", "a tag has no meaning here" },
        { "version: 1\n§---\nversion: 1\n", "more than one document" },
        { "version: 1\n...\n§---\n", "more than one document" },
        { "version: 1\n? §[a]\n: b\n", "no text" },
        { "version: 1\n? §{a: b}\n: c\n", "no text" },
        { "version: 1\nextends: &a [\"plangate:strict\"]\nstateless: [{ types: *a }]\n§*a : 1\n", "no text" },
        { "version: 1\nextends: §*packs\n", "nothing called \"packs\"" },
        { "version: 1\nstateful: [ &a { types: [x], kind: database }, { §<<: *a } ]\n", "there is no \"<<\"" },
        { "version: 1\n§rule: {}\n", "did you mean \"rules\"" },
        { "version: 1\nwaivers:\n  - rule: §key-destoy\n    addresses: [a.b]\n    reason: r\n    expires: 2026-12-31\n", "did you mean \"key-destroy\"" },
        { "version: 1\nwaivers:\n  - rule: key-destroy\n    addresses: [a.b]\n    reason: r\n    expires: §2026-11-23\n", "this waiver expired on 2026-11-23" },
        { "version: 1\nwaivers:\n  - rule: key-destroy\n    addresses: [a.b]\n    reason: r\n    expires: §2027-02-29\n", "is not a day" },
        { "version: 1\nwaivers:\n  - rule: zone-ttl\n    addresses: [a.b]\n    reason:§ \n    expires: 2026-12-31\n", "is empty" },
        { "version: 1\nwaivers:\n  - §rule: zone-ttl\n    addresses: [a.b]\n    expires: 2026-12-31\n", "has no \"reason\"" },
        { "version: 1\nenvironments:\n  production: { workspaces: [live, blue] }\n  non-production: { workspaces: [dev, §blue] }\n", "\"blue\" marks production and non-production at once" },
        { "version: 1\nenvironments:\n  production: { tags: { Stage: [one] } }\n  non-production: { tags: { Stage: [§one] } }\n", "\"one\" marks production and non-production at once" },
        { "version: 1\ncustom:\n  - { name: a, message: m, level: advisory, when: { types: [x] } }\n  - { name: §a, message: m, level: advisory, when: { types: [y] } }\n", "there is a rule \"a\" already" },
        { "version: 1\ncustom:\n  - { name: §forget, message: m, level: advisory, when: { types: [x] } }\n", "there is a rule \"forget\" already" },
        { "version: 1\ncustom:\n  - { name: §pg101, message: m, level: advisory, when: { types: [x] } }\n", "there is a rule \"pg101\" already" },
        { "version: 1\ncustom:\n  - { name: §default, message: m, level: advisory, when: { types: [x] } }\n", "there is a rule \"default\" already" },
        { "version: 1\ncustom:\n  - { name: a, message: m, level: advisory, when: { attributes: [ { path: $.after.a, matches: §'(' } ] } }\n", "no pattern that can be used here" },
        { "version: 1\ncustom:\n  - { name: a, message: m, level: advisory, when: { attributes: [ { path: $.after.a, matches: §'(?<=a)b' } ] } }\n", "no pattern that can be used here" },
        { "version: 1\ncustom:\n  - { name: a, message: m, level: advisory, when: { attributes: [ { path: §'$.after.a[', exists: true } ] } }\n", "is no JSONPath" },
        { "version: 1\ncustom:\n  - { name: a, message: m, level: advisory, when: { attributes: [ { path: §'$.after[99999999999]', exists: true } ] } }\n", "is no JSONPath" },
        { "version: 1\ncustom:\n  - { name: a, message: m, level: advisory, when: { attributes: [ { path: $.after.a, less-than: §.inf } ] } }\n", "neither a number" },
        { "version: 1\napprovals: { required: { default: 1, §forgett: 2 } }\n", "did you mean \"forget\"" },
        { "version: 1\napprovals: { expires: 2h, cooling-off: §120m }\n", "would expire before they take effect" },
        { "version: 1\napprovals: { cooling-off: §1d }\n", "would expire before they take effect" },
        { "version: 1\nextends: [\"§plangate:stricter\"]\n".Replace("\"§", "§\"", StringComparison.Ordinal), "there is no pack \"plangate:stricter\": there are plangate:baseline, plangate:strict" },
        { "version: 1\nextends: [plangate:strict, §missing.yml]\n", "missing.yml is not there, or is not a file" },
        { "version: 1\nextends: [§.plangate.yml]\n", "it extends itself" },
        { "version: 1\nrules:\n  forget:§\n", "is not a map" },
        { "version: 1\nenvironments:\n  production:\n    workspaces: [prod, §~]\n", "is empty" },
        { "version: 1\nstateless:\n  - types:\n      - a\n      -§\n", "is empty" },
        { "version: 1\nrules:\n  forget: { level: §true }\n", "is no text: put it in quotes" },
        { "version: 1\napprovals: { require-hardware-key: §yes }\n", "neither true nor false" },
        { "version: §0x1\n", "whole number" },
        { "§# nothing but a comment\n", "an empty policy" },
        { "§", "an empty policy" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Is_refused_with_its_place(string marked, string says) => Assert.Contains(says, PolicyText.RefusedThere(marked).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("version: 1\nrules: [", 2)]
    [InlineData("version: 1\nrules:\n\tforget: {}", 1)]
    [InlineData("version: 1\n rules: {}", 2)]
    [InlineData("version: 1\nrules: \"open", 2)]
    [InlineData("%YAML 2.0\n---\nversion: 1", 1)]
    [InlineData("version: 1\nextends: [\n|", 2)]
    [InlineData("version: 1\nextends: !![", 2)]
    [InlineData("version: 1\nextends: \n :", 3)]
    [InlineData("version: 1\nextends: [:x]", 2)]
    public void What_is_no_YAML_is_refused_with_its_line(string text, int line)
    {
        var error = PolicyText.Refused(text);

        Assert.InRange(error.Line, line, line + 1);
        Assert.True(error.Column > 0);
    }

    [Theory]
    [InlineData("---\n")]
    [InlineData("--- ~\n")]
    [InlineData("just words")]
    public void A_document_that_is_no_map_is_refused(string text) => Assert.Contains("the policy is not a map", PolicyText.Refused(text).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_not_known_is_quoted_only_in_part_where_it_is_long() =>
        Assert.InRange(PolicyText.Refused($"version: 1\n? {new string('x', 5000)}\n: 1\n").Message.Length, 100, 300);

    [Fact]
    public void A_list_of_names_says_what_there_is_where_nothing_is_near() =>
        Assert.EndsWith(": there are non-production, production", PolicyText.Refused("version: 1\nenvironments: { qa: {} }").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x76, 0x00 }, "not text in UTF-8")]
    [InlineData(new byte[] { 0x1f, 0x8b, 0x08 }, "not text")]
    [InlineData(new byte[] { 0x76, 0x00, 0x65, 0x00 }, "control characters")]
    [InlineData(new byte[] { 0x1b, 0x5b, 0x32, 0x4a }, "control characters")]
    public void A_file_that_is_no_text_is_refused(byte[] bytes, string says)
    {
        var error = Assert.Throws<PolicyException>(() => PolicyReader.Read("p.yml", (_, _) => ("p.yml", bytes), Support.TestPlan.Today));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(("p.yml", 1L, 1L), (error.File, error.Line, error.Column));
    }

    [Fact]
    public void What_stands_behind_a_zero_byte_is_not_passed_over() =>
        Assert.Contains("control characters", PolicyText.Refused("version: 1\n\0\nrules: { forget: { level: soft-mandatory } }\n").Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_too_large_is_refused() =>
        Assert.Contains("1 MiB", PolicyText.Refused("version: 1\n# " + new string('x', 1024 * 1024)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_mark_of_UTF8_in_front_is_no_part_of_the_text() => Assert.Empty(PolicyText.Read("\uFEFFversion: 1\n").SwitchedOff);

    [Fact]
    public void Windows_line_ends_and_anchors_are_understood() =>
        Assert.Equal(2, PolicyText.Read("version: 1\r\nstateful: [{ types: &t [a, b], kind: database }, { types: *t, kind: volume }]\r\n").Marks.Stateful.Count);
}
