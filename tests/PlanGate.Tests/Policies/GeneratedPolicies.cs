using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

/// <summary>Plans and policies that have something to do with each other.</summary>
internal static class GeneratedPolicies
{
    private static readonly string[] Types =
    [
        "aws_db_instance", "aws_ebs_volume", "aws_security_group", "aws_instance", "aws_kms_key", "aws_db_snapshot", "aws_db_snapshot", "aws_lb", "kubernetes_namespace",
        "aws_elasticache_cluster", "acme_database", "acme_rule", "google_alloydb_cluster", "null_resource",
    ];

    private static readonly string[][] Actions = [["no-op"], ["create"], ["update"], ["delete"], ["delete", "create"], ["forget"]];
    private static readonly string?[] Stages = [null, "prod", "dev", "dev", "dev", "one", "two"];
    private static readonly string[] Globs = ["**", "aws_*.*", "aws_db_instance.*", "acme_*.n1", "module.a.**", "*.n2", "null_resource.*"];
    private static readonly string[] TypeGlobs = ["aws_*", "acme_rule", "acme_*", "null_resource", "aws_db_snapshot", "*"];
    private static readonly string[] Workspaces = ["prod", "blue", "dev", "*", "b*"];

    private static readonly Gen<Step> Steps =
        from type in Gen.Elements(Types)
        from actions in Gen.Elements(Actions)
        from stage in Gen.Elements(Stages)
        from module in Gen.Elements("", "module.a.")
        from number in Gen.Choose(0, 4)
        select new Step($"{module}{type}.n{number}", actions, stage);

    private static readonly Gen<TestPlan> Plans = Few(Steps, 12).Select(Plan);

    private static readonly Gen<JObject> Marks =
        from isThere in Gen.Elements(true, false)
        from workspaces in Some(isThere ? Workspaces : [])
        from stages in Some(isThere ? ["one", "two", "prod"] : [])
        from addresses in Some(isThere ? Globs : [])
        select new JObject { ["workspaces"] = workspaces, ["tags"] = new JObject { ["Stage"] = stages, ["Environment"] = stages.DeepClone() }, ["addresses"] = addresses };

    private static readonly Gen<JObject> Waivers =
        from rule in Gen.Elements(BuiltInRules.All.Select(rule => rule.Name).Except(["plan-incomplete", "action-invoked"]))
        from address in Gen.Elements(Globs)
        from month in Gen.Choose(1, 9)
        select new JObject { ["rule"] = rule, ["addresses"] = new JArray(address), ["reason"] = "moved: \"CHG-1\"", ["expires"] = $"2027-0{month}-01" };

    private static readonly Gen<JObject> Whens =
        from types in Some(TypeGlobs)
        from actions in Some(["create", "update", "delete", "no-op"])
        from environments in Some(["production", "unknown"])
        from path in Gen.Elements("$.after.size", "$.before.tags.Stage")
        from test in Gen.Elements("exists", "changed")
        select new JObject(new[]
        {
            new JProperty("types", types), new("actions", actions), new("environment", environments),
            new("attributes", new JArray(new JObject { ["path"] = path, [test] = true })),
        }.Where(member => member.Value.Any()));

    // Kinds that are judged at least as strictly as what the catalogue says of the types above.
    private static readonly Gen<JArray> StatefulData =
        from types in Some(TypeGlobs)
        from kind in Gen.Elements("database", "volume", "object-store", "stream")
        select types.Count > 0 ? new JArray(new JObject { ["types"] = types, ["kind"] = kind }) : [];

    /// <summary>A plan and a workspace.</summary>
    public static Gen<(TestPlan Plan, string? Workspace)> Runs { get; } =
        from plan in Plans
        from workspace in Gen.Elements<string?>(null, "prod", "blue", "dev")
        select (plan, workspace);

    /// <summary>A policy that only adds marks of production, types that hold data, and stricter levels.</summary>
    public static Gen<JObject> Stricter { get; } =
        from production in Marks
        from stateful in StatefulData
        from rules in LevelsOf([.. BuiltInRules.All.Select(rule => rule.Name)], ["hard-mandatory"], ["hard-mandatory"])
        from kinds in LevelsOf([.. Kind.All], ["hard-mandatory"], ["hard-mandatory"])
        from count in Gen.Choose(1, 20)
        from percent in Gen.Choose(1, 50)
        select Policy(
            ("environments", new JObject { ["production"] = production }),
            ("stateful", stateful),
            ("rules", With(rules, "mass-destroy", ("count", count), ("percent", percent))),
            ("kinds", kinds));

