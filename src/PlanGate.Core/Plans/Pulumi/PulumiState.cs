using System.Text.Json;

namespace PlanGate.Plans.Pulumi;

/// <summary>An object as the stack's state has it, before or after a step.</summary>
/// <remarks>Its values are slices of what it was read from: <see cref="WithoutValues"/> is what may be kept.</remarks>
internal sealed record PulumiState
{
    private static readonly MemberNames.KnownNames MemberNamesOfStates = new(
        "type", "urn", "custom", "id", "parent", "inputs", "outputs", "provider", "delete", "protect", "external", "retainOnDelete", "taint", "initErrors", "hideDiffs", "dependencies",
        "propertyDependencies", "pendingReplacement", "deletedWith", "viewOf", "created", "modified", "sourcePosition", "stackTrace");

    public required string Urn { get; init; }

    /// <summary>The type token, such as <c>aws:rds/instance:Instance</c>; empty where the state does not say.</summary>
    public string Type { get; init; } = "";

    /// <summary>The provider's id; empty for components, and for what is not there yet.</summary>
    public string Id { get; init; } = "";

    /// <summary>A provider manages it; otherwise a component, or a view of what the object above it holds.</summary>
    public bool IsCustom { get; init; }

    /// <summary>A replacement left it behind: the next run deletes it.</summary>
    public bool IsPendingDelete { get; init; }

    public bool Protect { get; init; }

    public bool RetainOnDelete { get; init; }

    /// <summary>It is only read (<c>.get</c>), never deleted.</summary>
    public bool IsExternal { get; init; }

    public bool Taint { get; init; }

    /// <summary>It is deleted already and its successor is still to come; null where the source does not tell.</summary>
    public bool? PendingReplacement { get; init; }

    public string Parent { get; init; } = "";

    /// <summary>The URN of what takes it along when it goes.</summary>
    public string DeletedWith { get; init; } = "";

    /// <summary>The URN of the object that it is a part of.</summary>
    public string ViewOf { get; init; } = "";

    public ReadOnlyMemory<byte> Inputs { get; init; }

    public ReadOnlyMemory<byte> Outputs { get; init; }

    public ReadOnlyMemory<byte> Dependencies { get; init; }

    public ReadOnlyMemory<byte> PropertyDependencies { get; init; }

    /// <summary>What is left when the bytes that it was read from are gone.</summary>
    public PulumiState WithoutValues() => this with { Inputs = default, Outputs = default, Dependencies = default, PropertyDependencies = default };

    /// <summary>The type that the state says, else that of its URN.</summary>
    public string Token => Type.Length > 0 ? Type : PulumiUrn.Parse(Urn)?.Type ?? "";

    /// <summary>Engine's own objects: stacks, stack references, providers. Nothing lives behind them.</summary>
    public bool IsEngines => IsEnginesType(Token);

    public static bool IsEnginesType(string type) => type.StartsWith("pulumi:pulumi:", StringComparison.Ordinal) || type.StartsWith("pulumi:providers:", StringComparison.Ordinal);

    /// <summary>Everything that it refers to, as URNs.</summary>
    public IReadOnlyList<string> References()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var urn in new[] { Parent, DeletedWith, ViewOf })
        {
            found.Add(urn);
        }

        Collect(Dependencies.Span, found);
        Collect(PropertyDependencies.Span, found);
        found.Remove("");
        found.Remove(Urn);
        found.RemoveWhere(urn => PulumiUrn.Parse(urn) is { Type: var type } && IsEnginesType(type));
        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static void Collect(ReadOnlySpan<byte> json, HashSet<string> found)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
        while (json.Length > 0 && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                found.Add(reader.GetString()!);
            }
        }
    }

    /// <summary>Reads the state on whose opening brace the reader stands; null for <c>null</c>.</summary>
    /// <param name="reader">The reader, over all of <paramref name="json"/>.</param>
    /// <param name="json">What is read.</param>
    /// <param name="isEvent">An event leaves <c>custom: false</c> out; everywhere else it is always there.</param>
    /// <exception cref="FormatException">A member is there twice, or has the wrong shape.</exception>
    public static PulumiState? Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, bool isEvent)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("a state is not an object");
        }

        string urn = "", type = "", id = "", parent = "", deletedWith = "", viewOf = "";
        bool custom = !isEvent, delete = false, protect = false, retain = false, external = false, taint = false;
        bool? pending = isEvent ? null : false;
        ReadOnlyMemory<byte> inputs = default, outputs = default, dependencies = default, propertyDependencies = default;
        var members = new MemberNames(MemberNamesOfStates);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!members.TryAdd(ref reader, out var name))
            {
                throw new FormatException($"\"{name}\" is there twice");
            }

            reader.Read();
            switch (name)
            {
                case "urn": urn = Text(ref reader, name); break;
                case "type": type = Text(ref reader, name); break;
                case "id": id = Text(ref reader, name); break;
                case "parent": parent = Text(ref reader, name); break;
                case "deletedWith": deletedWith = Text(ref reader, name); break;
                case "viewOf": viewOf = Text(ref reader, name); break;
                case "custom": custom = Flag(ref reader, name); break;
                case "delete": delete = Flag(ref reader, name); break;
                case "protect": protect = Flag(ref reader, name); break;
                case "retainOnDelete": retain = Flag(ref reader, name); break;
                case "external": external = Flag(ref reader, name); break;
                case "taint": taint = Flag(ref reader, name); break;
                case "pendingReplacement": pending = Flag(ref reader, name); break;
                case "inputs": inputs = Slice(ref reader, json); break;
                case "outputs": outputs = Slice(ref reader, json); break;
                case "dependencies": dependencies = Slice(ref reader, json); break;
                case "propertyDependencies": propertyDependencies = Slice(ref reader, json); break;
                default: reader.Skip(); break;
            }
        }

        return new()
        {
            Urn = urn,
            Type = type,
            Id = id,
            Parent = parent,
            DeletedWith = deletedWith,
            ViewOf = viewOf,
            IsCustom = custom,
            IsPendingDelete = delete,
            Protect = protect,
            RetainOnDelete = retain,
            IsExternal = external,
            Taint = taint,
            PendingReplacement = pending,
            Inputs = inputs,
            Outputs = outputs,
            Dependencies = dependencies,
            PropertyDependencies = propertyDependencies,
        };
    }

    internal static ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[from..(int)reader.BytesConsumed];
    }

    internal static string Text(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Null => "",
        _ => throw new FormatException($"\"{name}\" is not text"),
    };

    private static bool Flag(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw new FormatException($"\"{name}\" is neither true nor false"),
    };
}
