using System.Globalization;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Policies;

namespace PlanGate.Reports;

/// <summary>SARIF 2.1.0, for code scanning and for whatever collects results of many tools.</summary>
public static class SarifReport
{
    /// <summary>Writes the log: one run, with every rule and every finding. The same verdict gives the same bytes.</summary>
    /// <param name="verdict">What to report.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="pages">The absolute address under which the pages of the rules lie, such as <c>https://example.org/docs/rules/</c>; empty where they are not published.</param>
    /// <param name="exitCode">The exit code of the run.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Verdict verdict, string version, string pages, int exitCode, TextWriter output) =>
        JsonReport.Write(new JObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JArray(Run(verdict, version, pages, exitCode)),
        }, output);

    private static JObject Run(Verdict verdict, string version, string pages, int exitCode)
    {
        // The team's own rules come behind the built-in ones.
        IReadOnlyList<RuleInfo> rules = [.. BuiltInRules.All, .. verdict.Findings.Where(finding => finding.Rule.Id == CustomRule.Id).Select(finding => finding.Rule).DistinctBy(rule => rule.Name).OrderBy(rule => rule.Name, StringComparer.Ordinal)];
        var indices = rules.Select((rule, index) => (Key: Id(rule), index)).ToDictionary(pair => pair.Key, pair => pair.index, StringComparer.Ordinal);
        return new()
        {
            ["tool"] = new JObject
            {
                ["driver"] = new JObject
                {
                    ["name"] = "PlanGate",
                    ["version"] = version,
                    ["semanticVersion"] = version,
                    ["shortDescription"] = Text("A gate between an infrastructure plan and its apply."),
                    ["rules"] = new JArray(rules.Select(rule => Rule(rule, pages))),
                },
            },
            ["invocations"] = new JArray(Invocation(verdict, exitCode)),
            ["artifacts"] = new JArray(verdict.Plans.Select(plan => new JObject
            {
                ["location"] = new JObject { ["uri"] = Uri(plan) },
                ["roles"] = new JArray("analysisTarget"),
                ["hashes"] = new JObject { ["sha-256"] = plan.Digest },
            })),
            ["columnKind"] = "utf16CodeUnits",
            ["results"] = new JArray(verdict.Findings.Select(finding => Result(verdict, finding, indices[Id(finding.Rule)]))),
            ["properties"] = new JObject { ["decision"] = DecisionInWords(verdict), ["fingerprint"] = verdict.Fingerprint, ["policyDigest"] = $"sha256:{verdict.Policy.Digest}" },
        };
    }

    private static JObject Rule(RuleInfo rule, string pages)
    {
        var json = new JObject
        {
            ["id"] = Id(rule),
            ["name"] = string.Concat(rule.Name.Split('-').Where(word => word.Length > 0).Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}")),
            ["shortDescription"] = Text(rule.Finds.Length > 0 ? rule.Finds : rule.Name),
            ["fullDescription"] = Text(string.Join(' ', ((string[])[rule.Finds, rule.Why]).Where(sentence => sentence.Length > 0)) is { Length: > 0 } both ? both : rule.Name),
            ["help"] = new JObject
            {
                ["text"] = Plain($"{rule.Finds} {rule.Why} Default level: {rule.LevelsInWords}. {rule.Exceptions}".Trim()),
                ["markdown"] = $"{MarkdownText.Prose(rule.Finds)}\n\n**Why.** {MarkdownText.Prose(rule.Why)}\n\n**Default level.** {MarkdownText.Prose(rule.LevelsInWords)}. {MarkdownText.Prose(rule.Exceptions)}".TrimEnd(),
            },
            ["defaultConfiguration"] = new JObject { ["level"] = Level(rule.Level) },
            ["properties"] = new JObject { ["tags"] = new JArray("infrastructure", "data-loss"), ["precision"] = "high", ["problem.severity"] = rule.Level == Judging.Level.Advisory ? "recommendation" : "error" },
        };
        if (pages.Length > 0 && rule.Id != CustomRule.Id)
        {
            json["helpUri"] = $"{pages}{rule.Id}.md";
        }

        return json;
    }

    private static JObject Result(Verdict verdict, Finding finding, int rule)
    {
        var plan = verdict.Plans[finding.Plan];
        var location = new JObject
        {
            ["physicalLocation"] = new JObject { ["artifactLocation"] = new JObject { ["uri"] = Uri(plan), ["index"] = finding.Plan } },
        };
        if (finding.Address is { } address)
        {
            location["logicalLocations"] = new JArray(new JObject { ["fullyQualifiedName"] = PlainText.Clean(address), ["name"] = Name(address), ["kind"] = "resource" });
        }

        var json = new JObject
        {
            ["ruleId"] = Id(finding.Rule),
            ["ruleIndex"] = rule,
            ["level"] = Level(finding.Level),
            ["message"] = Text($"{FindingWords.Subject(finding)}: {finding.Message} {FindingWords.Where(finding)}. {FindingWords.Capital(string.Join("; ", finding.Because))}. {finding.Remedy}".Replace(". . ", ". ", StringComparison.Ordinal)),
            ["locations"] = new JArray(location),
            ["partialFingerprints"] = new JObject { ["planGateFinding/v1"] = Fingerprint(plan, finding) },
            ["properties"] = new JObject
            {
                ["blocking"] = finding is { IsBlocking: true, IsApproved: false },
                ["level"] = finding.Level.Word,
                ["action"] = finding.Action,
                ["kind"] = finding.Kind,
                ["environment"] = JsonReport.InWords(finding.Environment),
                ["recoverability"] = finding.Recoverability.Word,
            },
        };
        if (finding.Objects is { } objects)
        {
            json["relatedLocations"] = new JArray(objects.Concat(finding.Inside).Select((other, index) => new JObject
            {
                ["id"] = index,
                ["logicalLocations"] = new JArray(new JObject { ["fullyQualifiedName"] = PlainText.Clean(other), ["name"] = Name(other), ["kind"] = "resource" }),
            }));
        }

        if (Suppression(finding) is { } justification)
        {
            json["suppressions"] = new JArray(new JObject { ["kind"] = "external", ["status"] = "accepted", ["justification"] = Plain(justification) });
        }

        return json;
    }

    private static string? Suppression(Finding finding) =>
        finding.Waiver is { } waiver ? $"waived by the policy until {waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {waiver.Reason}"
        : finding is { IsBlocking: true, IsApproved: true } ? $"approved by {string.Join(", ", finding.Approvals.Where(approval => approval.Counts).DistinctBy(approval => approval.Id).Select(approval => approval.By))}"
        : null;

    private static JObject Invocation(Verdict verdict, int exitCode) => new()
    {
        ["executionSuccessful"] = verdict.Decision != Decision.Error,
        ["exitCode"] = exitCode,
        ["exitCodeDescription"] = DecisionInWords(verdict),
        ["toolExecutionNotifications"] = new JArray(verdict.Errors
            .Select(error => new JObject { ["level"] = "error", ["message"] = Text(ErrorWords.Of(error)) })
            .Concat(verdict.Warnings.Select(warning => new JObject { ["level"] = "warning", ["message"] = Text(warning) }))),
        ["toolConfigurationNotifications"] = new JArray(verdict.Policy.SwitchedOff
            .Select(rule => new JObject { ["level"] = "warning", ["message"] = Text($"the policy switches off {rule}") })
            .Concat(verdict.UnusedWaivers.Select(waiver => new JObject { ["level"] = "note", ["message"] = Text($"the waiver {waiver} covers nothing here") }))),
    };

    private static string DecisionInWords(Verdict verdict) => verdict.Decision switch
    {
        Decision.Pass => "pass",
        Decision.Block => "block",
        Decision.Error => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict.Decision, null),
    };

    private static string Level(Level level) => level switch
    {
        Judging.Level.Advisory => "note",
        Judging.Level.SoftMandatory or Judging.Level.HardMandatory => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, null),
    };

    private static string Id(RuleInfo rule) => rule.Id == CustomRule.Id ? $"{CustomRule.Id}/{rule.Name}" : rule.Id;

    // What makes it the same finding tomorrow: not its values, not the place in the plan, not how many others there are.
    private static string Fingerprint(Plan plan, Finding finding) => ValueHash.Of(
        [Id(finding.Rule), plan.Path ?? plan.Source, finding.Type ?? "", finding.Address ?? "", finding.Deposed ?? "", finding.Address is null && finding.Objects is null ? finding.Message : ""]);

    private static string Uri(Plan plan)
    {
        var path = (plan.Path ?? plan.Source).Replace('\\', '/');
        var escaped = string.Join('/', path.Split('/').Select(step => System.Uri.EscapeDataString(PlainText.Clean(step))));
        return path.StartsWith('/') ? $"file://{escaped}" : path.Length == 0 ? "plan" : escaped;
    }

    private static string Name(string address) => PlainText.Clean(address[(address.LastIndexOf('.', address.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket ? bracket : address.Length - 1) + 1)..]);

    private static JObject Text(string text) => new() { ["text"] = Plain(text) };

    // Viewers read [text](target) as a link and {0} as a place for an argument.
    private static string Plain(string text) => PlainText.Clean(text).Replace("](", "] (", StringComparison.Ordinal).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
