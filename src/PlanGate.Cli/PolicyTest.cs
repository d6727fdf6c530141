using System.Globalization;
using System.Text;
using PlanGate.Plans;
using PlanGate.Policies;
using PlanGate.Reports;

namespace PlanGate.Cli;

/// <summary>Runs the test cases of a policy: plans, each with what is expected of it.</summary>
internal static class PolicyTest
{
    /// <summary>Where the cases are by default, beside the policy.</summary>
    public const string Folder = ".plangate/tests";

    private const string PlanEnd = ".json";
    private const string ExpectationEnd = ".expect.yml";
    private const string ACase = $"a case is NAME{PlanEnd}, a plan, with NAME{ExpectationEnd}, what is expected of it";
    private const string NoFolder = $"there is no such folder, so there are no cases: {ACase}";

    /// <summary>Runs every case: 0 when all came out as expected, 1 when some did not, 2 when some could not be tried.</summary>
    /// <param name="named">The folder of the cases, or null for the default one.</param>
    /// <param name="policyFile">The policy, or null for the nearest from the cases upwards.</param>
    /// <param name="directory">Where to begin to look for a policy where no folder is named.</param>
    /// <param name="terminal">Where to report.</param>
    internal static int Run(string? named, string? policyFile, string directory, Terminal terminal)
    {
        if (named is not null && !Directory.Exists(named))
        {
            return App.Fail(terminal, $"{named}: {NoFolder}");
        }

        var folder = named ?? Folder;
        try
        {
            if ((policyFile ?? PolicyFile.Find(named ?? directory)) is not { } file)
            {
                return App.Fail(terminal, PolicyCommand.NoPolicyFrom(named ?? "here"));
            }

            folder = named ?? Path.Combine(Path.GetDirectoryName(file) ?? "", Folder);
            var names = Cases(folder);
            if (names.Count == 0)
            {
                return App.Fail(terminal, $"{folder}: no cases in it: {ACase}");
            }

            var policy = PolicyFile.Load(file, terminal.Surroundings.Today);
            var outcomes = names.Select(name => Try(folder, name, policy, terminal.Surroundings.Today)).ToList();
            return Report(names, outcomes, terminal);
        }
        catch (PolicyException e)
        {
            return App.Fail(terminal, CheckCommand.InWords(e));
        }
        catch (DirectoryNotFoundException)
        {
            return App.Fail(terminal, $"{folder}: {NoFolder}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return App.Fail(terminal, $"{folder}: {e.Message}");
        }
    }

    // Named by either of the two files, so that one without the other is seen.
    private static IReadOnlyList<string> Cases(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Select(file => file.EndsWith(ExpectationEnd, StringComparison.Ordinal) ? file[..^ExpectationEnd.Length] : file.EndsWith(PlanEnd, StringComparison.Ordinal) ? file[..^PlanEnd.Length] : null)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static Outcome Try(string folder, string name, Policy policy, DateOnly today)
    {
        var (plan, expectationFile) = (Path.Combine(folder, name + PlanEnd), Path.Combine(folder, name + ExpectationEnd));
        if (!File.Exists(plan) || !File.Exists(expectationFile))
        {
            return new([], File.Exists(plan) ? $"{plan}: a plan without its expectation, {Path.GetFileName(expectationFile)}" : $"{expectationFile}: an expectation without its plan, {Path.GetFileName(plan)}");
        }

        try
        {
            var expectation = ExpectationReader.Read(File.ReadAllText(expectationFile, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)), expectationFile, policy);
            return new(expectation.Differences(Judge(plan, expectation, policy, today)), null);
        }
        catch (PolicyException e)
        {
            return new([], CheckCommand.InWords(e));
        }
        catch (DecoderFallbackException)
        {
            return new([], $"{expectationFile}: not text in UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new([], $"{name}: {e.Message}");
        }
    }

    private static Verdict Judge(string file, Expectation expectation, Policy policy, DateOnly today)
    {
        try
        {
            using var input = File.OpenRead(file);
            var plans = PlanReader.Read(input, file, Classification.Interests.Of(Classification.Catalogue.BuiltIn).And(policy.Interests));
            return Gate.Judge([.. plans.Select(plan => plan with { Workspace = expectation.Workspace, Path = expectation.Path })], [], policy, today);
        }
        catch (PlanFormatException e)
        {
            // That a plan is refused may be just what is expected.
            return Gate.Judge([], [new(file, e.Message, e.Where, e.Position)], policy, today);
        }
    }

    private static int Report(IReadOnlyList<string> names, List<Outcome> outcomes, Terminal terminal)
    {
        var output = terminal.Output;
        foreach (var (name, outcome) in names.Zip(outcomes))
        {
            Line(output, $"{outcome.Word,-6}  {name}");
            foreach (var difference in outcome.Differences)
            {
                Line(output, $"          {difference}");
            }

            if (outcome.Problem is { } problem)
            {
                App.Fail(terminal, problem);
            }
        }

        var (failed, untried) = (outcomes.Count(outcome => outcome.Differences.Count > 0), outcomes.Count(outcome => outcome.Problem is not null));
        Line(output, "");
        Line(output, $"{Number(names.Count)} case{(names.Count == 1 ? "" : "s")}: {Number(names.Count - failed - untried)} as expected, {Number(failed)} not"
            + (untried > 0 ? $", {Number(untried)} could not be tried" : "") + ".");
        return untried > 0 ? ExitCode.Error : failed > 0 ? ExitCode.Block : ExitCode.Pass;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Line(TextWriter output, string text) => output.WriteLine(PlainText.Line(PlainText.Clean(text)));

    /// <summary>What came of a case: nothing else than expected, or differences, or a problem that kept it from being tried.</summary>
    private sealed record Outcome(IReadOnlyList<string> Differences, string? Problem)
    {
        public string Word => Problem is not null ? "ERROR" : Differences.Count > 0 ? "FAILED" : "ok";
    }
}
