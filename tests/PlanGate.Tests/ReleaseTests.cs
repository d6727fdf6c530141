using System.Text.RegularExpressions;
using System.Xml.Linq;
using PlanGate.Cli;
using PlanGate.Tests.Support;

namespace PlanGate.Tests;

/// <summary>What a release takes for granted.</summary>
public sealed class ReleaseTests
{
    private static readonly string Version = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("Version").Single().Value;

    [Fact]
    public void The_version_stands_in_one_place_and_the_program_says_it()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+$", Version);
        Assert.Equal(Version, App.Version);
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Where(path => !Regex.IsMatch(path, @"[\\/](artifacts|node_modules)[\\/]"));
        Assert.All(projects, path => Assert.DoesNotMatch("<(Package|Assembly|File|Informational)?Version>", File.ReadAllText(path)));
    }

    [Fact]
    public void The_changelog_has_a_dated_section_for_it_below_what_is_not_released_yet()
    {
        var sections = Regex.Matches(File.ReadAllText(Repository.PathOf("CHANGELOG.md")), @"^## \[(?<version>[^\]]+)\](?: - (?<day>\d{4}-\d{2}-\d{2}))?$", RegexOptions.Multiline);

        Assert.Equal("Unreleased", sections[0].Groups["version"].Value);
        Assert.Contains(sections, section => section.Groups["version"].Value == Version && section.Groups["day"].Success);
        Assert.Distinct(sections.Select(section => section.Groups["version"].Value));
    }

    [Fact]
    public void The_tests_run_on_the_runtime_that_they_are_meant_for()
    {
        if (Environment.GetEnvironmentVariable("PLANGATE_TESTS_RUNTIME") is { Length: > 0 } runtime)
        {
            Assert.Equal(runtime, Environment.Version.ToString());
        }
    }
}
