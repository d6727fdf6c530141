namespace PlanGate.Cli.GitHub;

/// <summary>GitHub cannot be asked, or did not answer what was asked: exit code 2, whatever the plan says.</summary>
internal class GitHubException(string message) : Exception(message);

/// <summary>The run is of an older head: another run judges the newer one, and this one must write nothing.</summary>
internal sealed class SupersededException(string message) : GitHubException(message);
