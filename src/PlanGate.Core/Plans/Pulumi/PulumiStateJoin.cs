namespace PlanGate.Plans.Pulumi;

/// <summary>Lays a run over the state of its stack: what the run leaves out, and what it does not know of the objects that it names.</summary>
internal sealed class PulumiStateJoin(IReadOnlyList<PulumiState> rows)
{
    private readonly ILookup<(string, string), PulumiState> _rows = rows.ToLookup(row => (row.Urn, row.Id));

    /// <summary>The subjects of the run, and those that wait in the state to be deleted.</summary>
    /// <param name="run">The run.</param>
    /// <param name="gone">What a refresh found gone, by address and key.</param>
    public IReadOnlyList<PulumiSubject> Complete(PulumiRun run, IReadOnlySet<(string, string?)> gone)
    {
        var subjects = run.Subjects.Values.ToList();
        foreach (var ((urn, id), subject) in run.Subjects)
        {
            foreach (var row in _rows[(urn, id)])
            {
                subject.Refer(row.References());
            }
        }

        // Where ids are names, the object that lives may have the same: only a deletion can be that of the row.
        foreach (var row in rows.Where(row => row.IsPendingDelete && run.Subjects.GetValueOrDefault((row.Urn, row.Id)) is not { IsDeletion: true } && !gone.Contains((row.Urn, PulumiPlans.PendingKey(row.Id)))))
        {
            var subject = new PulumiSubject(row.Urn, row.Token, "", TextPosition.Start);
            subject.Add(PulumiOp.DeleteReplaced, row, Json(row));
            subjects.Add(subject);
        }

        return subjects;
    }

    private static byte[] Json(PulumiState row)
    {
        try
        {
            return PulumiChangeJson.Write(PulumiChangeJson.Before(row), null, []);
        }
        catch (Exception e) when (e is FormatException or Newtonsoft.Json.JsonException)
        {
            throw new PlanFormatException($"unreadable state of {row.Urn} in the stack export: {e.Message}", "resources", null, e);
        }
    }
}
