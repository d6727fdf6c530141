namespace PlanGate.Commands;

/// <summary>Programs by the names they are called by.</summary>
public static class Programs
{
    /// <summary>The tools that change infrastructure from a configuration.</summary>
    public static IReadOnlyList<string> InfrastructureTools { get; } = ["terraform", "tofu", "terragrunt", "pulumi", "cdktf"];

    /// <summary>Shells, whose scripts are read.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["sh", "bash", "zsh", "dash", "ksh", "mksh", "ash", "fish", "rbash", "csh", "tcsh", "osh"];

    public static IReadOnlyList<string> PowerShells { get; } = ["pwsh", "powershell", "pwsh-preview"];

    /// <summary>Languages whose programs are looked through for the names of guarded tools.</summary>
    public static IReadOnlyList<string> Interpreters { get; } =
        ["python", "node", "nodejs", "ruby", "perl", "php", "deno", "bun", "lua", "osascript", "awk", "gawk", "mawk", "tclsh", "expect", "rscript", "elixir", "groovy", "jshell", "ipython", "tsx", "ts-node", "pypy", "irb", "julia", "emacs", "vim", "nvim", "vi", "ex"];

    // Programs that read, print or move around text, whatever words it holds; what they write is looked at by its path.
    private static readonly HashSet<string> Inert = new(StringComparer.Ordinal)
    {
        "echo", "printf", "cat", "head", "tail", "less", "more", "bat", "grep", "egrep", "fgrep", "rg", "ag", "ack", "ls", "ll", "tree", "wc", "sort", "uniq", "cut", "tr", "sed", "diff", "cmp", "comm",
        "file", "stat", "du", "df", "which", "whereis", "type", "command", "hash", "man", "info", "tldr", "help", "true", "false", ":", "test", "[", "[[", "cd", "pushd", "popd", "dirs", "pwd", "basename",
        "dirname", "realpath", "readlink", "git", "gh", "glab", "hub", "export", "declare", "typeset", "local", "readonly", "unset", "set", "shift", "alias", "unalias", "read", "mapfile", "readarray", "let",
        "return", "exit", "break", "continue", "wait", "sleep", "date", "mkdir", "rmdir", "touch", "tee", "jq", "yq", "column", "fold", "nl", "paste", "rev", "tac", "md5sum", "sha256sum", "sha1sum",
        "shasum", "cksum", "base64", "xxd", "od", "hexdump", "strings", "seq", "yes", "clear", "tput", "whoami", "id", "hostname", "uname", "uptime", "ps", "pgrep", "kill", "jobs", "fg", "bg", "disown",
        "umask", "ulimit", "locale", "env-vars", "apt", "apt-get", "brew", "dnf", "yum", "apk", "pacman", "snap", "choco", "winget", "scoop", "pip", "pip3", "npm-view", "code", "cursor", "open", "xdg-open",
        "tflint", "tfsec", "checkov", "trivy", "terrascan", "infracost", "terraform-docs", "tfenv", "tfswitch", "tofuenv", "tgenv", "getopts", "printenv", "fmt", "pbcopy", "xclip", "spell", "aspell",
        "write-host", "write-output", "get-content", "select-string", "get-childitem", "get-command", "set-location", "out-file", "test-path",
        "cp", "mv", "rm", "ln", "install", "rsync", "chmod", "chown", "chgrp", "tar", "unzip", "zip", "gzip", "gunzip", "truncate", "patch", "shred", "unlink", "set-content", "add-content", "remove-item", "copy-item", "move-item",
    };

