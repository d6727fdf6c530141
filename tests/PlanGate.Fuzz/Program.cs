namespace PlanGate.Fuzz;

/// <summary>Parses the command line, then runs the campaigns on instrumented assemblies.</summary>
internal static class Program
{
    private const string Usage = """
        usage: dotnet run -c Release --project tests/PlanGate.Fuzz -- [--target NAME[,NAME...]|all] [--seconds N | --inputs N] [--seed S] [--corpus DIR] [--replay FILE] [--no-coverage]

          --target   what is fed: plan, preview, events, updateplan, policy, comment, hook, command; all (default) shares the time between them
          --seconds  how long, all targets together (default 60)
          --inputs   how many for each target instead: the same ones on every machine
          --seed     of the random numbers (default 1)
          --corpus   where inputs that reached something new are kept from run to run, and findings are written (default artifacts/fuzz)
          --replay   tries one input of one target, and nothing else
        exit codes: 0 nothing found, 1 findings, 2 bad usage
        """;

    private static int Main(string[] args)
    {
        if (Options.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        return Instrumentation.Run(options);
    }
}
