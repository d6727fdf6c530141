using System.Text;

namespace PlanGate.Fuzz.Mutating;

/// <summary>Changes a JSON tree in one to several places.</summary>
internal static class JsonMutator
{
    /// <summary>The text of a changed copy.</summary>
    public static byte[] Mutate(Random random, JsonTree tree, Func<JsonTree?> other, Dictionary words)
    {
        tree = tree.Copy();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            Once(random, tree, other, words);
        }

        var bytes = tree.Documents(Layout(random), random.Next(10) == 0 ? "" : "\n");
        return random.Next(12) == 0 ? Bytes.Encode(random, bytes) : bytes;
    }

    /// <summary>White space between tokens: mostly none.</summary>
    public static Func<string> Layout(Random random) => random.Next(4) switch
    {
        0 => () => " ",
        1 => () => random.Next(4) switch { 0 => "\n", 1 => "\t", 2 => "\r\n  ", _ => "" },
        _ => () => "",
    };

    private static void Once(Random random, JsonTree tree, Func<JsonTree?> other, Dictionary words)
    {
        var nodes = tree.All().Take(20_000).ToList();
        var node = random.Next(3) == 0 ? nodes[random.Next(nodes.Count)] : Descend(random, tree);
        var at = node.Children.Count > 0 ? random.Next(node.Children.Count) : -1;
        if (at < 0)
        {
            node = nodes.FirstOrDefault(one => one.Children.Any(child => ReferenceEquals(child.Value, node))) ?? tree;
            at = node.Children.FindIndex(child => child.Value.Children.Count == 0);
            at = at < 0 ? 0 : random.Next(2) == 0 ? at : random.Next(node.Children.Count);
        }

        if (node.Children.Count == 0)
        {
            node.Children.Add((node.IsObject ? Name(random, words) : null, Value(random, words)));
            return;
        }

        var (name, value) = node.Children[at];
        switch (random.Next(16))
        {
            case 0: node.Children.RemoveAt(at); break;
            case 1: node.Children.Insert(random.Next(node.Children.Count + 1), (name, value.Copy())); break;
            case 2: node.Children.Insert(random.Next(node.Children.Count + 1), (name, Value(random, words))); break;
            case 3:
                var with = random.Next(node.Children.Count);
                (node.Children[at], node.Children[with]) = (node.Children[with], node.Children[at]);
                break;
            case 4: Shuffle(random, node.Children); break;
            case 5 or 6: node.Children[at] = (name, Value(random, words)); break;
            case 7: node.Children[at] = (node.IsObject ? Respelt(random, name!, words) : null, value); break;
            case 8 or 9: node.Children.Insert(random.Next(node.Children.Count + 1), (node.IsObject ? Name(random, words) : null, Value(random, words))); break;
            case 10 or 11: Splice(random, node, at, other()); break;
            case 12: node.Children[at] = (name, Retyped(random, value)); break;
            case 13 when random.Next(4) == 0: node.Children[at] = (name, Large(random)); break;
            case 14 when !node.IsObject:
                var copies = random.Next(1, 40);
                for (var copy = 0; copy < copies; copy++)
                {
                    node.Children.Insert(at, (null, value.Copy()));
                }

                break;
            default: Swap(random, node, at, nodes); break;
        }
    }

    // From the root, stopping anywhere: what stands high decides more.
    private static JsonTree Descend(Random random, JsonTree at)
    {
        while (at.Children.Count > 0 && random.Next(5) > 0)
        {
            at = at.Children[random.Next(at.Children.Count)].Value;
        }

        return at;
    }

    private static void Splice(Random random, JsonTree node, int at, JsonTree? other)
    {
        if (other is null)
        {
            return;
        }

        // A value of the same name, where there is one: it fits.
        var (name, _) = node.Children[at];
        var all = other.All().Take(20_000).ToList();
        var fitting = name is null ? [] : all.SelectMany(one => one.Children).Where(child => child.Name == name).ToList();
        var taken = fitting.Count > 0 && random.Next(3) > 0 ? fitting[random.Next(fitting.Count)].Value : all[random.Next(all.Count)];
        if (random.Next(2) == 0)
        {
            node.Children[at] = (name, taken.Copy());
        }
        else
        {
            node.Children.Insert(at, (name, taken.Copy()));
        }
    }

    // Two values of the tree change places, or one is written over the other.
    private static void Swap(Random random, JsonTree node, int at, List<JsonTree> nodes)
    {
        var from = nodes[random.Next(nodes.Count)];
        node.Children[at] = (node.Children[at].Name, from.Copy());
    }

    private static JsonTree Retyped(Random random, JsonTree value) => random.Next(6) switch
    {
        0 => new() { Children = [(null, value)] },
        1 => new() { IsObject = true, Children = [("\"value\"", value)] },
        2 => new() { IsObject = value.Raw is null && !value.IsObject, Children = [] },
        3 when value.Raw is { } raw => JsonTree.Leaf(raw.StartsWith('"') ? raw.Trim('"') : $"\"{raw}\""),
        4 when value.Raw is null => new() { IsObject = !value.IsObject, Children = [.. value.Children.Select((child, index) => (value.IsObject ? null : (string?)$"\"{index}\"", child.Value))] },
        _ => JsonTree.Leaf(random.Next(2) == 0 ? "null" : "true"),
    };

    private static JsonTree Large(Random random)
    {
        var size = 1 << random.Next(4, 15);
        return JsonTree.Leaf(random.Next(6) switch
        {
            0 => $"\"{new string("a\ud83d. _"[random.Next(5)] is var letter && char.IsSurrogate(letter) ? 'x' : letter, size)}\"",
            1 => $"{Repeat("[", size)}{Repeat("]", size)}",
            2 => $"{Repeat("{\"a\":", size)}1{Repeat("}", size)}",
            3 => $"[{Repeat("0,", size)}0]",
            4 => $"{{{string.Join(',', Enumerable.Range(0, Math.Min(size, 4096)).Select(number => $"\"n{number}\":{number}"))}}}",
            _ => new string('7', size),
        });
    }

    private static JsonTree Value(Random random, Dictionary words) => JsonTree.Leaf(random.Next(6) switch
    {
        0 => Pick(random, Dictionary.Numbers),
        1 => Pick(random, Dictionary.Texts),
        2 => Pick(random, ["null", "true", "false", "[]", "{}", "[null]", "[[]]", "{\"\":null}", "nul", ""]),
        _ => Pick(random, words.Values),
    });

    private static string Name(Random random, Dictionary words) => random.Next(8) == 0 ? Pick(random, Dictionary.Texts) : JsonTree.Quoted(Pick(random, words.Names));

    private static string Respelt(Random random, string name, Dictionary words) => random.Next(5) switch
    {
        0 => name.ToUpperInvariant(),
        1 when name.Length > 2 => $"\"\\u{(int)name[1]:x4}{name[2..]}",
        2 => name.Insert(1, "_"),
        3 when name.Length > 2 => $"\"{char.ToUpperInvariant(name[1])}{name[2..]}",
        _ => Name(random, words),
    };

    private static void Shuffle<T>(Random random, List<T> list)
    {
        for (var at = list.Count - 1; at > 0; at--)
        {
            var with = random.Next(at + 1);
            (list[at], list[with]) = (list[with], list[at]);
        }
    }

    /// <summary>The tree with elements of the named lists, and all members, in another order.</summary>
    public static JsonTree Reordered(Random random, JsonTree tree, IReadOnlySet<string> lists)
    {
        var copy = tree.Copy();
        foreach (var node in copy.All().Where(node => node.IsObject).ToList())
        {
            Shuffle(random, node.Children);
            foreach (var (name, value) in node.Children)
            {
                if (lists.Contains(name!))
                {
                    Shuffle(random, value.Children);
                }
            }
        }

        return copy;
    }

    private static string Pick(Random random, IReadOnlyList<string> from) => from[random.Next(from.Count)];

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