    // What certainly leaves every file as it is: beside it on the same line, a saved plan is still the one that was judged.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "echo", "printf", "cat", "head", "tail", "grep", "egrep", "fgrep", "rg", "ls", "wc", "sort", "uniq", "cut", "tr", "diff", "file", "stat", "which", "type", "true", "false", ":", "test", "[", "cd",
        "pushd", "popd", "pwd", "basename", "dirname", "realpath", "readlink", "export", "declare", "local", "readonly", "unset", "set", "shift", "return", "exit", "break", "continue", "wait", "sleep",
        "date", "mkdir", "jq", "column", "md5sum", "sha256sum", "seq", "whoami", "id", "hostname", "uname", "umask", "ulimit", "getopts", "printenv", "tee", "less", "more", "plangate",
        "write-host", "write-output", "get-content", "select-string", "get-childitem", "set-location", "test-path",
    };

    /// <summary>Its arguments are text to it: it starts none of them.</summary>
    public static bool IsInert(string name) => Inert.Contains(name);

    /// <summary>It changes no file, but for where its output is led.</summary>
    public static bool IsHarmless(string name, IReadOnlyList<string> arguments) => Harmless.Contains(name) && name switch
    {
        "sort" => !arguments.Any(argument => argument.StartsWith("--o", StringComparison.Ordinal) || (argument.StartsWith('-') && !argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('o', StringComparison.Ordinal))),
        "uniq" => arguments.Count(argument => !argument.StartsWith('-')) < 2,
        _ => true,
    };

    /// <summary>The name of a program without folders, endings and versions, in small letters: <c>/usr/bin/terraform1.5</c> is <c>terraform</c>.</summary>
    public static string NameOf(string word)
    {
        var name = word[(word.LastIndexOfAny(['/', '\\', '#']) + 1)..].ToLowerInvariant();
        foreach (var ending in (string[])[".exe", ".cmd", ".bat", ".ps1", ".com"])
        {
            name = name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
        }

        if (name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at)
        {
            name = name[..at];
        }

        name = name switch { "opentofu" => "tofu", "cdktf-cli" => "cdktf", _ => name };
        // python3.12, pythonw, pypy3, php8.3, bash-5.2.
        var plain = name.TrimEnd("0123456789.-w".ToCharArray());
        return InfrastructureTools.FirstOrDefault(tool => IsVersionOf(name, tool)) ?? (plain.Length < name.Length && (plain == "python" || (!name.EndsWith('w') && (Interpreters.Contains(plain) || Shells.Contains(plain)))) ? plain : name);
    }

    // terraform-1.5.7, terraform1.5, tofu_v1.8, terraform-v1, terraform_linux_amd64.
    private static bool IsVersionOf(string name, string tool)
    {
        if (!name.StartsWith(tool, StringComparison.Ordinal) || name.Length == tool.Length)
        {
            return false;
        }

        var rest = name[tool.Length..].TrimStart('-', '_').TrimStart('v');
        return rest.Length > 0 && (char.IsAsciiDigit(rest[0]) || rest is "beta" or "alpha" or "new" or "old" or "real" or "bin" or "latest" || rest.StartsWith("linux", StringComparison.Ordinal) || rest.StartsWith("darwin", StringComparison.Ordinal))
            && !rest.EndsWith(".zip", StringComparison.Ordinal) && !rest.EndsWith(".tf", StringComparison.Ordinal);
    }

    /// <summary>A word that may be this text, letters that are not known included.</summary>
    public static bool MayBe(string word, string text) => Matches(text, word);

    /// <summary>Whether a word fits one of the patterns in <c>a*|b</c>, or may do so where parts of it are not known.</summary>
    public static bool Matches(string patterns, string word) => patterns.Split('|').Any(pattern => MatchesOne(pattern, word.ToLowerInvariant(), pattern.Length, word.Length));

    // Both sides may hold wildcards: is there a text that fits both?
    private static bool MatchesOne(ReadOnlySpan<char> pattern, ReadOnlySpan<char> word, int patternLength, int wordLength)
    {
        Span<bool> row = wordLength < 512 ? stackalloc bool[wordLength + 1] : new bool[wordLength + 1];
        Span<bool> next = wordLength < 512 ? stackalloc bool[wordLength + 1] : new bool[wordLength + 1];
        row[0] = true;
        for (var w = 1; w <= wordLength; w++)
        {
            row[w] = row[w - 1] && Unresolved.Is(word[w - 1]);
        }

        for (var p = 1; p <= patternLength; p++)
        {
            var any = pattern[p - 1] == '*';
            next[0] = row[0] && any;
            for (var w = 1; w <= wordLength; w++)
            {
                next[w] = any ? row[w] || next[w - 1]
                    : Unresolved.Is(word[w - 1]) ? row[w] || next[w - 1]
                    : row[w - 1] && char.ToLowerInvariant(pattern[p - 1]) == word[w - 1];
            }

            next.CopyTo(row);
        }

        return row[wordLength];
    }
}
