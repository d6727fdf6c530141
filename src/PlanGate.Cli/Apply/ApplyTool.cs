using System.Diagnostics;

namespace PlanGate.Cli.Apply;

/// <summary>The tool that applies a plan, and how it is called.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Executable">Its path.</param>
/// <param name="Directory">Where it runs.</param>
/// <param name="Arguments">Its arguments, without the user's.</param>
/// <param name="Allowed">The options that the user may add: none that changes what is applied, or where to.</param>
internal sealed record ApplyTool(string Name, string Executable, string Directory, Func<string, IReadOnlyList<string>, IReadOnlyList<string>> Arguments, IReadOnlySet<string> Allowed)
{
    /// <summary>The workspace that it would work in, or null where that is not known.</summary>
    public string? Workspace { get; init; }

    // What is worked in where none is selected.
    private const string DefaultWorkspace = "default";

    /// <summary>terraform and tofu. Nothing that names a state, a variable or an object, and nothing that plans anew.</summary>
    public static readonly IReadOnlySet<string> TerraformOptions = new HashSet<string>(StringComparer.Ordinal)
    {
        "auto-approve", "backup", "compact-warnings", "concise", "deprecation", "input", "json", "json-into", "lock", "lock-timeout", "no-color", "parallelism", "show-sensitive",
    };

    /// <summary>pulumi. The stack may be named: the plan names its objects by it.</summary>
    public static readonly IReadOnlySet<string> PulumiOptions = new HashSet<string>(StringComparer.Ordinal)
    {
        "color", "diff", "emoji", "event-log", "json", "logtostderr", "message", "non-interactive", "parallel", "show-full-output", "stack", "suppress-outputs", "suppress-permalink", "suppress-progress", "yes",
    };

    /// <summary>terraform or tofu, as it showed the plan.</summary>
    public static ApplyTool Terraform(PlanTool tool) => new(
        Path.GetFileNameWithoutExtension(tool.Executable), tool.Executable, tool.Directory, (plan, options) => ["apply", .. options, plan], TerraformOptions)
    {
        Workspace = tool.Workspace ?? DefaultWorkspace,
    };

    /// <summary>pulumi, for an update plan.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static ApplyTool Pulumi(string directory) => new(
        "pulumi",
        BinaryPlanFile.OnPath("pulumi") ?? throw new ToolException("a Pulumi update plan, and pulumi is not on the PATH"),
        directory,
        PulumiOf,
        PulumiOptions);

    /// <summary>How pulumi applies an update plan.</summary>
    public static IReadOnlyList<string> PulumiOf(string plan, IReadOnlyList<string> options) => ["up", "--plan", plan, "--yes", "--skip-preview", .. options];

    /// <summary>What is wrong with the user's options, in words; null where nothing is.</summary>
    public string? Refuses(IReadOnlyList<string> options)
    {
        foreach (var option in options)
        {
            var name = option.TrimStart('-').Split('=')[0];
            if (!option.StartsWith('-') || name.Length == 0)
            {
                return $"\"{option}\" is no option: the plan is the only thing that is applied; write a value behind its option with =, such as -parallelism=5";
            }

            if (!Allowed.Contains(name) || option.TrimStart('-').Length < option.Length - 2)
            {
                return $"{option} is not passed on: it could change what is applied, or where to; there are {string.Join(", ", Allowed.Order(StringComparer.Ordinal))}";
            }
        }

        return null;
    }

    /// <summary>Applies a plan: streams, signals and exit code are the tool's.</summary>
    /// <exception cref="ToolException">It could not be started, or a signal came first.</exception>
    public int Run(string plan, IReadOnlyList<string> options, SignalRelay signals)
    {
        var start = new ProcessStartInfo(Executable, Arguments(plan, options)) { WorkingDirectory = Directory };
        ToJudged(start);
        return signals.Run(start) ?? throw new ToolException("cancelled: nothing was applied");
    }

    /// <summary>The environment for a call that makes or applies what is judged: nothing adds arguments to it, and pulumi knows update plans.</summary>
    public static void ToJudged(ProcessStartInfo start)
    {
        BinaryPlanFile.ForgetArguments(start);
        start.Environment["PULUMI_EXPERIMENTAL"] = "true";
    }
}
