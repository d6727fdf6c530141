using PlanGate.Plans;

namespace PlanGate.Cli;

/// <summary>A directory that <c>cdktf synth</c> wrote: a manifest, and for each stack a configuration with its plan beside it.</summary>
internal sealed class CdktfDirectory
{
    private const string ManifestName = "manifest.json";

    // CDKTF keeps every annotation with its stack trace in it, and still stays far below.
    private const long LargestManifest = 16 * 1024 * 1024;

    // What `cdktf diff` and `terraform plan -out=plan` write is what an apply takes: where both are there, the other may be older.
    private static readonly string[] PlanNames = ["plan", "plan.json"];

    private readonly string _root;
    private readonly string _named;
    private readonly IReadOnlyList<CdktfManifestEntry> _stacks;
    private readonly bool _isOneStack;

    private CdktfDirectory(string root, string named, IReadOnlyList<CdktfManifestEntry> stacks, bool isOneStack = false)
    {
        (_root, _named, _stacks, _isOneStack) = (root, named, stacks, isOneStack);
    }

    /// <summary>What PLAN names: such a directory, its manifest whatever its name, or the directory of one of its stacks; null for anything else.</summary>
    /// <exception cref="PlanFormatException">There is a manifest, and it is not understood.</exception>
    /// <exception cref="IOException">There is one that cannot be read, or must not be.</exception>
    public static CdktfDirectory? At(string name)
    {
        if (!Directory.Exists(name))
        {
            return IsManifest(name) && Read(name) is { } named ? new(Path.GetDirectoryName(Path.GetFullPath(name))!, Path.GetDirectoryName(name) ?? "", named) : null;
        }

        var manifest = Path.Combine(name, ManifestName);
        if (Path.Exists(manifest))
        {
            return Read(manifest) is { } stacks ? new(Path.GetFullPath(name), name, stacks) : null;
        }

        var directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(name));
        return Directory.GetParent(directory)?.Parent?.FullName is { } root && Path.Combine(root, ManifestName) is var above && IsManifest(above)
            && Read(above)?.FirstOrDefault(stack => Path.Combine(root, Native(stack.Directory)) == directory) is { } one
            ? new(root, name, [one], isOneStack: true)
            : null;
    }

    /// <summary>The plan of every stack; a stack without one is an error, and so is a plan without a stack.</summary>
    public IReadOnlyList<CdktfPlan> Plans(List<InputError> errors)
    {
        if (_stacks.Count == 0)
        {
            errors.Add(new(_named, "no stack in its manifest: nothing to judge"));
        }

        var plans = new List<CdktfPlan>();
        foreach (var stack in _stacks)
        {
            try
            {
                plans.Add(new(PlanOf(stack) ?? throw new IOException(HasNoPlan(stack)), stack.Name, Constructs(stack)));
            }
            catch (PlanFormatException e)
            {
                errors.Add(new(Shown(stack, stack.Configuration), e.Message, e.Where, e.Position));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                errors.Add(new(_named, e.Message));
            }
        }

        errors.AddRange(_isOneStack ? [] : Leftovers().Select(plan => new InputError(plan, "a plan of a stack that is not in the manifest: judge it by itself, or remove it")));
        return plans;
    }

    private string? PlanOf(CdktfManifestEntry stack)
    {
        if (PlanNames.FirstOrDefault(name => IsThere($"{stack.Directory}/{name}")) is not { } found)
        {
            return null;
        }

        return Shown(stack, $"{stack.Directory}/{found}");
    }

    private string HasNoPlan(CdktfManifestEntry stack) =>
        $"stack {stack.Name} has no plan: make it with `terraform -chdir={Quoted(Shown(stack, stack.Directory))} plan -out=plan`, or `cdktf diff {Quoted(stack.Name)}`";

    private ConstructPaths Constructs(CdktfManifestEntry stack)
    {
        if (!IsThere(stack.Configuration))
        {
            throw new IOException($"stack {stack.Name} has no configuration, {Shown(stack, stack.Configuration)} is missing: synthesize it again");
        }

        // What is written in HCL has its constructs listed beside it, or nowhere.
        var path = IsJson(Absolute(stack.Configuration)) ? stack.Configuration : stack.Metadata is { } metadata && IsThere(metadata) ? metadata : null;
        if (path is null)
        {
            return ConstructPaths.None;
        }

        using var file = File.OpenRead(Absolute(path));
        return ConstructPaths.In(file);
    }

    // Somebody may still apply it, and would take it for judged.
    private IEnumerable<string> Leftovers()
    {
        var known = _stacks.Select(stack => Absolute(stack.Directory)).ToHashSet(StringComparer.Ordinal);
        return known.Select(directory => Path.GetDirectoryName(directory)!)
            .Distinct(StringComparer.Ordinal)
            .Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories)
            .Where(directory => !known.Contains(directory))
            .SelectMany(directory => PlanNames.Select(name => Path.Combine(directory, name)).Where(Path.Exists).Take(1))
            .Select(plan => Path.Combine(_named, Path.GetRelativePath(_root, plan)))
            .Order(StringComparer.Ordinal);
    }

    // A link could lead to a plan, or a configuration, that is somebody else's.
    private bool IsThere(string relative)
    {
        var at = _root;
        foreach (var step in relative.Split('/'))
        {
            at = Path.Combine(at, step);
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw new IOException($"{Path.GetRelativePath(_root, at)} is a link: nothing behind links is judged");
            }
        }

        return File.Exists(at);
    }

    private string Absolute(string relative) => Path.Combine(_root, Native(relative));

    private string Shown(CdktfManifestEntry stack, string relative) => _isOneStack
        ? Path.Combine(_named, Native(relative[Math.Min(relative.Length, stack.Directory.Length + 1)..]))
        : Path.Combine(_named, Native(relative));

    private static string Native(string relative) => relative.Replace('/', Path.DirectorySeparatorChar);

    private static string Quoted(string text) => text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '_' or '-') ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static IReadOnlyList<CdktfManifestEntry>? Read(string manifest)
    {
        if (new FileInfo(manifest).LinkTarget is not null || !File.Exists(manifest))
        {
            throw new IOException($"{ManifestName} in it is no file of its own");
        }

        using var file = File.OpenRead(manifest);
        return file.Length <= LargestManifest ? CdktfManifest.Read(file) : throw new IOException($"{ManifestName} in it is larger than {LargestManifest / 1024 / 1024} MiB");
    }

    // Pipes are not touched: what is read of them is gone.
    private static bool IsManifest(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        var file = (FileInfo?)File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        return file is { Exists: true, Length: > 0 } && CdktfManifest.MayBe(Head(path));
    }

    private static bool IsJson(string path)
    {
        var head = Head(path).AsSpan();
        return head.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{', ..];
    }

    private static byte[] Head(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[4096];
        return file.CanSeek ? head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)] : [];
    }
}
