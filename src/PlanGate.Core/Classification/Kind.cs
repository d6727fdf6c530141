namespace PlanGate.Classification;

/// <summary>The words for what is lost. Contract: policies and result documents use them.</summary>
public static class Kind
{
    public const string Snapshot = "snapshot";
    public const string Backup = "backup";
    public const string BackupPolicy = "backup-policy";
    public const string Key = "key";
    public const string Secret = "secret";
    public const string Cache = "cache";
    public const string MachineDisk = "vm-disk";
    public const string Database = "database";
    public const string LogicalDatabase = "logical-database";
    public const string Container = "container";
    public const string Other = "other";

    /// <summary>Every kind, in the order in which the design lists them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Database, LogicalDatabase, "volume", "filesystem", "object-store", Snapshot, Backup, BackupPolicy, Key, Secret, "queue", "stream",
        "search-index", Cache, "registry", "log-archive", "identity-store", "dns-zone", MachineDisk, Container, "state-backend", "code-repository",
        "ml-artifact", Other,
    ];

    /// <summary>Where a kind stands in the list: what weighs most comes first.</summary>
    public static int Rank(string? kind)
    {
        for (var rank = 0; rank < All.Count; rank++)
        {
            if (All[rank] == kind)
            {
                return rank;
            }
        }

        return All.Count;
    }

    /// <summary>The kind in words for people, with its article.</summary>
    public static string InWords(string kind) => kind switch
    {
        Database => "a database",
        LogicalDatabase => "a database inside a server",
        "volume" => "a volume",
        "filesystem" => "a file system",
        "object-store" => "an object store",
        Snapshot => "a snapshot",
        Backup => "backups",
        BackupPolicy => "a backup policy",
        Key => "a key",
        Secret => "a secret",
        "queue" => "a queue",
        "stream" => "a stream",
        "search-index" => "a search index",
        Cache => "a cache",
        "registry" => "a registry",
        "log-archive" => "logs",
        "identity-store" => "an identity store",
        "dns-zone" => "a DNS zone",
        MachineDisk => "a machine's disk",
        Container => "a container of other resources",
        "state-backend" => "a state backend",
        "code-repository" => "a code repository",
        "ml-artifact" => "a machine-learning artifact",
        _ => "data",
    };
}
