namespace PlanGate.Plans;

/// <summary>What a plan does to one object. A replace knows its order.</summary>
public enum ChangeAction
{
    NoOp,
    Read,
    Create,
    Update,
    Delete,

    /// <summary>Terraform's default replacement: the old object is destroyed first.</summary>
    DeleteThenCreate,

    /// <summary><c>create_before_destroy</c>: the old object is destroyed last.</summary>
    CreateThenDelete,

    /// <summary>The object leaves the state and lives on, unmanaged.</summary>
    Forget,

    /// <summary>OpenTofu: a new object takes the place of one that is only forgotten.</summary>
    CreateThenForget,

    /// <summary>An ephemeral resource is opened during the run.</summary>
    Open,

    /// <summary>An ephemeral resource is closed during the run.</summary>
    Close,
}

/// <summary>What follows from an action.</summary>
public static class ChangeActions
{
    extension(ChangeAction action)
    {
        /// <summary>The live object of before no longer exists afterwards.</summary>
        public bool Destroys =>
            action is ChangeAction.Delete or ChangeAction.DeleteThenCreate or ChangeAction.CreateThenDelete;

        /// <summary>Destroyed, and another object takes its place, in either order.</summary>
        public bool Replaces => action is ChangeAction.DeleteThenCreate or ChangeAction.CreateThenDelete;

        /// <summary>The object leaves the state without being destroyed.</summary>
        public bool Forgets => action is ChangeAction.Forget or ChangeAction.CreateThenForget;

        /// <summary>The word for it in documents: <c>no-op</c>, <c>delete</c>, <c>replace</c> ...</summary>
        public string Word => action switch
        {
            ChangeAction.NoOp => "no-op",
            ChangeAction.Read => "read",
            ChangeAction.Create => "create",
            ChangeAction.Update => "update",
            ChangeAction.Delete => "delete",
            ChangeAction.DeleteThenCreate or ChangeAction.CreateThenDelete => "replace",
            ChangeAction.Forget or ChangeAction.CreateThenForget => "forget",
            ChangeAction.Open => "open",
            ChangeAction.Close => "close",
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
        };
    }

    /// <summary>The action behind a plan's list of action words, or null where Terraform and OpenTofu emit no such list.</summary>
    public static ChangeAction? Parse(IReadOnlyList<string> words) => words switch
    {
        [var only] => Spelling(only) switch
        {
            "noop" => ChangeAction.NoOp,
            "read" => ChangeAction.Read,
            "create" => ChangeAction.Create,
            "update" => ChangeAction.Update,
            "delete" => ChangeAction.Delete,
            "forget" => ChangeAction.Forget,
            "open" => ChangeAction.Open,
            "close" => ChangeAction.Close,
            _ => null,
        },
        [var first, var second] => (Spelling(first), Spelling(second)) switch
        {
            ("delete", "create") => ChangeAction.DeleteThenCreate,
            ("create", "delete") => ChangeAction.CreateThenDelete,
            ("create", "forget") or ("forget", "create") => ChangeAction.CreateThenForget,
            _ => null,
        },
        _ => null,
    };

    // Early releases of the format wrote "Delete" and "NoOp".
    private static string Spelling(string word) => word.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
