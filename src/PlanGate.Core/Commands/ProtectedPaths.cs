namespace PlanGate.Commands;

/// <summary>The files by which a gate could be opened: policies, who may sign, and the settings that put hooks in place.</summary>
public static class ProtectedPaths
{
    // A path that ends like this; a star for one name, two for any number.
    private static readonly (string Path, string What)[] Endings =
    [
        (".plangate.yml", "the policy"),
        (".plangate/*", "the policy's files"),
        (".plangate", "the policy's files"),
        ("allowed_signers", "who may sign approvals"),
        ("etc/plangate/*", "the policy of this machine"),
        ("etc/plangate", "the policy of this machine"),
        (".claude/settings.json", "the agent's hooks"),
        (".claude/settings.local.json", "the agent's hooks"),
        (".claude/hooks/*", "the agent's hooks"),
        ("claude-code/managed-settings.json", "the agent's hooks"),
        (".cursor/hooks.json", "the agent's hooks"),
        (".cursor/hooks/*", "the agent's hooks"),
        (".gemini/settings.json", "the agent's hooks"),
        (".github/hooks/*", "the agent's hooks"),
        (".copilot/hooks/*", "the agent's hooks"),
        (".copilot/config.json", "the agent's hooks"),
        (".codex/hooks.json", "the agent's hooks"),
        (".codex/config.toml", "the agent's hooks"),
        (".codex/requirements.toml", "the agent's hooks"),
        ("windsurf/hooks.json", "the agent's hooks"),
        (".windsurf/hooks.json", "the agent's hooks"),
        (".git/config", "where the policy is read from"),
        (".git/config.worktree", "where the policy is read from"),
        (".git/refs", "where the policy is read from"),
        (".git/refs/remotes", "where the policy is read from"),
        (".git/refs/remotes/**", "where the policy is read from"),
        (".git/packed-refs", "where the policy is read from"),
    ];

    // Their folders go with all that is in them.
    private static readonly string[] Folders = [".claude", ".cursor", ".gemini", ".codex", ".copilot", ".windsurf", ".github", ".github/hooks", ".claude/hooks", ".cursor/hooks"];

    /// <summary>What the file is that a path names, or null where anybody may write it.</summary>
    public static string? What(string path)
    {
        var parts = Normal(path);
        return Under(parts, ".plangate") is { Length: > 0 } inside && inside[0] is "tests" or "policy.schema.json" ? null
            : Endings.FirstOrDefault(ending => Ends(parts, ending.Path.Split('/'))).What;
    }

    /// <summary>The same for what goes with a whole folder: a removal, a move.</summary>
    internal static string? WhatGoesWith(string path)
    {
        var parts = Normal(path);
        return What(path) ?? (Folders.Any(folder => Ends(parts, folder.Split('/'))) ? "the agent's hooks" : null);
    }

    private static string[]? Under(string[] parts, string folder) => Array.IndexOf(parts, folder) is >= 0 and var at ? parts[(at + 1)..] : null;

    private static string[] Normal(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Replace('\\', '/').ToLowerInvariant().Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return [.. parts];
    }

    private static bool Ends(string[] parts, string[] ending)
    {
        if (ending[^1] == "**")
        {
            return Enumerable.Range(0, Math.Max(0, parts.Length - ending.Length + 1)).Any(at => Fits(parts[at..(at + ending.Length - 1)], ending[..^1]));
        }

        return parts.Length >= ending.Length && Fits(parts[^ending.Length..], ending);
    }

    // A name of which nothing is known is not taken for one of these.
    private static bool Fits(string[] parts, string[] ending) =>
        parts.Zip(ending).All(pair => pair.Second == "*" || (!Unresolved.IsAll(pair.First) && Programs.MayBe(pair.First, pair.Second)));
}
