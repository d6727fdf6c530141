using PlanGate.Plans;
using PlanGate.Plans.Pulumi;
using PlanGate.Policies;

namespace PlanGate.Cli;

/// <summary>The PLAN arguments of a command, and how to read what they name.</summary>
/// <param name="Names">Files, globs, or <c>-</c>; none at all means standard input.</param>
/// <param name="Workspace">The workspace that the user names.</param>
/// <param name="Tool">The tool that shows binary plan files, or null to look for one.</param>
internal sealed record PlanArguments(IReadOnlyList<string> Names, string? Workspace, string? Tool)
{
    /// <summary>Files with the states of Pulumi stacks, each for the plans of its own stack.</summary>
    public IReadOnlyList<string> StackExports { get; init; } = [];

    private const string StandardInput = "-";

    /// <summary>Where the tool that shows a binary plan file runs if nothing tells; null for the working directory.</summary>
    public string? Directory { get; init; }

    /// <summary>Where that tool runs in any case; null looks from the plan upwards.</summary>
    public string? ToolDirectory { get; init; }

    /// <summary>The file that is read in place of the one plan that is named: its copy.</summary>
    public string? Copy { get; init; }

    /// <summary>Where the one plan counts as lying when a policy names paths; null for where it lies.</summary>
    public string? PlanPath { get; init; }

    /// <summary>Where the tool runs that shows a plan file.</summary>
    public string DirectoryFor(string name) => Path.GetFullPath(ToolDirectory ?? BinaryPlanFile.WorkingDirectory(name, Directory));

    /// <summary>The tool that shows a plan file.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public PlanTool ToolFor(string name) => BinaryPlanFile.ToolIn(DirectoryFor(name), Tool);

    /// <summary>Reads every plan; what cannot be read is an error of its own, and nothing is passed over.</summary>
    public (IReadOnlyList<Plan> Plans, IReadOnlyList<InputError> Errors) Read(Terminal terminal, Policy policy) => Read(terminal, policy.Interests);

    /// <summary>The same, for several policies.</summary>
    /// <param name="terminal">Where standard input comes from.</param>
    /// <param name="asked">What the policies will ask about.</param>
    public (IReadOnlyList<Plan> Plans, IReadOnlyList<InputError> Errors) Read(Terminal terminal, PlanInterests asked)
    {
        var interests = Classification.Interests.Of(Classification.Catalogue.BuiltIn).And(asked);
        var plans = new List<Plan>();
        var errors = new List<InputError>();
        var exports = StackExportFiles.Read(StackExports, errors);
        if (Names.Count == 0 && !terminal.IsInputRedirected)
        {
            errors.Add(new("", "nothing to judge: name a plan, or pipe one in (see `plangate check --help`)"));
        }

        var names = Names.Count == 0 && terminal.IsInputRedirected ? [StandardInput] : Names;
        var cdktf = new CdktfInputs(errors);
        IReadOnlyList<string> expanded = Copy is not null ? names : [.. names.SelectMany(name => Expand(name, errors)).SelectMany(name => name == StandardInput ? [name] : cdktf.Expand(name)).Distinct(StringComparer.Ordinal)];
        using var progress = Progress.Of(expanded, terminal);
        foreach (var (read, error) in expanded.SelectOnAllProcessors((name, _) => TryRead(name, terminal, interests, exports, progress)))
        {
            plans.AddRange(read.Select(one => cdktf.Told(one.Name, one.Plan) with { Workspace = Workspace ?? one.Plan.Workspace, Path = PathInRepository(PlanPath ?? one.Name) }));
            errors.AddRange(error is null ? [] : [error]);
        }

        return (plans, errors);
    }

    private (IEnumerable<(string Name, Plan Plan)> Plans, InputError? Error) TryRead(string name, Terminal terminal, PlanInterests interests, IReadOnlyList<StackExport> exports, Progress? progress)
    {
        try
        {
            var plans = ReadOne(name, terminal, interests, exports, progress);
            progress?.IsRead();
            return (plans.Select(plan => (name, plan)), null);
        }
        catch (PlanFormatException e)
        {
            return ([], new(InWords(name), e.Message, e.Where, e.Position));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ToolException)
        {
            return ([], new(InWords(name), e.Message));
        }
    }

    private IReadOnlyList<Plan> ReadOne(string name, Terminal terminal, PlanInterests interests, IReadOnlyList<StackExport> exports, Progress? progress)
    {
        if (name == StandardInput && Copy is null)
        {
            using var input = terminal.OpenInput();
            return PlanReader.Read(input, InWords(name), interests, exports);
        }

        if (Copy is null && System.IO.Directory.Exists(name))
        {
            throw new IOException("a directory: name the plan in it");
        }

        if (name.Length == 0)
        {
            throw new IOException("no file has an empty name");
        }

        using var file = new FileStream(Copy ?? name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        if (!file.CanSeek)
        {
            // A pipe is read once; a binary plan in one is refused by its first bytes.
            return PlanReader.Read(file, name, interests, exports);
        }

        progress?.Reads(file);
        var head = new byte[4];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Seek(0, SeekOrigin.Begin);
        return BinaryPlan.Is(head.AsSpan(0, length)) ? BinaryPlanFile.Read(name, file, ToolFor(name), interests) : PlanReader.Read(file, name, interests, exports);
    }

    // Policies name paths from the root of the repository, whatever directory the run is in.
    private static string? PathInRepository(string name)
    {
        if (name == StandardInput)
        {
            return null;
        }

        var path = Path.GetFullPath(name);
        var root = (System.IO.Directory.GetParent(path) is { } folder ? GitRepository.RootOf(folder.FullName) : null) ?? System.IO.Directory.GetCurrentDirectory();
        return Path.GetRelativePath(root, path).Replace('\\', '/');
    }

    private static IReadOnlyList<string> Expand(string name, List<InputError> errors)
    {
        if (name == StandardInput || Path.Exists(name) || name.IndexOfAny(['*', '?']) < 0)
        {
            return [name];
        }

        var files = FileGlob.Find(name);
        if (files.Count == 0)
        {
            errors.Add(new(name, "no file matches"));
        }

        return files;
    }

    private static string InWords(string name) => name == StandardInput ? "standard input" : name;
}
