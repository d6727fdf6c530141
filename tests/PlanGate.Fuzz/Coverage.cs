using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace PlanGate.Fuzz;

/// <summary>Which branches an input took, and whether any input before took them as often.</summary>
internal static unsafe class Coverage
{
    private const int Size = 1 << 16;

    private static readonly byte* Taken = Allocated();
    private static readonly byte[] Seen = new byte[Size];

    /// <summary>How many branches have been taken so far.</summary>
    public static int Branches { get; private set; }

    /// <summary>Forgets what the last input took.</summary>
    public static void Begin()
    {
        NativeMemory.Clear(Taken, Size);
        Trace.PrevLocation = 0;
    }

    /// <summary>True when the input did something that none before it did: another branch, or one in another order of magnitude.</summary>
    public static bool IsNew()
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(Taken, Size / sizeof(ulong));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
            {
                continue;
            }

            for (var at = word * sizeof(ulong); at < (word + 1) * sizeof(ulong); at++)
            {
                var magnitude = Magnitude(Taken[at]);
                if ((magnitude & ~Seen[at]) != 0)
                {
                    Branches += Seen[at] == 0 ? 1 : 0;
                    Seen[at] |= magnitude;
                    isNew = true;
                }
            }
        }

        return isNew;
    }

    private static byte Magnitude(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };

    private static byte* Allocated()
    {
        var memory = (byte*)NativeMemory.AllocZeroed(Size);
        Trace.SharedMem = memory;
        return memory;
    }
}
