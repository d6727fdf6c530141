using PlanGate.Bench.Comparing;
using PlanGate.Bench.Generating;
using PlanGate.Bench.Micro;

const string Usage = """
    Usage:
      generate SIZE FILE           write a plan of about that size: 100KB, 55MB
      generate-events SIZE FILE    write a stream of Pulumi's engine events of about that size
      compare [NAME=]BINARY...     whole runs of plangate binaries against jq: time and peak memory
      dom READER PLAN              the deleting changes of a plan by a reader that makes objects of it: Newtonsoft.Json, System.Text.Json
      micro [ARGUMENTS]            parts of the program in this process; arguments of BenchmarkDotNet, such as --filter '*Catalogue*'
    """;

try
{
    switch (args)
    {
        case ["generate", var size, var file]:
            using (var stream = File.Create(file))
            {
                PlanGenerator.Write(stream, PlanSize.Parse(size));
            }

            return 0;
        case ["generate-events", var size, var file]:
            using (var stream = File.Create(file))
            {
                EventsGenerator.Write(stream, PlanSize.Parse(size));
            }

            return 0;
        case ["compare", var binary, .. var others]:
            Comparison.Run([binary, .. others], Console.Out);
            return 0;
        case ["dom", var reader, var plan]:
            DomReader.Run(reader, plan, Console.Out);
            return 0;
        case ["micro", .. var rest]:
            return MicroBenchmarks.Run(rest);
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (Exception e) when (e is IOException or FormatException or MeasurementException)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return 2;
}
