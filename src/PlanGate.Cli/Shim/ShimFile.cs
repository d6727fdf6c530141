using System.Text;

namespace PlanGate.Cli.Shim;

/// <summary>A script that stands in front of a tool on the PATH.</summary>
internal static class ShimFile
{
    private const string Mark = "# plangate shim 1";
    private const string Head = $"#!/bin/sh\n{Mark}";

    /// <summary>The tools that have one.</summary>
    public static IReadOnlyList<string> Tools { get; } = ["terraform", "tofu", "pulumi", "terragrunt"];

    /// <summary>A file is one: whoever looks for the real tool passes over it.</summary>
    public static bool Is(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var head = new byte[Head.Length];
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && Encoding.UTF8.GetString(head) == Head;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The script for a tool.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="folder">The folder it will be in.</param>
    /// <param name="program">How PlanGate is called: its path, and what goes before its own arguments.</param>
    public static string Text(string tool, string folder, IReadOnlyList<string> program) =>
        $"{Head}: what {tool} would destroy is judged first. Written by `plangate shim install`.\nexec {string.Join(' ', program.Select(Quoted))} shim run {tool} {Quoted(folder)} \"$@\"\n";

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
