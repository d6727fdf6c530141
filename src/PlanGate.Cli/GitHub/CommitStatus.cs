using Newtonsoft.Json.Linq;
using PlanGate.Approvals;

namespace PlanGate.Cli.GitHub;

/// <summary>A commit status: what branch protection requires, and where the approval code is published with GitHub's time.</summary>
internal sealed record CommitStatus
{
    public const int LongestDescription = 140;

    /// <summary><c>success</c>, <c>failure</c> or <c>error</c>.</summary>
    public required string State { get; init; }

    /// <summary>Its name; the last one written under it counts.</summary>
    public required string Context { get; init; }

    public required string Description { get; init; }

    /// <summary>The run, or null.</summary>
    public string? Target { get; init; }

    /// <summary>Who wrote it; null where the account is gone.</summary>
    public Account? Creator { get; init; }

    /// <summary>When it was written, by GitHub's clock; null before.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public static CommitStatus Of(JToken json) => new()
    {
        State = json.Text("state"),
        Context = json.Text("context"),
        Description = json.TextOrNull("description") ?? "",
        Target = json.TextOrNull("target_url"),
        Creator = Accounts.Of(json.At("creator")),
        CreatedAt = json.Time("created_at"),
    };

    public bool SaysTheSameAs(CommitStatus other) => (State, Context, Description, Target) == (other.State, other.Context, other.Description, other.Target);

    public JObject ToJson()
    {
        var json = new JObject { ["state"] = State, ["context"] = Context, ["description"] = Description };
        if (Target is not null)
        {
            json["target_url"] = Target;
        }

        return json;
    }
}
