using CdktfApp;
using HashiCorp.Cdktf;

// CdktfApp FOLDER before|after: synthesizes the stacks, as they are applied first or as they are planned then.
if (args is not [var folder, "before" or "after"])
{
    Console.Error.WriteLine("usage: CdktfApp FOLDER before|after");
    return 1;
}

var app = new App(new AppConfig { Outdir = folder });
foreach (var stack in (string[])["shop-prod", "shop-preview"])
{
    _ = new Shop(app, stack, changed: args[1] == "after");
}

app.Synth();
return 0;
