using System.Text.RegularExpressions;
using PlanGate.Fuzz.Mutating;

namespace PlanGate.Fuzz.Targets;

/// <summary>A part of the program that reads what others write.</summary>
internal abstract partial class Target(string name)
{
    public string Name { get; } = name;

    /// <summary>The inputs that all others are made of.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>How often the program was asked, over all inputs.</summary>
    public long Judgements { get; protected set; }

    /// <summary>Makes an input of another.</summary>
    public abstract byte[] Mutate(Random random, byte[] parent, Func<byte[]> other);

    /// <summary>Tries an input, and says what came out in words that are the same for what is alike.</summary>
    /// <exception cref="FindingException">Something happened that must not.</exception>
    public abstract string Try(byte[] input);

    /// <summary>Reads and judges plans, within the limits for what was <paramref name="size"/> bytes.</summary>
    protected Judged Judge(byte[] input, long size)
    {
        Judgements++;
        return Guarded.Run(size, () => Judged.Of(input));
    }

    /// <summary>The same random numbers for the same input, so that a finding is found again.</summary>
    protected static Random RandomFor(byte[] input)
    {
        var number = 17;
        foreach (var one in input.AsSpan(0, Math.Min(input.Length, 4096)))
        {
            number = unchecked((number * 31) + one);
        }

        return new(unchecked(number + input.Length));
    }

    /// <summary>The first plain words of a message: what differs from input to input is none.</summary>
    protected static string Shape(string message) =>
        string.Join(' ', Varying.Replace(message, " ").Split(' ').Where(word => word.Length is > 0 and < 16 && word.All(char.IsAsciiLetterLower)).Take(8));

    /// <summary>Mutates a JSON text as a tree most of the time, and as bytes otherwise.</summary>
    protected static byte[] MutateJson(Random random, byte[] parent, Func<byte[]> other, Dictionary words) =>
        random.Next(5) == 0 || JsonTree.Parse(parent) is not { } tree ? Bytes.Mutate(random, parent, other) : JsonMutator.Mutate(random, tree, () => JsonTree.Parse(other()), words);

    [GeneratedRegex("[\"'`].*[\"'`]", RegexOptions.Singleline)]
    private static partial Regex Varying { get; }
}
