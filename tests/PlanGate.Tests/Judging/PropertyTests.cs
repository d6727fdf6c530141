using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Judging;

/// <summary>What must hold for every plan, tried on many.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Types =
    [
        "aws_db_instance", "aws_ebs_volume", "aws_security_group", "aws_instance", "aws_kms_key", "aws_db_snapshot", "aws_iam_role", "kubernetes_namespace",
        "acme_database", "acme_rule", "google_sql_database_instance", "azurerm_resource_group", "null_resource",
    ];

    private static readonly string[][] Actions = [["no-op"], ["create"], ["update"], ["delete"], ["delete", "create"], ["create", "delete"], ["forget"]];

    private static readonly string?[] Marks = [null, "prod", "dev", "prod-test", "latest"];

    private static readonly Gen<Step> Steps =
        from type in Gen.Elements(Types)
        from actions in Gen.Elements(Actions)
        from mark in Gen.Elements(Marks)
        from number in Gen.Choose(0, 9)
        select new Step(type, actions, mark, number);

    private static readonly Arbitrary<Step[]> Plans = Arb.From(Gen.ArrayOf(Steps));

    [Fact]
    public void Adding_a_destruction_never_lowers_the_decision() =>
        Check(steps =>
        {
            var before = Judge(steps);
            return Types.All(type => Judge([.. steps, new(type, ["delete"], null, 10)]) >= before);
        });

    [Fact]
    public void Order_never_changes_decision_or_fingerprint() =>
        Check(steps =>
        {
            var (one, other) = (Plan(steps).Judged(), Plan([.. Enumerable.Reverse(steps)]).Judged());
            return one.Decision == other.Decision && one.Fingerprint == other.Fingerprint;
        });

    [Fact]
    public void White_space_and_the_order_of_members_never_change_decision_or_fingerprint() =>
        Check(steps =>
        {
            var plan = Plan(steps);
            var (one, other) = (TestPlan.Judge(Bytes(plan.Json())), TestPlan.Judge(Bytes(Reversed(JToken.Parse(plan.Json(Formatting.Indented))).ToString())));
            return one.Decision == other.Decision && one.Fingerprint == other.Fingerprint;
        });

    [Fact]
    public void Unrelated_changes_never_change_decision_or_fingerprint() =>
        Check(steps =>
        {
            var (one, other) = (Plan(steps).Judged(), Plan([.. steps, new("aws_security_group", ["update"], null, 11), new("aws_db_instance", ["create"], "prod", 12)]).Judged());
            return one.Decision == other.Decision && one.Fingerprint == other.Fingerprint;
        });

    [Fact]
    public void The_same_bytes_give_the_same_bytes() =>
        Check(steps => Report(steps) == Report(steps));

    [Fact]
    public void A_plan_that_is_cut_off_is_never_passed() =>
        Check(steps =>
        {
            var bytes = Bytes(Plan(steps).Json());
            return Enumerable.Range(0, 20).All(part => TestPlan.Judge(bytes[..(bytes.Length * part / 20)]).Decision == Decision.Error);
        });

    private static void Check(Func<Step[], bool> property) =>
        Prop.ForAll(Plans, steps => property(Distinct(steps))).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    // Two changes of one object make no plan.
    private static Step[] Distinct(Step[] steps) => [.. steps.DistinctBy(step => (step.Type, step.Number))];

    private static Decision Judge(Step[] steps) => Plan(steps).Judged().Decision;

    private static TestPlan Plan(Step[] steps)
    {
        var plan = new TestPlan();
        foreach (var step in steps)
        {
            plan.With($"{step.Type}.n{step.Number}", step.Actions, step.Mark is null ? null : new { id = "x", tags = new { Environment = step.Mark } });
        }

        return plan;
    }

    private static string Report(Step[] steps)
    {
        var text = new StringWriter();
        PlanGate.Reports.JsonReport.Write(Plan(steps).Judged(), "0", text);
        PlanGate.Reports.TextReport.Write(Plan(steps).Judged(), true, text);
        return text.ToString();
    }

    private static JToken Reversed(JToken token) => token switch
    {
        JObject map => new JObject(map.Properties().Reverse().Select(property => new JProperty(property.Name, Reversed(property.Value)))),
        JArray list => new JArray(list.Select(Reversed)),
        _ => token.DeepClone(),
    };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private sealed record Step(string Type, string[] Actions, string? Mark, int Number);
}
