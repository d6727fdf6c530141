using Newtonsoft.Json.Linq;
using PlanGate.Approvals;

namespace PlanGate.Cli.GitHub;

/// <summary>A comment on a pull request.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Node">Its name in GraphQL.</param>
/// <param name="Author">Who wrote it; null where the account is gone.</param>
/// <param name="Body">Its text. Whoever may write could have changed it: it is only ever compared, never believed.</param>
/// <param name="IsMinimized">It is folded away.</param>
/// <param name="Address">Where people see it.</param>
internal sealed record Comment(long Id, string Node, Account? Author, string Body, bool IsMinimized, string Address)
{
    public static Comment Of(JToken json) => new(
        json.Number("id"),
        json.TextOrNull("node_id") ?? "",
        Accounts.Of(json.At("user")),
        json.TextOrNull("body") ?? "",
        json.At("minimized") is not null,
        json.TextOrNull("html_url") ?? "");

    /// <summary>The text is this one, however its lines end.</summary>
    public bool Says(string text) => Body.ReplaceLineEndings("\n").TrimEnd() == text.ReplaceLineEndings("\n").TrimEnd();
}
