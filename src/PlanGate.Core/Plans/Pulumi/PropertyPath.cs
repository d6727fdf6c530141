using System.Text;

namespace PlanGate.Plans.Pulumi;

/// <summary>Takes apart Pulumi's property paths: <c>tags.Env</c>, <c>ingress[0].cidrBlocks[1]</c>, <c>["a.b"]</c>.</summary>
internal static class PropertyPath
{
    /// <summary>The names and indexes on the way, in order.</summary>
    public static IReadOnlyList<string> Steps(string path)
    {
        var steps = new List<string>();
        var step = new StringBuilder();
        for (var at = 0; at < path.Length; at++)
        {
            switch (path[at])
            {
                case '.': Flush(); break;
                case '[' when at + 1 < path.Length && path[at + 1] == '"':
                    Flush();
                    for (at += 2; at < path.Length && path[at] != '"'; at++)
                    {
                        step.Append(path[at] == '\\' && at + 1 < path.Length ? path[++at] : path[at]);
                    }

                    break;
                case '[': Flush(); break;
                case ']': Flush(); break;
                default: step.Append(path[at]); break;
            }
        }

        Flush();
        return steps;

        void Flush()
        {
            if (step.Length > 0)
            {
                steps.Add(step.ToString());
                step.Clear();
            }
        }
    }
}
