using System.Globalization;
using PlanGate.PulumiPolicy;
using PlanGate.PulumiPolicy.Protocol;

// Pulumi gives the engine's address and, in a pack directory, a dot; flags may stand before and behind.
var arguments = args.Where(argument => !argument.StartsWith('-')).ToList();
if (arguments.Count == 0)
{
    Console.Error.WriteLine("pulumi-analyzer-policy-plangate is a policy pack: Pulumi starts it. Use `pulumi preview --policy-pack PATH`.");
    return 2;
}

var analyzer = new Analyzer(ProgramDirectory.Find(Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable), Environment.GetEnvironmentVariable, () => DateOnly.FromDateTime(DateTime.UtcNow));
using var server = await GrpcServer.StartAsync(analyzer.Methods).ConfigureAwait(false);

// The engine reads the port from the first line, and shows everything after it.
Console.Out.Write(server.Port.ToString(CultureInfo.InvariantCulture) + "\n");
Console.Out.Flush();
await EngineWatch.UntilGone(arguments[0]).ConfigureAwait(false);
return 0;
