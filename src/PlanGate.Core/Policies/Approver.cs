using System.Globalization;
using System.Text.RegularExpressions;

namespace PlanGate.Policies;

/// <summary>An entry of <c>approvers</c> or <c>machines</c>: a team, or an account by its login as of now or pinned by its number.</summary>
/// <param name="Organization">The team's organization; null for an account.</param>
/// <param name="Name">The team's slug, or the account's login.</param>
/// <param name="Id">The account's number where the entry pins it: then the login only helps whoever reads it.</param>
public sealed partial record Approver(string? Organization, string Name, long? Id)
{
    /// <summary>How an entry is written.</summary>
    public const string Forms = "write a login (alice), a login with its number (alice#1002), or a team (@acme/dba)";

    /// <summary>It names a team.</summary>
    public bool IsTeam => Organization is not null;

    /// <summary>Reads an entry; null where it is none.</summary>
    public static Approver? Parse(string text)
    {
        if (Team.Match(text) is { Success: true } team)
        {
            return new(team.Groups["org"].Value, team.Groups["name"].Value, null);
        }

        return Account.Match(text) is { Success: true } account
            ? new(null, account.Groups["name"].Value, account.Groups["id"] is { Success: true, Value: var id } ? long.Parse(id, CultureInfo.InvariantCulture) : null)
            : null;
    }

    /// <summary>It names this account.</summary>
    public bool Is(long id, string login) => !IsTeam && (Id is { } pinned ? pinned == id : string.Equals(Name, login, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^@(?<org>[A-Za-z0-9][A-Za-z0-9_-]*)/(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)\z")]
    private static partial Regex Team { get; }

    [GeneratedRegex(@"^@?(?<name>[A-Za-z0-9][A-Za-z0-9_-]*(\[bot\])?)(#(?<id>[1-9][0-9]{0,17}))?\z")]
    private static partial Regex Account { get; }
}
