using Constructs;
using HashiCorp.Cdktf;

namespace CdktfApp;

/// <summary>A shop's data in one environment: one stack.</summary>
internal sealed class Shop : TerraformStack
{
    public Shop(Construct scope, string id, bool changed)
        : base(scope, id)
    {
        // By default the state lies where the app is run, named with its whole path.
        _ = new LocalBackend(this, new LocalBackendConfig { Path = "terraform.tfstate" });
        _ = new Ledger(this, "ledger", changed);

        var module = new TerraformHclModule(this, "archive", new TerraformHclModuleConfig { Source = "./modules/archive", SkipAssetCreationFromLocalModules = true });
        module.Set("shards", changed ? 1 : 2);
    }
}

/// <summary>A construct made of others: what it makes has a path of three steps.</summary>
internal sealed class Ledger : Construct
{
    private static readonly string[] Before = ["east", "west"];
    private static readonly string[] After = ["east"];

    public Ledger(Construct scope, string id, bool changed)
        : base(scope, id)
    {
        _ = new DataResource(this, "orders", new DataConfig { Input = Text("orders"), TriggersReplace = Text(changed ? "gp3" : "gp2") });
        _ = new DataResource(this, "partitions", new DataConfig { Count = changed ? 1 : 3, Input = Text("partition") });
        _ = new DataResource(this, "replicas", new DataConfig
        {
            ForEach = TerraformIterator.FromList(changed ? After : Before),
            Input = Text("replica"),
        });
        _ = new DataResource(this, "report", new DataConfig { Input = Text(changed ? "weekly" : "daily") });
        if (!changed)
        {
            _ = new DataResource(this, "audit", new DataConfig { Input = Text("audit") });
        }
    }

    private static Dictionary<string, object> Text(string value) => new() { ["name"] = value };
}
