using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PlanGate.Policies;

/// <summary>
/// A look at the flat stream of a YAML file before it is loaded. The loader walks by recursion, and hashes keys whole: what is too deep for it ends the
/// process, and a key made of aliases keeps it busy for ever. Neither can be caught, so neither may reach it.
/// </summary>
internal static class YamlFirstLook
{
    /// <summary>Refuses more than one document, depth, tags, names that are no text or are there twice, and aliases of nothing.</summary>
    /// <exception cref="PolicyException">One of these is in the file.</exception>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static void Refuse(IParser parser, string file, int mostDepth)
    {
        var open = new Stack<Nest>();
        var anchors = new HashSet<AnchorName>();
        var documents = 0;
        while (parser.MoveNext())
        {
            var found = parser.Current!;
            var problem = found switch
            {
                DocumentStart when ++documents > 1 => "more than one document in the file",
                MappingStart or SequenceStart when open.Count >= mostDepth => "nested too deep",
                NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag } => $"a tag has no meaning here: {YamlNodeReader.Short(tag.Value)}",
                AnchorAlias alias when !anchors.Contains(alias.Value) => $"there is nothing called \"{YamlNodeReader.Short(alias.Value.Value)}\" above",
                _ => null,
            };
            if (problem is null && found is NodeEvent or AnchorAlias && open.TryPeek(out var map) && map.IsAtKey())
            {
                problem = found is not Scalar { Value: var key } ? "the name of a member is no text" : map.Keys!.Add(key) ? null : $"\"{YamlNodeReader.Short(key)}\" is there twice";
            }

            if (problem is not null)
            {
                throw new PolicyException(problem, file, found.Start.Line, found.Start.Column);
            }

            if (found is NodeEvent { Anchor: { IsEmpty: false } anchor })
            {
                anchors.Add(anchor);
            }

            switch (found)
            {
                case MappingStart: open.Push(new(new(StringComparer.Ordinal))); break;
                case SequenceStart: open.Push(new(null)); break;
                case MappingEnd or SequenceEnd: open.Pop(); break;
                default: break;
            }
        }
    }

    // A map or a list that is being read; the nodes of a map are names and values in turn.
    private sealed class Nest(HashSet<string>? keys)
    {
        private bool _atKey;

        public HashSet<string>? Keys => keys;

        public bool IsAtKey() => keys is not null && (_atKey = !_atKey);
    }
}
