using System.Text;
using System.Text.Json;

namespace PlanGate.Plans;

/// <summary>Which members an object of the plan has had so far. The names that every change has cost nothing: a plan has tens of thousands of them.</summary>
internal struct MemberNames()
{
    private static readonly string[] Known =
    [
        "address", "module_address", "mode", "type", "name", "index", "provider_name", "change", "actions", "before", "after", "after_unknown", "before_sensitive",
        "after_sensitive", "action_reason", "replace_paths", "previous_address", "deposed", "importing",
    ];

    private static readonly byte[][] KnownUtf8 = [.. Known.Select(Encoding.UTF8.GetBytes)];

    private int _seen;
    private HashSet<string>? _others;

    /// <summary>Notes the member whose name the reader stands on; false when it was there before.</summary>
    public bool TryAdd(ref Utf8JsonReader reader, out string name)
    {
        for (var index = 0; index < Known.Length; index++)
        {
            if (reader.ValueTextEquals(KnownUtf8[index]))
            {
                name = Known[index];
                var isNew = (_seen & (1 << index)) == 0;
                _seen |= 1 << index;
                return isNew;
            }
        }

        name = reader.GetString()!;
        return (_others ??= new(StringComparer.Ordinal)).Add(name);
    }
}
