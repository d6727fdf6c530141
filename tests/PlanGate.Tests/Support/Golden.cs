namespace PlanGate.Tests.Support;

/// <summary>Pins what users see: a change of output shows in the diff of a golden file. UPDATE_GOLDEN=1 writes them anew.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual)
    {
        var path = Repository.PathOf("tests", "PlanGate.Tests", "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 })
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{name} does not exist: run the tests with UPDATE_GOLDEN=1 and review the diff");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
