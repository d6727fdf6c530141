namespace PlanGate.Cli.Apply;

/// <summary>A folder that only this user can look into (0700), gone when it is disposed of or the process ends, by a signal too.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private static readonly HashSet<string> Open = [];

    static PrivateFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        lock (Open)
        {
            foreach (var path in Open)
            {
                Remove(path);
            }
        }
    };

    public PrivateFolder()
    {
        lock (Open)
        {
            Path = Directory.CreateTempSubdirectory("plangate-").FullName;
            Open.Add(Path);
        }
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Writes a file that only this user can read (0600), and returns its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        using var file = Create(name);
        file.Write(bytes);
        return file.Name;
    }

    /// <summary>Creates a file that only this user can read (0600).</summary>
    public FileStream Create(string name)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(System.IO.Path.Combine(Path, name), options);
    }

    public void Dispose()
    {
        lock (Open)
        {
            Open.Remove(Path);
        }

        Remove(Path);
    }

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody else can read it, and it lies where things are cleaned away.
        }
    }
}