    /// <summary>A policy of any sort.</summary>
    public static Gen<JObject> Any { get; } =
        from production in Marks
        from other in Marks
        from stateful in Few(from glob in Gen.Elements(TypeGlobs) from kind in Gen.Elements(Kind.All.ToArray()) select new JObject { ["types"] = new JArray(glob), ["kind"] = kind }, 3)
        from stateless in Some(TypeGlobs)
        from rules in LevelsOf([.. BuiltInRules.All.Select(rule => rule.Name).Where(name => name != "data-and-backups-destroy")], ["advisory", "soft-mandatory", "hard-mandatory", "off"], ["advisory", "soft-mandatory", "off"])
        from kinds in LevelsOf([.. Kind.All], ["advisory", "soft-mandatory", "hard-mandatory"], ["advisory", "hard-mandatory"])
        from custom in Few(from when in Whens from level in Gen.Elements("advisory", "soft-mandatory") select (when, level), 2)
        from waivers in Few(Waivers, 2)
        select Policy(
            ("environments", new JObject { ["production"] = production, ["non-production"] = Without(other, production) }),
            ("stateful", new JArray(stateful)),
            ("stateless", stateless.Count > 0 ? new JArray(new JObject { ["types"] = stateless }) : []),
            ("rules", rules),
            ("kinds", kinds),
            ("custom", new JArray(custom.Where(rule => rule.when.Count > 0).Select((rule, index) => new JObject { ["name"] = $"rule-{index}", ["message"] = "m", ["level"] = rule.level, ["when"] = rule.when }))),
            ("waivers", new JArray(waivers.DistinctBy(waiver => waiver.ToString()))));

    private static JObject Policy(params (string Name, JToken Value)[] members) => new(members.Select(member => new JProperty(member.Name, member.Value)).Prepend(new JProperty("version", 1)));

    private static Gen<T[]> Few<T>(Gen<T> one, int most) => from count in Gen.Choose(0, most) from all in Gen.ArrayOf(one, count) select all;

    private static Gen<JArray> Some(string[] words) => Gen.SubListOf(words).Select(chosen => new JArray(chosen));

    private static Gen<JObject> LevelsOf(string[] names, string[] levels, string[] others) =>
        from chosen in Gen.SubListOf(names)
        from level in Gen.Elements(levels)
        from other in Gen.Elements(others)
        from both in Gen.Choose(0, 2)
        select new JObject(chosen.Select((name, index) => new JProperty(name, ((index + both) % 3) switch
        {
            0 => new JObject { ["level"] = level },
            1 => new JObject { ["non-production"] = other },
            _ => new JObject { ["level"] = level, ["non-production"] = other },
        })));

    private static JObject With(JObject rules, string name, params (string Name, int Value)[] members)
    {
        var rule = (JObject)(rules[name] ??= new JObject());
        foreach (var (member, value) in members)
        {
            rule[member] = value;
        }

        return rules;
    }

    // The same mark in both environments would be refused.
    private static JObject Without(JObject marks, JObject others)
    {
        foreach (var (member, other) in new[] { "workspaces", "addresses", "tags.Stage", "tags.Environment" }.Select(path => (marks.SelectToken(path)!, others.SelectToken(path)!)))
        {
            foreach (var twice in member.Where(value => other.Any(one => JToken.DeepEquals(one, value))).ToList())
            {
                twice.Remove();
            }
        }

        return marks;
    }

    private static TestPlan Plan(Step[] steps)
    {
        var plan = new TestPlan();
        foreach (var step in steps.DistinctBy(step => step.Address))
        {
            JToken before = step.Actions[0] == "create" ? JValue.CreateNull() : Values(step, 1);
            plan.With(step.Address, step.Actions, before, change => change["change"]!["after"] = step.Actions is ["delete"] or ["forget"] ? JValue.CreateNull() : Values(step, 2));
        }

        return plan;
    }

    private static JObject Values(Step step, int size) => new(
        new[] { new JProperty("id", step.Address), new("size", size), new("deletion_policy", size == 1 ? "ABANDON" : "DELETE") }
            .Concat(step.Stage is null ? [] : [new JProperty("tags", new JObject { ["Stage"] = step.Stage, ["Environment"] = step.Stage })]));

    private sealed record Step(string Address, string[] Actions, string? Stage);
}
