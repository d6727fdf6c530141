using System.Diagnostics;
using System.Security.Cryptography;
using PlanGate.Fuzz.Targets;

namespace PlanGate.Fuzz;

/// <summary>Feeds one target with inputs that are made of earlier ones; what reaches something new becomes an ancestor of others.</summary>
internal sealed class Campaign : IDisposable
{
    private const int LargestAncestor = 16 * 1024;
    private const int MostFindings = 20;

    private readonly Target _target;
    private readonly string _folder;
    private readonly int _seed;
    private readonly LastInput _last;
    private readonly List<byte[]> _ancestors = [];
    private readonly HashSet<string> _shapes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _findings = new(StringComparer.Ordinal);
    private int _kept;

    public Campaign(Target target, string folder, int seed)
    {
        (_target, _folder, _seed) = (target, folder, seed);
        Directory.CreateDirectory(folder);
        _last = new(folder, (input, what) => Report(input, what, ""));
    }

    /// <summary>Tries inputs until the time is over or there were so many, and returns how many faults were found.</summary>
    public int Run(TimeSpan time, long most)
    {
        var clock = Stopwatch.StartNew();
        foreach (var seed in _target.Seeds.Concat(Directory.EnumerateFiles(_folder, "kept-*").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)).Where(seed => seed.Length <= LargestAncestor))
        {
            Try(seed);
            _ancestors.Add(seed);
        }

        var (given, inputs, random) = (_ancestors.Count, 0L, new Random(_seed));
        var said = TimeSpan.Zero;
        while (clock.Elapsed < time && inputs < most && _findings.Count < MostFindings)
        {
            // Later ancestors know more: half of the time one of the last hundred.
            var parent = _ancestors[random.Next(2) == 0 ? random.Next(_ancestors.Count) : random.Next(Math.Max(0, _ancestors.Count - 100), _ancestors.Count)];
            if (clock.Elapsed > said + TimeSpan.FromMinutes(5))
            {
                said = clock.Elapsed;
                Console.WriteLine($"{_target.Name}: {inputs} inputs after {said.TotalSeconds:F0} s");
            }

            var input = _target.Mutate(random, parent, () => _ancestors[random.Next(_ancestors.Count)]);
            inputs++;
            if (Try(input) && input.Length <= LargestAncestor)
            {
                _ancestors.Add(input);
                File.WriteAllBytes(Path.Combine(_folder, $"kept-{Name(input)}"), input);
                _kept++;
            }
        }

        Console.WriteLine($"{_target.Name}: {inputs} inputs of {given} seeds in {clock.Elapsed.TotalSeconds:F0} s (seed {_seed}), {_kept} kept, {Coverage.Branches} branches, {_shapes.Count} outcomes, {_target.Judgements} judgements; slowest {Guarded.MostTime:P0} and most memory {Guarded.MostMemory:P0} of the limit; {_findings.Count} findings");
        return _findings.Count;
    }

    /// <summary>Tries one input.</summary>
    public int Replay(byte[] input)
    {
        Try(input);
        Console.WriteLine(_findings.Count == 0 ? $"nothing found; outcome: {string.Join(' ', _shapes)}" : "");
        return _findings.Count;
    }

    public void Dispose() => _last.Dispose();

    // True when it is worth keeping.
    private bool Try(byte[] input)
    {
        _last.Begin(input);
        Coverage.Begin();
        try
        {
            return _shapes.Add(_target.Try(input)) | Coverage.IsNew();
        }
        catch (FindingException finding)
        {
            Report(input, finding.Message, finding.Details);
        }
        catch (Exception e)
        {
            Report(input, $"{e.GetType().Name} in {Place(e)}", e.ToString());
        }
        finally
        {
            _last.End();
        }

        return false;
    }

    private static string Place(Exception e) =>
        e.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("at PlanGate.", StringComparison.Ordinal))?.Split('(')[0] ?? "somewhere";

    private void Report(byte[] input, string what, string details)
    {
        if (!_findings.Add(what))
        {
            return;
        }

        var file = Path.Combine(_folder, $"finding-{Name(input)}");
        File.WriteAllBytes(file, input);
        Console.WriteLine($"FOUND by {_target.Name}: {what}\n  {details.ReplaceLineEndings("\n  ")}\n  the input ({input.Length} bytes): {file}\n  again: dotnet run -c Release --project tests/PlanGate.Fuzz -- --target {_target.Name} --replay {file}");
    }

    private static string Name(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];
}
