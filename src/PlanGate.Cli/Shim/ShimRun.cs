using System.Diagnostics;
using PlanGate.Cli.Apply;

namespace PlanGate.Cli.Shim;

/// <summary>Takes a tool's place on the PATH: what reads is handed on, what changes is planned, judged and then applied.</summary>
internal static class ShimRun
{
    /// <summary>Answers a call.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="folder">The folder of the shims.</param>
    /// <param name="args">The arguments behind the tool's name.</param>
    /// <param name="terminal">The process's streams and surroundings.</param>
    public static int Run(string tool, string folder, string[] args, Terminal terminal)
    {
        if (!ShimFile.Tools.Contains(tool) || RealTool(tool, folder) is not { } real)
        {
            return App.Fail(terminal, $"there is no {tool} on the PATH behind {folder}");
        }

        var call = tool switch
        {
            "pulumi" => PulumiShim.Of(args),
            "terragrunt" => Terragrunt(args),
            _ => TerraformShim.Of(tool, args, terminal.Surroundings.Variable),
        };
        try
        {
            return call.Answer switch
            {
                ShimAnswer.PassOn when tool == "terragrunt" => ApplyTool.Run(WithShims(new(real, args), folder)),
                ShimAnswer.PassOn => HandOn(real, tool, args, call.ForgetsArguments, terminal),
                ShimAnswer.Gate => Gate(tool, real, call, terminal),
                _ => App.Fail(terminal, $"{call.Because}. Nothing was changed"),
            };
        }
        catch (ToolException e)
        {
            return App.Fail(terminal, e.Message);
        }
    }

    private static int HandOn(string real, string tool, string[] args, bool forgetsArguments, Terminal terminal)
    {
        foreach (var name in forgetsArguments ? Environment.GetEnvironmentVariables().Keys.OfType<string>().Where(BinaryPlanFile.AddsArguments) : [])
        {
            Native.Forget(name);
        }

        Native.Become(real, args.Prepend(tool));
        return App.Fail(terminal, $"{real} could not be started");
    }

    private static int Gate(string tool, string real, ShimCall call, Terminal terminal)
    {
        var directory = call.Directory is { } named ? Path.GetFullPath(named) : Directory.GetCurrentDirectory();
        if (!Directory.Exists(directory))
        {
            return App.Fail(terminal, $"{directory} is not there");
        }

        using var folder = new PrivateFolder();
        var plan = call.Plan is { } saved ? Path.GetFullPath(saved, directory) : Path.Combine(folder.Path, "tfplan");
        if (call.Plan is null)
        {
            var isPulumi = tool == "pulumi";
            var start = new ProcessStartInfo(real, isPulumi ? ["preview", $"--save-plan={plan}", .. call.PlanOptions] : ["plan", .. call.PlanOptions, $"-out={plan}"]) { WorkingDirectory = directory };
            ApplyTool.ToJudged(start);
            var code = ApplyTool.Run(start);
            if (code != 0)
            {
                terminal.Error.WriteLine($"plangate: exit code {code} is {tool}'s, which made no plan; nothing was applied");
                return code;
            }
        }

        var result = new ApplyRun(new()
        {
            Plan = plan,
            Options = call.ApplyOptions,
            Directory = directory,
            ToolDirectory = directory,
            PlanPath = call.Plan is null ? Path.Combine(directory, "tfplan") : null,
            Tool = real,
            Confirm = call.IsUnattended ? null : () => IsConfirmed(terminal),
        }, terminal).Run();
        if (result == ExitCode.Block && call.Plan is null)
        {
            terminal.Error.WriteLine(tool == "pulumi"
                ? "plangate: to let a person approve: `pulumi preview --save-plan=FILE`, `plangate approve FILE`, `plangate apply FILE --approval FILE.approval`"
                : $"plangate: to let a person approve: `{tool} plan {string.Join(' ', call.PlanOptions.Append("-out=FILE"))}`, `plangate approve FILE`, `plangate apply FILE --approval FILE.approval`");
        }

        return result;
    }

    private static bool IsConfirmed(Terminal terminal)
    {
        if (terminal.IsInputRedirected)
        {
            return false;
        }

        terminal.Output.Write("Apply this plan? Only \"yes\" is a yes: ");
        terminal.Output.Flush();
        using var reader = new StreamReader(terminal.OpenInput());
        return reader.ReadLine() == "yes";
    }

    // Terragrunt runs terraform or tofu itself, once for every unit: it is given those that stand in front.
    private static ShimCall Terragrunt(string[] args) =>
        args.FirstOrDefault(word => word.Split('=')[0] is "--terragrunt-tfpath" or "-terragrunt-tfpath" or "--tf-path" or "-tf-path") is { } path
            ? ShimCall.Refuse($"{path} would go round what stands in front of terraform")
            : new() { Answer = ShimAnswer.PassOn };

    private static ProcessStartInfo WithShims(ProcessStartInfo start, string folder)
    {
        var tool = RealTool("terraform", folder) is null ? "tofu" : "terraform";
        foreach (var name in (string[])["TG_TF_PATH", "TERRAGRUNT_TFPATH"])
        {
            // A choice between the two stays; anything else does not.
            var wanted = start.Environment.TryGetValue(name, out var value) && Path.GetFileName(value) == "tofu" ? "tofu" : tool;
            start.Environment[name] = Path.Combine(folder, wanted);
        }

        return start;
    }

    /// <summary>The real tool: the first on the PATH that is neither in the folder of the shims nor a shim.</summary>
    public static string? RealTool(string tool, string folder) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted)
            .Where(place => Path.TrimEndingDirectorySeparator(place) != Path.TrimEndingDirectorySeparator(folder))
            .Select(place => Path.Combine(place, tool))
            .FirstOrDefault(file => File.Exists(file) && !ShimFile.Is(file));
}
