using PlanGate.Tests.Support;

namespace PlanGate.Tests;

/// <summary>Plans that other projects wrote, with labels for every object that they destroy.</summary>
public sealed class CorpusTests
{
    private static readonly string Corpus = Path.Combine(Needs.Shared, "corpus", "terraform");

    // Plans written by hand with actions that no tool emits: they are refused, so nothing in them passes.
    private static readonly HashSet<string> Refused = new(StringComparer.Ordinal)
    {
        "ArjenSchwarz__strata/samples__k8s-sample.json",
        "ArjenSchwarz__strata/samples__web-sample.json",
        "jond3k__tfplan-validator/test__fixtures__itest__plan-invalid-actions.json",
        "oocx__tfplan2md/examples__comprehensive-demo__plan.json",
        "oocx__tfplan2md/examples__comprehensive-demo__plan@41b23894.json",
        "oocx__tfplan2md/examples__comprehensive-demo__plan@de246fa3.json",
    };

    [NeedsSharedFact]
    public void Every_plan_is_judged_and_agrees_with_its_labels()
    {
        var labels = Rows("LABELS.tsv").ToLookup(row => row["file"], StringComparer.Ordinal);
        var files = Rows("MANIFEST.tsv").Select(row => row["file"]).ToList();
        var problems = new List<string>();
        foreach (var file in files)
        {
            var verdict = TestPlan.Judge(File.ReadAllBytes(Path.Combine(Corpus, "plans", file)));
            if (verdict.Decision == Decision.Error != Refused.Contains(file))
            {
                problems.Add($"{file}: {verdict.Decision} {verdict.Errors.Select(error => error.Message).FirstOrDefault()}");
            }
            else if (verdict.Decision != Decision.Error)
            {
                problems.AddRange(labels[file].Select(label => Disagreement(verdict, label)).OfType<string>());
            }
        }

        Assert.InRange(files.Count, 222, int.MaxValue);
        Assert.Empty(problems);
    }

    // docs/corpus.md says of each why it is right.
    private static readonly string[] BlockedWithoutALabelledLoss =
    [
        "ArjenSchwarz__strata/samples__replacements-sample.json PG102 aws_instance.web_server",
        "ArjenSchwarz__strata/samples__wildcards-sample.json PG102 aws_instance.web_server",
        "ArjenSchwarz__strata/samples__wildcards-sample.json PG107 aws_lambda_function.api_handler",
        "hashicorp__terraform-json/testdata__actions__plan.json PG302 ",
        "oocx__tfplan2md/src__tests__Oocx.TfPlan2Md.TUnit__TestData__delete-only-plan.json PG105 azurerm_resource_group.old",
        "opentofu__opentofu/internal__command__testdata__show-json__plan-error__output.json PG301 ",
    ];

    [NeedsSharedFact]
    public void Nothing_else_in_them_is_stopped()
    {
        var losses = Rows("LABELS.tsv").Where(row => row["stateful"] == "yes").Select(row => (row["file"], row["address"])).ToHashSet();
        var stopped = Rows("MANIFEST.tsv").Select(row => row["file"]).SelectMany(file => TestPlan.Judge(File.ReadAllBytes(Path.Combine(Corpus, "plans", file))).Findings
            .Where(finding => finding.IsBlocking && !losses.Contains((file, finding.Address ?? "")))
            .Select(finding => $"{file} {finding.Rule.Id} {finding.Address}"));

        Assert.Equal(BlockedWithoutALabelledLoss, stopped.Order(StringComparer.Ordinal));
    }

    [NeedsSharedFact]
    public void Every_file_that_people_feed_by_mistake_does_what_is_expected_of_it()
    {
        var rows = Rows(Path.Combine("inputs", "EXPECTED.tsv")).ToList();

        Assert.InRange(rows.Count, 15, int.MaxValue);
        Assert.All(rows, row =>
            Assert.Equal((row["file"], row["expected"] == "error"), (row["file"], TestPlan.Judge(File.ReadAllBytes(Path.Combine(Corpus, "inputs", row["file"]))).Decision == Decision.Error)));
    }

    [NeedsSharedFact]
    public void No_plan_passes_when_it_is_cut_in_the_middle()
    {
        foreach (var file in Rows("MANIFEST.tsv").Select(row => row["file"]))
        {
            var bytes = File.ReadAllBytes(Path.Combine(Corpus, "plans", file));
            Assert.Equal((file, Decision.Error), (file, TestPlan.Judge(bytes[..(bytes.Length / 2)]).Decision));
        }
    }

    private static string? Disagreement(Verdict verdict, Dictionary<string, string> label)
    {
        var finding = verdict.Findings.FirstOrDefault(finding => finding.Address == label["address"] && (finding.Deposed ?? "") == label["deposed"]);
        return (label["stateful"], finding) switch
        {
            ("yes", null) => $"{label["file"]} {label["address"]}: holds data and has no finding",
            ("yes", { IsBlocking: false, Environment: not PlanGate.Classification.Environment.NonProduction }) => $"{label["file"]} {label["address"]}: holds data and does not block",
            // PG107 is about production, not about data.
            ("no", { IsBlocking: true } found) when found.Rule.Id != "PG107" => $"{label["file"]} {label["address"]}: holds none and blocks ({found.Rule.Id})",
            _ => null,
        };
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Corpus, name));
        var columns = lines[0].Split('\t');
        return lines.Skip(1).Where(line => line.Length > 0).Select(line => columns.Zip(line.Split('\t')).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal));
    }
}
