namespace PlanGate.Tests.Support;

/// <summary>Where things are, found from the test's own place.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Documents name plans from the root of the repository.</summary>
    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void WorkFromTheRoot() => Directory.SetCurrentDirectory(Root);

    public static string PathOf(params string[] steps) => Path.Combine([Root, .. steps]);

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "PlanGate.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("the tests run outside of the repository");
    }
}
