namespace PlanGate.Commands;

/// <summary>Looks for guarded tools in text that is no command line that could be read.</summary>
internal static class Mentions
{
    private static readonly string[] ChangingWords = ["apply", "destroy", "up", "down", "deploy", "state", "taint", "import", "force-unlock", "run-all"];
    private static readonly string[] RunningWords = ["system", "exec", "qx", "popen", "spawn", "open", "subprocess", "`", "shell", "getline", "| \"", "|\""];

    /// <summary>What in the text is guarded, or null: a tool for infrastructure, or a known destructive call with all of its words.</summary>
    public static string? Of(string text, CommandPatterns patterns)
    {
        foreach (var tool in Programs.InfrastructureTools.Append("plangate"))
        {
            if (HasWord(text, tool))
            {
                return tool;
            }
        }

        return OfCall(text, patterns);
    }

    /// <summary>A known destructive call of which the text has every word, or null.</summary>
    public static string? OfCall(string text, CommandPatterns patterns)
    {
        foreach (var program in patterns.ProgramNames)
        {
            var isNamed = HasWord(text, program);
            if (!isNamed && !IsRequest(program))
            {
                continue;
            }

            foreach (var pattern in patterns.Of(program))
            {
                if (isNamed && pattern is { Words.Count: > 0, Text: "", Url: "" } && pattern.Words.All(word => word.Split('|').Any(one => HasWord(text, one))) && (pattern.With.Count == 0 || pattern.With.Any(option => option.Split('|').Any(one => HasWord(text, one)))))
                {
                    return $"{program} {string.Join(' ', pattern.Words)}";
                }

                if (pattern is { Text.Length: > 0 } && (isNamed || pattern.Method.Length == 0) && pattern.FitsText([text]))
                {
                    return pattern.Loses;
                }
            }
        }

        return null;
    }

    /// <summary>The line of a program's text that seems to let a tool change infrastructure, or null.</summary>
    public static string? InProgram(string text, CommandPatterns patterns)
    {
        foreach (var line in text.Split('\n'))
        {
            var start = line.AsSpan().TrimStart();
            if (start.StartsWith("#") || start.StartsWith("//") || start.StartsWith("*") || start.StartsWith("--"))
            {
                continue;
            }

            if (Programs.InfrastructureTools.Any(tool => HasWord(line, tool)) && ChangingWords.Any(word => HasWord(line, word)))
            {
                return line.Trim();
            }
        }

        foreach (var pattern in patterns.Of("curl"))
        {
            if (pattern is { Text.Length: > 0 } && pattern.FitsText([text]))
            {
                return pattern.Loses;
            }
        }

        return null;
    }

    /// <summary>The text of a script for a text tool such as awk starts other programs.</summary>
    public static bool RunsPrograms(string text) => RunningWords.Any(word => text.Contains(word, StringComparison.Ordinal));

    private static bool IsRequest(string program) => program is "curl" or "psql";

    /// <summary>The text has the word by itself: <c>terraform</c>, but not <c>.terraform/</c>, <c>terraform.tfvars</c> or <c>terraform-docs</c>.</summary>
    public static bool HasWord(string text, string pattern)
    {
        var word = pattern.TrimEnd('*');
        var isPrefix = word.Length < pattern.Length;
        if (word.Length == 0 || word.Contains('*', StringComparison.Ordinal))
        {
            return word.Length == 0 || word.Split('*').All(part => text.Contains(part, StringComparison.OrdinalIgnoreCase));
        }

        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var before = at == 0 ? ' ' : text[at - 1];
            var after = at + word.Length >= text.Length ? ' ' : text[at + word.Length];
            var then = at + word.Length + 1 >= text.Length ? ' ' : text[at + word.Length + 1];
            if (char.IsLetterOrDigit(before) || before is '_' or '.' || (before == '-' && word[0] != '-'))
            {
                continue;
            }

            if (isPrefix || !(char.IsLetter(after) || after is '_' or '/' or '\\' || (after == '-' && !char.IsDigit(then)) || (after == '.' && then is 't' or 'w' or 'l')))
            {
                return true;
            }
        }

        return false;
    }
}
