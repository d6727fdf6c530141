using System.Text.RegularExpressions;
using PlanGate.Classification;

namespace PlanGate.Cli;

/// <summary>A name found in a repository that says whether it is production.</summary>
/// <param name="Name">The name of a workspace or a stack, or a folder.</param>
/// <param name="From">What it was found in.</param>
/// <param name="IsProduction">What it says.</param>
internal sealed record EnvironmentName(string Name, string From, bool IsProduction);

/// <summary>What <c>plangate init</c> can see of a repository without running anything.</summary>
internal sealed partial record RepositorySurvey
{
    /// <summary>Where folders were found.</summary>
    public const string AFolder = "a folder";

    private const int MostDepth = 12;

    /// <summary>The root of the repository.</summary>
    public required string Root { get; init; }

    /// <summary>The folders in which Terraform or OpenTofu plans, from the root; empty text is the root itself.</summary>
    public required IReadOnlyList<string> PlanFolders { get; init; }

    public required IReadOnlyList<EnvironmentName> Workspaces { get; init; }

    public required IReadOnlyList<EnvironmentName> Stacks { get; init; }

    /// <summary>Folders with configuration that are called after an environment.</summary>
    public required IReadOnlyList<EnvironmentName> Folders { get; init; }

    /// <summary>There is a Pulumi project.</summary>
    public required bool HasPulumi { get; init; }

    /// <summary>It has a folder for GitHub.</summary>
    public required bool IsOnGitHub { get; init; }

    /// <summary>Looks at the repository that a directory is in; without one, at the directory itself.</summary>
    public static RepositorySurvey Of(string directory)
    {
        var root = GitRepository.RootOf(directory) ?? System.IO.Path.GetFullPath(directory);
        var folders = Folder.Walk(new DirectoryInfo(root), "", 0).ToList();
        var configured = folders.Where(folder => folder.HasConfiguration).ToList();
        var planning = configured.Where(folder => folder.Plans).ToList();
        return new()
        {
            Root = root,
            PlanFolders = [.. (planning.Count > 0 ? planning : configured.Where(folder => !folder.IsModule)).Select(folder => folder.Path).Order(StringComparer.Ordinal)],
            Workspaces = Speaking(folders.SelectMany(folder => folder.Workspaces())),
            Stacks = Speaking(folders.SelectMany(folder => folder.Stacks())),
            Folders = Speaking(configured.Where(folder => !folder.IsModule).Select(folder => (folder.EnvironmentPart, AFolder)), name => name[(name.LastIndexOf('/') + 1)..]),
            HasPulumi = folders.Any(folder => folder.Has("Pulumi.yaml") || folder.Has("Pulumi.yml")),
            IsOnGitHub = Directory.Exists(System.IO.Path.Combine(root, ".github")),
        };
    }

    // Names that say nothing, both, or that would mean something else in a glob or in a comment are left to the user.
    private static IReadOnlyList<EnvironmentName> Speaking(IEnumerable<(string Name, string From)> found, Func<string, string>? part = null) =>
    [
        .. found
            .Where(one => PlainName.IsMatch(one.Name))
            .Select(one => (one, Says: EnvironmentWords.In(part?.Invoke(one.Name) ?? one.Name)))
            .Where(pair => pair.Says.Production != pair.Says.NonProduction)
            .DistinctBy(pair => pair.one.Name, StringComparer.Ordinal)
            .OrderBy(pair => pair.one.Name, StringComparer.Ordinal)
            .Select(pair => new EnvironmentName(pair.one.Name, pair.one.From, pair.Says.Production)),
    ];

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$")]
    private static partial Regex PlainName { get; }

    /// <summary>One folder and the names of the files in it.</summary>
    private sealed partial record Folder(string Path, DirectoryInfo Place, IReadOnlyList<string> Files)
    {
        // "live/dev" beside "live/prod": there the word is about neither.
        private const string AllThatRuns = "live";

        private static readonly string[] Modules = ["modules", "module", "examples", "test", "tests"];

        /// <summary>There is Terraform or OpenTofu configuration in it.</summary>
        public bool HasConfiguration => Files.Any(IsConfiguration);

