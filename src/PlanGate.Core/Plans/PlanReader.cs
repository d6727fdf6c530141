using System.Text.Json;
using PlanGate.Plans.Pulumi;

namespace PlanGate.Plans;

/// <summary>Reads plans from a stream, recognising format and encoding by content.</summary>
public static class PlanReader
{
    /// <summary>Every plan in the input: several when documents stand one after another.</summary>
    /// <param name="input">Plain, UTF-16 or gzip; read to its end.</param>
    /// <param name="source">The input's name in reports.</param>
    /// <param name="interests">What rules will ask about, beyond the changes to living objects.</param>
    /// <exception cref="PlanFormatException">The input is not a plan, is damaged, or says something that is not understood.</exception>
    public static IReadOnlyList<Plan> Read(Stream input, string source, PlanInterests interests) => Read(input, source, interests, []);

    /// <summary>The same with the states of Pulumi stacks, each of which completes the plans of its own stack and no others.</summary>
    /// <param name="input">Plain, UTF-16 or gzip; read to its end.</param>
    /// <param name="source">The input's name in reports.</param>
    /// <param name="interests">What rules will ask about, beyond the changes to living objects.</param>
    /// <param name="exports">The states.</param>
    /// <exception cref="PlanFormatException">The input is not a plan, is damaged, or says something that is not understood.</exception>
    public static IReadOnlyList<Plan> Read(Stream input, string source, PlanInterests interests, IReadOnlyList<StackExport> exports)
    {
        using var hashing = new HashingStream(input);
        var plans = InputDecoder.Reading(() => ReadAll(hashing, interests, exports));
        var digest = hashing.Finish();
        return plans.Count == 1
            ? [plans[0] with { Source = source, Digest = digest }]
            : [.. plans.Select((plan, index) => plan with { Source = $"{source}#{index + 1}", Digest = digest })];
    }

    private static List<Plan> ReadAll(Stream input, PlanInterests interests, IReadOnlyList<StackExport> exports)
    {
        var (utf8, head) = InputDecoder.Decode(input);
        if (InputMistakes.InText(head) is { } mistake)
        {
            throw new PlanFormatException(mistake, null, null);
        }

        var pump = new JsonPump(utf8);
        var plans = new List<Plan>();
        var pulumi = new PulumiReader(pump, interests);
        while (pump.Next())
        {
            if (pump.Token != JsonTokenType.StartObject)
            {
                throw new PlanFormatException("a plan is a JSON object, this is something else", null, pump.Position);
            }

            if (pulumi.TryRead(out var taken))
            {
                continue;
            }

            plans.AddRange(PulumiPlans.Of(pulumi.TakeRuns(), interests, exports));
            plans.Add(new TerraformPlanReader(pump, interests).Read(taken));
        }

        plans.AddRange(PulumiPlans.Of(pulumi.TakeRuns(), interests, exports));
        return plans.Count > 0 ? plans : throw new PlanFormatException("empty: nothing to judge", null, null);
    }

    /// <summary>Hashes what passes through it.</summary>
    private sealed class HashingStream(Stream inner) : ReadOnlyStream
    {
        private readonly Sha256 _hash = new(inner.CanSeek ? inner.Length : null);

        public string Finish()
        {
            Span<byte> rest = stackalloc byte[4096];
            while (Read(rest) > 0)
            {
            }

            return _hash.Finish();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            _hash.Append(buffer[..count]);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
