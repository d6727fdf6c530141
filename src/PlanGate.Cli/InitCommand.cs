using System.CommandLine;
using System.Text;
using PlanGate.Reports;

namespace PlanGate.Cli;

/// <summary><c>plangate init</c>: writes a policy file and a workflow to begin with, and never over anything.</summary>
internal static class InitCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("init", "Write a commented policy file, and a workflow where there is a .github.");
        command.SetAction(_ => Run(Directory.GetCurrentDirectory(), terminal));
        return command;
    }

    /// <summary>Writes what is missing in the repository of a directory: 0, or 1 where everything was there already.</summary>
    internal static int Run(string directory, Terminal terminal)
    {
        var found = RepositorySurvey.Of(directory);
        List<(string Path, string Text, string What)> files =
        [
            (PolicyFile.Name, StarterPolicy.Text(found, terminal.Surroundings.Today), $"the policy: {InWords(found)}"),
            (StarterPolicy.SchemaPath, Schema(), "its schema, for editors"),
        ];
        if (found.IsOnGitHub && (found.PlanFolders.Count > 0 || !found.HasPulumi))
        {
            files.Add((StarterWorkflow.Path, StarterWorkflow.Text(found.PlanFolders), "a workflow for pull requests: adapt what is marked ADAPT"));
        }

        // Every file is tried: one that is there already keeps no other from being written.
        var written = files.Select(file => (file, IsNew: TryWrite(Path.Combine(found.Root, file.Path), file.Text))).ToList();
        foreach (var (file, isNew) in written)
        {
            Line(terminal, isNew ? $"wrote  {Shown(found, directory, file.Path)}  {file.What}" : $"kept   {Shown(found, directory, file.Path)}  it was there already");
        }

        if (!written.Any(file => file.IsNew))
        {
            return ExitCode.Block;
        }

        Line(terminal, "");
        if (found.HasPulumi)
        {
            Line(terminal, "There is a Pulumi project: this version judges plans of Terraform and OpenTofu only.");
        }

        Line(terminal, "Next: read the policy, commit what was written, and judge a plan:");
        Line(terminal, "  plangate policy check");
        Line(terminal, "  terraform plan -out=tfplan && plangate check tfplan");
        return ExitCode.Pass;
    }

    private static bool TryWrite(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        }
        catch (IOException) when (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return false;
        }

        using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write(text);
        return true;
    }

    private static string InWords(RepositorySurvey found)
    {
        var names = found.Workspaces.Select(name => $"workspace {name.Name}")
            .Concat(found.Stacks.Select(name => $"stack {name.Name}"))
            .Concat(found.Folders.Select(name => $"folder {name.Name}"))
            .ToList();
        return names.Count == 0 ? "no name of an environment was found, so everything in it is a comment" : string.Join(", ", names);
    }

    private static string Shown(RepositorySurvey found, string directory, string path) => Path.GetRelativePath(directory, Path.Combine(found.Root, path)).Replace('\\', '/');

    private static string Schema()
    {
        using var stream = typeof(InitCommand).Assembly.GetManifestResourceStream("policy.schema.json") ?? throw new InvalidOperationException("the schema is not part of this program");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static void Line(Terminal terminal, string text) => terminal.Output.WriteLine(PlainText.Clean(text));
}