        /// <summary>Others call it, or it only shows how to.</summary>
        public bool IsModule => Path.Split('/').Any(step => Modules.Contains(step));

        /// <summary>It says where its state is, which providers are configured how, or was initialised.</summary>
        public bool Plans => !IsModule && (Has(".terraform.lock.hcl") || Files.Where(IsConfiguration).Any(file => Roots.IsMatch(Text(file))));

        /// <summary>Its path as far as the first name that speaks of an environment; empty where none does, or where they contradict each other.</summary>
        public string EnvironmentPart
        {
            get
            {
                var steps = Path.Split('/').ToList();
                var says = steps.Select(EnvironmentWords.In).ToList();
                var first = says.FindIndex(one => one.Production || one.NonProduction);
                if (first >= 0 && steps[first] == AllThatRuns)
                {
                    first = says.FindIndex(first + 1, one => one.Production || one.NonProduction);
                }

                return first < 0 || (says[first..].Any(one => one.Production) && says[first..].Any(one => one.NonProduction)) ? "" : string.Join('/', steps[..(first + 1)]);
            }
        }

        public static IEnumerable<Folder> Walk(DirectoryInfo place, string path, int depth)
        {
            var (files, folders) = List(place);
            yield return new(path, place, [.. files.Select(file => file.Name).Order(StringComparer.Ordinal)]);
            foreach (var folder in folders.Where(folder => depth < MostDepth && folder.Name[0] != '.' && folder.Name != "node_modules" && folder.LinkTarget is null).OrderBy(folder => folder.Name, StringComparer.Ordinal))
            {
                foreach (var below in Walk(folder, path.Length == 0 ? folder.Name : $"{path}/{folder.Name}", depth + 1))
                {
                    yield return below;
                }
            }
        }

        public bool Has(string file) => Files.Contains(file);

        /// <summary>Workspaces by local state, by the one that is selected, and by files of variables that are named after one.</summary>
        public IEnumerable<(string Name, string From)> Workspaces()
        {
            var states = new DirectoryInfo(At("terraform.tfstate.d"));
            foreach (var state in states.Exists ? List(states).Folders : [])
            {
                yield return (state.Name, "terraform.tfstate.d");
            }

            if (File.Exists(At(".terraform/environment")))
            {
                yield return (Text(".terraform/environment").Trim(), ".terraform/environment");
            }

            foreach (var file in Files)
            {
                var name = Without(Without(file, ".json"), ".tfvars");
                if (name.Length < Without(file, ".json").Length && name != "terraform" && !name.EndsWith(".auto", StringComparison.Ordinal))
                {
                    yield return (name, file);
                }
            }
        }

        /// <summary>Pulumi stacks by their settings files.</summary>
        public IEnumerable<(string Name, string From)> Stacks() =>
            Files.Select(file => StackFile.Match(file)).Where(match => match.Success).Select(match => (match.Groups["stack"].Value, match.Value));

        private string At(string name) => System.IO.Path.Combine(Place.FullName, name);

        // What may not be looked into is not described: the policy can be completed by hand.
        private string Text(string name)
        {
            try
            {
                return File.ReadAllText(At(name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }

        private static (IReadOnlyList<FileInfo> Files, IReadOnlyList<DirectoryInfo> Folders) List(DirectoryInfo place)
        {
            try
            {
                return (place.GetFiles(), place.GetDirectories());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return ([], []);
            }
        }

        private static bool IsConfiguration(string file) =>
            file.EndsWith(".tf", StringComparison.Ordinal) || file.EndsWith(".tofu", StringComparison.Ordinal) || file.EndsWith(".tf.json", StringComparison.Ordinal);

        private static string Without(string text, string end) => text.EndsWith(end, StringComparison.Ordinal) ? text[..^end.Length] : text;

        [GeneratedRegex("""^\s*"?(?:provider|backend|cloud)"?(?:\s*[:{]|\s+")""", RegexOptions.Multiline)]
        private static partial Regex Roots { get; }

        [GeneratedRegex("^Pulumi[.](?<stack>[^.].*)[.]ya?ml$")]
        private static partial Regex StackFile { get; }
    }
}
