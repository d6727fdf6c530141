using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Policies;
using PlanGate.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PlanGate.Tests.Policies;

/// <summary>The schema for editors and the reader of the program must say the same of every document.</summary>
public sealed class SchemaTests
{
    private static readonly string SchemaFile = Repository.PathOf("policies", "schemas", "policy.schema.json");
    private static readonly JObject Schema = JObject.Parse(File.ReadAllText(SchemaFile));

    // Schema says, what the document is, the document as JSON (which is YAML too), what the reader says of it.
    private static readonly string[][] Documents = [.. File.ReadLines(Repository.PathOf("tests", "PlanGate.Tests", "Policies", "documents", "documents.tsv")).Skip(1).Select(line => line.Split('\t'))];

    public static TheoryData<string> Good => [.. Documents.Where(row => row[0] == "fits").Select(row => row[1])];

    public static TheoryData<string> Bad => [.. Documents.Where(row => row[0] == "breaks").Select(row => row[1])];

    [Theory]
    [MemberData(nameof(Good))]
    public void The_reader_takes(string what) => Assert.NotNull(PolicyText.Read(Find(what)[2]));

    [Theory]
    [MemberData(nameof(Bad))]
    public void The_reader_refuses_and_says_why(string what)
    {
        var row = Find(what);
        var error = PolicyText.Refused(row[2]);

        Assert.Contains(row[3], error.Message, StringComparison.Ordinal);
        Assert.Equal((PolicyText.File, 1L), (error.File, error.Line));
        Assert.InRange(error.Column, 1, row[2].Length);
    }

    [NeedsAjvFact]
    public void The_schema_says_of_each_document_what_the_reader_says()
    {
        var said = Validate(Documents.Select(row => row[2]));

        Assert.All(Documents.Zip(said), pair => Assert.True(pair.First[0] == "fits" ? pair.Second == "fits" : pair.Second != "fits", $"{pair.First[1]}: {pair.Second}"));
    }

    [NeedsAjvFact]
    public void The_packs_and_the_examples_fit_the_schema()
    {
        string[] files = [.. Directory.GetFiles(Repository.PathOf("policies", "packs"), "*.yml"), .. Directory.GetFiles(Repository.PathOf("policies"), ".plangate.yml", SearchOption.AllDirectories)];
        string[] texts = [.. files.Select(File.ReadAllText), Example];

        Assert.All(Validate(texts.Select(text => ToJson(text).ToString(Formatting.None))), said => Assert.Equal("fits", said));
    }

    [Fact]
    public void The_reader_takes_the_packs_and_the_example()
    {
        Assert.All(PolicyReader.Packs, pack => Assert.Equal(pack, PolicyReader.Read(pack, PolicyText.Files(), TestPlan.Today).Source));
        Assert.Single(PolicyText.Read(Example).Custom);
    }

    [Fact]
    public void The_schema_knows_every_rule_with_what_it_finds()
    {
        var rules = ((JObject)Schema.SelectToken("properties.rules.properties")!).Properties().ToDictionary(rule => rule.Name, rule => rule.Value["description"]!.ToString());

        Assert.Equal(BuiltInRules.All.ToDictionary(rule => rule.Name, rule => $"{rule.Id}: {rule.Finds}"), rules);
        Assert.Equal(BuiltInRules.All.Select(rule => rule.Name), Texts("$defs.ruleName.enum"));
        Assert.Equal(BuiltInRules.All.Select(rule => rule.Name).Prepend("default"), ((JObject)Schema.SelectToken("properties.approvals.properties.required.properties")!).Properties().Select(rule => rule.Name));
    }

    [Fact]
    public void The_schema_knows_every_kind_and_level()
    {
        Assert.Equal(Kind.All, Texts("$defs.kind.enum"));
        Assert.Equal(Kind.All, ((JObject)Schema.SelectToken("properties.kinds.properties")!).Properties().Select(kind => kind.Name));
        Assert.Equal(Enum.GetValues<Level>().Select(level => level.Word), Texts("$defs.level.enum"));
        Assert.Equal(Texts("$defs.level.enum").Append("off"), Texts("$defs.levelOrOff.enum"));
    }

    [Fact]
    public void Every_member_of_the_schema_is_described_and_none_is_open()
    {
        var objects = Schema.DescendantsAndSelf().OfType<JObject>().Where(one => one["type"]?.ToString() == "object" && one["properties"] is JObject);

        Assert.All(objects, one => Assert.NotNull(one["additionalProperties"]));
        Assert.All(objects, one => Assert.True(one["description"] is not null, one.Path));
        Assert.All(
            objects.SelectMany(one => ((JObject)one["properties"]!).Properties()).Where(member => !member.Path.Contains("kinds", StringComparison.Ordinal) && !member.Path.Contains("required", StringComparison.Ordinal)),
            member => Assert.True(member.Value["description"] is not null, member.Path));
    }

    private static string[] Find(string what) => Documents.Single(row => row[1] == what);

    private static IEnumerable<string> Texts(string path) => Schema.SelectToken(path)!.Values<string>()!;

    private static string[] Validate(IEnumerable<string> documents)
    {
        using var folder = new TemporaryFolder();
        var lines = documents.ToList();
        var (code, output) = Tool.Run("node", [Repository.PathOf("tests", "schema", "validate-many.mjs"), SchemaFile, folder.Write("documents.jsonl", string.Join('\n', lines))]);
        var said = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(code == 0 && said.Length == lines.Count, output);
        return said;
    }

    // As an editor reads it: plain scalars are numbers, true, false and null.
    private static JToken ToJson(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return ToJson(stream.Documents[0].RootNode);
    }

    private static JToken ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JObject(map.Children.Select(member => new JProperty(((YamlScalarNode)member.Key).Value!, ToJson(member.Value)))),
        YamlSequenceNode list => new JArray(list.Children.Select(ToJson)),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" or "null" } word => JToken.Parse(word.Value),
        YamlScalarNode { Style: ScalarStyle.Plain } plain when double.TryParse(plain.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => JToken.Parse(plain.Value!),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new NotSupportedException(node.NodeType.ToString()),
    };

    private const string Example = """
        version: 1
        environments:
          production:
            workspaces: ["prod", "prod-*"]
            stacks: ["*/prod"]
            tags: { Environment: [production, prod] }
            addresses: ["module.prod.**"]
            paths: ["live/prod/**"]
          non-production:
            workspaces: ["dev", "pr-*"]
            tags: { Environment: [dev, test, preview] }
        stateful:
          - types: ["acme_ledger"]
            addresses: ["terraform_data.ledger*"]
            kind: database
        stateless:
          - addresses: ["module.scratch.**"]
        rules:
          forget: { level: soft-mandatory }
          mass-destroy: { count: 20, percent: 30 }
        kinds:
          cache: { level: advisory }
        custom:
          - name: zone-ttl
            message: "TTL under a minute"
            level: advisory
            when:
              types: ["aws_route53_record"]
              actions: [update, create]
              environment: [production]
              attributes: [ { path: "$.after.ttl", less-than: 60 } ]
        waivers:
          - rule: stateful-destroy
            addresses: ["aws_db_instance.legacy"]
            reason: "moved to Aurora, CHG-1234"
            expires: 2026-12-31
        approvals:
          approvers: ["@acme/dba", "alice"]
          machines: ["deploy-bot"]
          signers: .plangate/allowed_signers
          require-hardware-key: false
          required: { default: 1, data-and-backups-destroy: 2 }
          expires: 24h
          cooling-off: 0m
        """;
}
