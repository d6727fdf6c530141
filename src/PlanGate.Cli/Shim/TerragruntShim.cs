using System.Text.RegularExpressions;

namespace PlanGate.Cli.Shim;

/// <summary>
/// What a call of terragrunt does. It runs terraform or tofu itself, once for every unit, and is given those that stand in front: so every unit is judged there.
/// Refused is what it does without them, and what would make it take others.
/// </summary>
internal static partial class TerragruntShim
{
    private static readonly string[] Shimmed = ["terraform", "tofu"];
    private static readonly string[] ToolOptions = ["tf-path", "terragrunt-tfpath"];
    private static readonly string[] ToolVariables = ["TG_TF_PATH", "TERRAGRUNT_TFPATH"];
    private static readonly string[] DirectoryOptions = ["working-dir", "terragrunt-working-dir"];
    private static readonly string[] DirectoryVariables = ["TG_WORKING_DIR", "TERRAGRUNT_WORKING_DIR"];

    private static readonly string[] ConfigurationOptions = ["config", "terragrunt-config"];
    private static readonly string[] ConfigurationVariables = ["TG_CONFIG", "TERRAGRUNT_CONFIG"];

    // Where units are copied to: what lies there was looked at where it came from.
    private static readonly string[] Copies = [".terragrunt-cache", ".terraform", ".git"];

    // A call with one of the first and none of the second changes nothing. For every other one it has to be sure that what stands in front is used.
    private static readonly HashSet<string> Reads = new(StringComparer.Ordinal)
    {
        "catalog", "console", "dag", "find", "fmt", "get", "graph", "graph-dependencies", "hcl", "hclfmt", "hclvalidate", "help", "info", "list", "output", "output-all", "plan", "plan-all", "providers", "render", "render-json",
        "scaffold", "show", "terragrunt-info", "validate", "validate-all", "validate-inputs", "version", "--help", "-h", "--version", "-v",
    };

    private static readonly HashSet<string> Changes = new(StringComparer.Ordinal)
    {
        "apply", "apply-all", "destroy", "destroy-all", "force-unlock", "import", "init", "refresh", "state", "taint", "test", "untaint", "workspace",
    };

    /// <summary>Reads a call.</summary>
    /// <param name="args">The arguments behind the tool's name.</param>
    /// <param name="folder">The folder of the shims.</param>
    /// <param name="surroundings">The environment and the working directory.</param>
    /// <param name="isThere">The real tool of a name is on the PATH.</param>
    public static ShimCall Of(IReadOnlyList<string> args, string folder, Surroundings surroundings, Func<string, bool> isThere)
    {
        if (Value(args, ToolOptions) is { } path && !Shimmed.Contains(path))
        {
            return ShimCall.Refuse($"terragrunt would run {path}, which goes round what stands in front of terraform: leave it out, or name terraform or tofu");
        }

        var command = args.FirstOrDefault(word => word is "backend" or "exec");
        if (command == "backend" && args.Any(word => word is "delete" or "migrate"))
        {
            return ShimCall.Refuse("terragrunt would delete or move a state, and no plan shows that. Ask a person to do this, with a copy of the state at hand");
        }

        if (command == "exec" && args.FirstOrDefault(word => word.Contains('/') && ShimFile.Tools.Contains(Path.GetFileName(word))) is { } tool)
        {
            return ShimCall.Refuse($"{tool} is not what stands in front of it: name it without its path");
        }

        var directory = Value(args, DirectoryOptions) ?? DirectoryVariables.Select(surroundings.Variable).FirstOrDefault(value => value is { Length: > 0 });
        var isReading = args.Any(Reads.Contains) && !args.Any(Changes.Contains);
        List<(string File, string? Value)> binary;
        try
        {
            var configuration = Value(args, ConfigurationOptions) ?? ConfigurationVariables.Select(surroundings.Variable).FirstOrDefault(value => value is { Length: > 0 });
            binary = [.. configuration is null ? [] : In(Path.GetFullPath(configuration, surroundings.Directory)), .. Binaries(Path.GetFullPath(directory ?? ".", surroundings.Directory))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!isReading)
            {
                return ShimCall.Refuse($"which terraform its configuration names cannot be read: {e.Message}");
            }

            binary = [];
        }

        if (!isReading && binary.FirstOrDefault(found => found.Value is null || !Shimmed.Contains(found.Value)) is { File: { } file })
        {
            return ShimCall.Refuse($"{file} sets terraform_binary, which could go round what stands in front of terraform: take it out, and choose by TG_TF_PATH=terraform or =tofu");
        }

        var wanted = ToolVariables.Select(surroundings.Variable).FirstOrDefault(value => value is { Length: > 0 }) is { } named ? Path.GetFileName(named) : binary.FirstOrDefault().Value;
        var chosen = Path.Combine(folder, wanted == "tofu" || !isThere("terraform") ? "tofu" : "terraform");
        return new()
        {
            Answer = ShimAnswer.PassOn,
            Variables = new Dictionary<string, string>(ToolVariables.Select(name => KeyValuePair.Create(name, chosen)))
            {
                // For what is found by its bare name: another unit's tool, hooks, `exec`.
                ["PATH"] = $"{folder}{Path.PathSeparator}{surroundings.Variable("PATH")}",
            },
        };
    }

    // An option's value, joined by = or behind it; the last one counts.
    private static string? Value(IReadOnlyList<string> args, string[] options)
    {
        string? value = null;
        for (var at = 0; at < args.Count; at++)
        {
            var (name, joined) = args[at].IndexOf('=', StringComparison.Ordinal) is > 0 and var split ? (args[at][..split], args[at][(split + 1)..]) : (args[at], null);
            if (name.StartsWith('-') && options.Contains(name.TrimStart('-')))
            {
                value = joined ?? args.ElementAtOrDefault(at + 1) ?? "";
            }
        }

        return value;
    }

    // Which tool the configuration asks for, in the files of this directory, of those above it, and of the units below it: some versions of terragrunt let it win over the environment.
    // The value is null where it is no plain text.
    private static IEnumerable<(string File, string? Value)> Binaries(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            foreach (var found in at.Exists ? Files(at.FullName).SelectMany(In) : [])
            {
                yield return found;
            }
        }

        foreach (var found in Below(directory).SelectMany(In))
        {
            yield return found;
        }
    }

    private static IEnumerable<string> Below(string directory)
    {
        foreach (var below in Directory.Exists(directory) ? Directory.EnumerateDirectories(directory).Where(path => !Copies.Contains(Path.GetFileName(path)) && new FileInfo(path).LinkTarget is null) : [])
        {
            foreach (var file in Files(below).Concat(Below(below)))
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<string> Files(string directory) => Directory.EnumerateFiles(directory, "*.hcl").Concat(Directory.EnumerateFiles(directory, "*.hcl.json"));

    private static IEnumerable<(string File, string? Value)> In(string file) =>
        Setting.Matches(File.ReadAllText(file)).Select(match => (file, match.Groups["plain"] is { Success: true } plain ? plain.Value : null));

    [GeneratedRegex("""(?:^|[{,])\s*"?terraform_binary"?\s*[=:]\s*(?:"(?<plain>[^"$%\\]*)"|.)""", RegexOptions.Multiline)]
    private static partial Regex Setting { get; }
}
