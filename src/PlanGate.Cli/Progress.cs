namespace PlanGate.Cli;

/// <summary>One line on a terminal that says how far reading has come, where that takes longer than a second; gone when it is over.</summary>
internal sealed class Progress : IDisposable
{
    private const int ManyPlans = 20;
    private const long LargeFile = 20_000_000;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Then = TimeSpan.FromSeconds(0.25);

    private readonly int _plans;
    private readonly TextWriter _error;
    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private int _read;
    private Stream? _file;
    private bool _isShown;
    private bool _isOver;

    private Progress(int plans, TextWriter error)
    {
        (_plans, _error) = (plans, error);
        _timer = new(_ => Show(), null, First, Then);
    }

    /// <summary>Null where nobody looks, or where it is over too soon.</summary>
    public static Progress? Of(IReadOnlyList<string> names, Terminal terminal) =>
        terminal.IsErrorRedirected || (names.Count < ManyPlans && !names.Any(name => File.Exists(name) && new FileInfo(name).Length > LargeFile)) ? null : new(names.Count, terminal.Error);

    /// <summary>A file is about to be read.</summary>
    public void Reads(Stream file) => _file = file;

    /// <summary>A plan has been read whole.</summary>
    public void IsRead() => Interlocked.Increment(ref _read);

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _isOver = true;
            if (_isShown)
            {
                _error.Write("\r\u001b[K");
            }
        }
    }

    private void Show()
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _isShown = true;
                _error.Write($"\rreading {(_plans > 1 ? $"plan {Math.Min(_read + 1, _plans)} of {_plans}" : "the plan")}{Part()}\u001b[K");
            }
        }
    }

    // The position belongs to another thread: it may be old, and the file closed.
    private string Part()
    {
        try
        {
            return _plans == 1 && _file is { } file ? $", {file.Position * 100 / Math.Max(1, file.Length)} %" : "";
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException)
        {
            return "";
        }
    }
}
