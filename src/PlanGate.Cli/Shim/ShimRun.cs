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
            "terragrunt" => TerragruntShim.Of(args, folder, terminal.Surroundings, name => RealTool(name, folder) is not null),
            _ => TerraformShim.Of(tool, args, terminal.Surroundings.Variable),
        };
        try
        {
            return call.Answer switch
            {
                ShimAnswer.PassOn => HandOn(real, tool, args, call, terminal),
                ShimAnswer.Gate => Gate(tool, real, call, terminal),
                _ => App.Fail(terminal, $"{call.Because}. Nothing was changed"),
            };
        }
        catch (ToolException e)
        {
            return App.Fail(terminal, e.Message);
        }
    }

    private static int HandOn(string real, string tool, string[] args, ShimCall call, Terminal terminal)
    {
        foreach (var name in call.ForgetsArguments ? Environment.GetEnvironmentVariables().Keys.OfType<string>().Where(BinaryPlanFile.AddsArguments) : [])
        {
            Native.Forget(name);
        }

        foreach (var (name, value) in call.Variables)
        {
            Native.Set(name, value);
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
        foreach (var name in Environment.GetEnvironmentVariables().Keys.OfType<string>().Where(BinaryPlanFile.AddsArguments).Order(StringComparer.Ordinal))
        {
            terminal.Error.WriteLine($"plangate: warning: {name} would add arguments, and is not looked at: write them on the command line");
        }

        var isPulumi = tool == "pulumi";
        if (call.Plan is null)
        {
            var start = new ProcessStartInfo(real, isPulumi ? ["preview", $"--save-plan={plan}", .. call.PlanOptions] : ["plan", .. call.PlanOptions, $"-out={plan}"]) { WorkingDirectory = directory };
            ApplyTool.ToJudged(start);
            using var signals = new SignalRelay();
            var code = signals.Run(start) ?? throw new ToolException("cancelled: nothing was applied");
            if (code != 0)
            {
                terminal.Error.WriteLine($"plangate: exit code {code} is {tool}'s, which made no plan; nothing was applied");
                return code;
            }
        }

        return new ApplyRun(new()
        {
            Plan = plan,
            Options = call.ApplyOptions,
            Directory = directory,
            ToolDirectory = directory,
            PlanPath = call.Plan is null ? Path.Combine(directory, "tfplan") : null,
            Tool = real,
            Confirm = call.IsUnattended ? null : () => IsConfirmed(terminal),
            HowToApprove = call.Plan is not null ? null
                : $"`{(isPulumi ? "pulumi preview --save-plan=FILE" : $"{tool} plan -out=FILE")}{string.Concat(call.PlanOptions.Select(option => $" {option}"))}`, `plangate approve FILE`, `plangate apply FILE --approval FILE.approval`",
        }, terminal).Run();
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

    /// <summary>The real tool: the first on the PATH that is neither in the folder of the shims nor a shim.</summary>
    public static string? RealTool(string tool, string folder) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted)
            .Where(place => Path.TrimEndingDirectorySeparator(place) != Path.TrimEndingDirectorySeparator(folder))
            .Select(place => Path.Combine(place, tool))
            .FirstOrDefault(file => File.Exists(file) && !ShimFile.Is(file));
}
