using System.Diagnostics;
using PlanGate.Cli.Shim;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Apply;

/// <summary>The program as a process of its own, the shims first on its PATH, and behind them what stands in for the tools: each writes down how it was called.</summary>
internal sealed class LiveWorld : IDisposable
{
    private static readonly string Dotnet = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    private readonly string[] _plangate = [Dotnet, Path.Combine(AppContext.BaseDirectory, "plangate.dll")];

    public LiveWorld()
    {
        Assert.Equal(0, ShimCommand.Install(At("shims"), _plangate, new(TextWriter.Null, TextWriter.Null, () => Stream.Null, true, IsColoured: false)));
        Directory.CreateDirectory(At("work"));
    }

    public TemporaryFolder Folder { get; } = new();

    public Dictionary<string, string> Variables { get; } = [];

    public string Work => At("work");

    public string At(string name) => Path.Combine(Folder.Path, name);

    /// <summary>What the tools were called with, a line for each call.</summary>
    public IReadOnlyList<string> Calls => File.Exists(At("calls")) ? File.ReadAllLines(At("calls")) : [];

    /// <summary>Puts a script in a tool's place. In it, <c>$WORLD</c> is this folder.</summary>
    public void StandIn(string tool, string script) => Script.MayRun(Folder.Write($"tools/{tool}", $"#!/bin/sh\nWORLD='{Folder.Path}'\n{script}\n"));

    /// <summary>A terraform that plans what is in plan.json, and applies by a script.</summary>
    public void Terraform(string apply = "exit $(cat $WORLD/exit 2>/dev/null || echo 0)", string plan = ":", string tool = "terraform") => StandIn(tool, $$"""
        [ "$1" = show ] || echo "{{tool}} in $(basename "$PWD"): $*" | sed "s|/[^ =]*/plangate-[^/ ]*/|COPY/|" >>"$WORLD/calls"
        case "$1" in
        show) for last; do :; done; tail -c +5 "$last" ;;
        plan) for word; do case $word in -out=*) { printf 'PK\003\004'; cat plan.json; } >"${word#-out=}" ;; esac; done
        {{plan}} ;;
        apply) {{apply}} ;;
        esac
        """);

    public CommandLine.Outcome PlanGate(params string[] args) => Start([.. _plangate, .. args]).Ended();

    public CommandLine.Outcome Shimmed(string tool, params string[] args) => Start([At($"shims/{tool}"), .. args]).Ended();

    public Running Start(bool isShim, params string[] args) => Start(isShim ? [At($"shims/{args[0]}"), .. args[1..]] : [.. _plangate, .. args], inItsOwnGroup: true);

    private Running Start(string[] words, bool inItsOwnGroup = false)
    {
        string[] all = inItsOwnGroup ? ["setsid", .. words] : words;
        var start = new ProcessStartInfo(all[0], all[1..]) { WorkingDirectory = Work, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TF_", StringComparison.Ordinal) || name.StartsWith("TG_", StringComparison.Ordinal) || name.StartsWith("PULUMI_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = $"{At("shims")}:{At("tools")}:{start.Environment["PATH"]}";
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Writes into a pipe once somebody reads it, and does something before.</summary>
    public static void Feed(string pipe, string text, string before = ":")
    {
        var (code, output) = Tool.Run("timeout", ["60", "sh", "-c", $"exec 3>'{pipe}'; {before}; printf %s \"$0\" >&3 2>/dev/null || :", text]);
        Assert.True(code == 0, $"nobody reads {pipe}: {output}");
    }

    public void Dispose() => Folder.Dispose();

    /// <summary>A process that is under way.</summary>
    internal sealed class Running
    {
        private readonly Process _process;
        private readonly Task<string> _output;
        private readonly Task<string> _error;

        public Running(Process process)
        {
            (_process, _output, _error) = (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.StandardInput.Close();
        }

        /// <summary>Sends a signal to the process alone, or to all of its group.</summary>
        public void Signal(string signal, bool toAll) => Assert.Equal(0, Tool.Run("kill", [$"-{signal}", "--", $"{(toAll ? "-" : "")}{_process.Id}"]).Code);

        /// <summary>Waits until a file is there.</summary>
        public void Until(string file)
        {
            for (var waited = 0; !File.Exists(file); waited++)
            {
                Assert.True(waited < 600 && !_process.HasExited, $"{file} never came{(_process.HasExited ? $": {_output.Result}{_error.Result}" : "")}");
                Thread.Sleep(100);
            }
        }

        public CommandLine.Outcome Ended()
        {
            using (_process)
            {
                Assert.True(_process.WaitForExit(TimeSpan.FromMinutes(2)), "it does not end");
                return new(_process.ExitCode, _output.Result, _error.Result);
            }
        }
    }
}
