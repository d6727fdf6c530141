namespace PlanGate;

/// <summary>Stands in front of <see cref="Enumerable"/>, since an enclosing namespace goes before a using directive.</summary>
internal static class Sequences
{
    /// <summary>
    /// What <see cref="Enumerable.Select{TSource,TResult}(IEnumerable{TSource},Func{TSource,TResult})"/> does, by a plain iterator. The platform's calls a generic
    /// virtual method behind another operator, and natively compiled code looks such a one up in tables at its first call from each pair of types: 12 % of a
    /// small plan's run (docs/performance.md).
    /// </summary>
    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (var item in source)
        {
            yield return selector(item);
        }
    }

    /// <summary>One result for each item, in their order; worked out on all processors where there is more than one of both. What <paramref name="selector"/> touches must bear that.</summary>
    public static TResult[] SelectOnAllProcessors<TSource, TResult>(this IReadOnlyList<TSource> source, Func<TSource, int, TResult> selector)
    {
        var results = new TResult[source.Count];
        if (results.Length > 1)
        {
            Parallel.For(0, results.Length, index => results[index] = selector(source[index], index));
        }
        else if (results.Length == 1)
        {
            results[0] = selector(source[0], 0);
        }

        return results;
    }
}
