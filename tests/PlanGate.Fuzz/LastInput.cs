using System.IO.MemoryMappedFiles;

namespace PlanGate.Fuzz;

/// <summary>The input that is being tried, in a file that outlives the process: what ends it, or hangs it, can be found there.</summary>
internal sealed class LastInput : IDisposable
{
    private const int Largest = 8 * 1024 * 1024;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(120);

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Action<byte[], string> _hangs;
    private readonly Timer _watch;
    private byte[] _input = [];
    private long _since = long.MaxValue;

    public LastInput(string folder, Action<byte[], string> hangs)
    {
        _path = Path.Combine(folder, "last-input");
        if (File.Exists(_path))
        {
            Rescue(folder);
        }

        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Create, null, Largest + sizeof(int));
        _view = _file.CreateViewAccessor();
        _hangs = hangs;
        _watch = new(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Begin(byte[] input)
    {
        var length = Math.Min(input.Length, Largest);
        _view.Write(0, length);
        _view.WriteArray(sizeof(int), input, 0, length);
        _input = input;
        Interlocked.Exchange(ref _since, Environment.TickCount64);
    }

    public void End() => Interlocked.Exchange(ref _since, long.MaxValue);

    public void Dispose()
    {
        _watch.Dispose();
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }

    private void Look()
    {
        if (Environment.TickCount64 - Interlocked.Read(ref _since) > Hang.TotalMilliseconds)
        {
            _hangs(_input, $"hangs: no answer in {Hang.TotalSeconds:F0} s");
            Environment.Exit(1);
        }
    }

    // It is still there when a process ended in the midst of an input.
    private void Rescue(string folder)
    {
        var bytes = File.ReadAllBytes(_path);
        var length = bytes.Length >= sizeof(int) ? Math.Min(BitConverter.ToInt32(bytes), bytes.Length - sizeof(int)) : 0;
        var saved = Path.Combine(folder, $"ended-the-process-{Environment.TickCount64}");
        File.WriteAllBytes(saved, bytes[sizeof(int)..(sizeof(int) + length)]);
        Console.Error.WriteLine($"fuzz: an earlier run ended while it tried an input: {saved}");
    }
}
