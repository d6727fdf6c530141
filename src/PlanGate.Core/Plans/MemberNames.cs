using System.Text;
using System.Text.Json;

namespace PlanGate.Plans;

/// <summary>Which members an object has had so far. The names that every such object has cost nothing: a plan has tens of thousands of them.</summary>
/// <param name="known">Those names.</param>
internal struct MemberNames(MemberNames.KnownNames known)
{
    private int _seen;
    private HashSet<string>? _others;

    /// <summary>Notes the member whose name the reader stands on; false when it was there before.</summary>
    public bool TryAdd(ref Utf8JsonReader reader, out string name)
    {
        for (var index = 0; index < known.Names.Length; index++)
        {
            if (reader.ValueTextEquals(known.Utf8[index]))
            {
                name = known.Names[index];
                var isNew = (_seen & (1 << index)) == 0;
                _seen |= 1 << index;
                return isNew;
            }
        }

        name = reader.GetString()!;
        return (_others ??= new(StringComparer.Ordinal)).Add(name);
    }

    /// <summary>Names that the objects of one sort have, at most 32.</summary>
    internal sealed class KnownNames(params string[] names)
    {
        public string[] Names { get; } = names.Length <= 32 ? names : throw new ArgumentException("more names than bits", nameof(names));

        public byte[][] Utf8 { get; } = [.. names.Select(Encoding.UTF8.GetBytes)];
    }
}
