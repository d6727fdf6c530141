using System.Globalization;

namespace PlanGate.Cli;

/// <summary>The policy file that <c>plangate init</c> writes: what was found is set, everything else is shown as a comment.</summary>
internal static class StarterPolicy
{
    /// <summary>Where the schema for editors goes, relative to the policy.</summary>
    public const string SchemaPath = ".plangate/policy.schema.json";

    // More than a reader takes in: the rest is named by a pattern, which only the team can choose.
    private const int MostNames = 20;
    private const int DaysOfTheSampleWaiver = 90;

    /// <summary>The text of the policy. Lines that begin with # and no space are settings that can be switched on.</summary>
    /// <param name="found">What was found in the repository.</param>
    /// <param name="today">The day, UTC: the waiver in the comments must not be over already.</param>
    public static string Text(RepositorySurvey found, DateOnly today) => $$"""
        # yaml-language-server: $schema={{SchemaPath}}
        #
        # What PlanGate is told about this repository. Every part may be left out. What is set below was found here; please read it.
        # The rest is shown as comments: lines that begin with # and no space are settings, take the # away to use them.
        # `plangate policy check` says whether the file is in order, `plangate policy test` whether it does what you mean.
        version: 1

        # Build on policies that come with PlanGate, or on files of your own, relative to this one. plangate:baseline writes down
        # today's defaults, plangate:strict asks for two people and stops more.
        #extends: ["plangate:strict"]

        # What is production, and what is not. Tags, labels, workspaces and names that say prod, live, dev, staging, preview ... are
        # understood without a word here. Production wins over non-production wherever each was found: no line of this file can
        # undo a production tag. What nothing marks is treated as production.
        {{Environments(found)}}

        # Your own types, or single objects, that hold data though nobody would guess it; and those that hold none.
        #stateful:
        #  - types: ["acme_ledger"]
        #    addresses: ["terraform_data.ledger*"]
        #    kind: database
        #stateless:
        #  - addresses: ["module.scratch.**"]

        # How strict a rule is: advisory (shown), soft-mandatory (stops until a person says yes), hard-mandatory (stops until this
        # file says otherwise), off. `level` is for production and where nothing marks the environment, `non-production` for the
        # rest. `plangate explain PG101` says what a rule does and how strict it is by itself.
        #rules:
        #  forget: { level: soft-mandatory }
        #  mass-destroy: { count: 20, percent: 30 }

        # The same by what is lost; a rule beats a kind.
        #kinds:
        #  cache: { level: advisory }

        # Rules of your own. All that is named must be true of a change; what is known only after apply meets every condition.
        #custom:
        #  - name: zone-ttl
        #    message: "A TTL under a minute"
        #    level: advisory
        #    when:
        #      types: ["aws_route53_record"]
        #      actions: [update, create]
        #      environment: [production]
        #      attributes: [{ path: "$.after.ttl", less-than: 60 }]

        # Exceptions: this rule does not stop on these objects, until a day (that day included, UTC).
        #waivers:
        #  - rule: stateful-destroy
        #    addresses: ["aws_db_instance.legacy"]
        #    reason: "moved to Aurora, CHG-1234"
        #    expires: {{today.AddDays(DaysOfTheSampleWaiver).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}

        # Who may say yes, how many it takes, and for how long.
        #approvals:
        #  approvers: ["@acme/dba", "alice"]
        #  required: { default: 1, data-and-backups-destroy: 2 }
        #  expires: 24h

        """;

    private static string Environments(RepositorySurvey found)
    {
        string[] production = [.. Environment(found, isProduction: true)];
        string[] nonProduction = [.. Environment(found, isProduction: false)];
        var nothing = production.Concat(nonProduction).All(IsComment);
        return string.Join('\n',
        [
            nothing ? "#environments:" : "environments:",
            Key("  production:", nothing || production.All(IsComment)),
            .. production,
            Key("  non-production:", nothing || nonProduction.All(IsComment)),
            .. nonProduction,
        ]);
    }

    private static IEnumerable<string> Environment(RepositorySurvey found, bool isProduction)
    {
        yield return Marks("workspaces", [.. found.Workspaces.Where(name => name.IsProduction == isProduction)], name => name, isProduction ? "\"prod\", \"prod-*\"" : "\"dev\", \"pr-*\"", "");
        yield return Marks("stacks", [.. found.Stacks.Where(name => name.IsProduction == isProduction)], name => $"*/{name}", isProduction ? "\"*/prod\"" : "\"*/dev\"", " # Pulumi: project/stack");
        yield return $"#    tags: {{ Environment: [{(isProduction ? "production, prod" : "dev, test, preview")}] }}";
        yield return $"#    addresses: [\"module.{(isProduction ? "prod" : "sandbox")}.**\"]";
        yield return Marks("paths", [.. found.Folders.Where(name => name.IsProduction == isProduction)], name => $"{name}/**", isProduction ? "\"live/prod/**\"" : "\"live/dev/**\"", " # where the plan lies, from the root of the repository");
    }

    private static string Marks(string member, IReadOnlyList<EnvironmentName> names, Func<string, string> glob, string sample, string explanation)
    {
        if (names.Count == 0)
        {
            return $"#    {member}: [{sample}]{explanation}";
        }

        var places = names.Take(MostNames).Select(name => name.From).Where(from => from != RepositorySurvey.AFolder).Distinct().ToList();
        var more = names.Count > MostNames ? [$"{(names.Count - MostNames).ToString(CultureInfo.InvariantCulture)} more"] : (string[])[];
        var remark = string.Join(", ", places.Concat(more));
        return $"    {member}: [{string.Join(", ", names.Take(MostNames).Select(name => $"\"{glob(name.Name)}\""))}]{(remark.Length > 0 ? $" # {remark}" : "")}";
    }

    private static string Key(string line, bool isComment) => isComment ? $"#{line}" : line;

    private static bool IsComment(string line) => line[0] == '#';
}
