namespace PlanGate.Cli;

/// <summary>The workflow for pull requests that <c>plangate init</c> writes.</summary>
internal static class StarterWorkflow
{
    /// <summary>Where it goes.</summary>
    public const string Path = ".github/workflows/plangate.yml";

    /// <summary>The text of the workflow: one job, or one for each folder in which Terraform plans.</summary>
    public static string Text(IReadOnlyList<string> folders) => $$$"""
        # Plans every pull request, and fails where PlanGate stops the plan. To adapt: what is marked with ADAPT.
        #
        # What this is worth: a pull request can change this file, so by itself it is advice. Let changes to it and to .plangate.yml
        # need a review (a CODEOWNERS file and a branch rule), and give the credentials that can apply only to a job that an author
        # cannot change.
        name: plangate

        on:
          pull_request:

        # Nothing here needs to write.
        permissions:
          contents: read
          # id-token: write # ADAPT: where the cloud's credentials come by OpenID Connect

        concurrency:
          group: plangate-${{ github.event.pull_request.number }}
          cancel-in-progress: true

        jobs:
          plan:
            # ADAPT: plangate must be on the PATH of this runner. `./publish.sh` in PlanGate's repository builds it,
            # artifacts/native/plangate: one file that needs nothing else.
            runs-on: ubuntu-latest
            timeout-minutes: 30
        {{{Strategy(folders)}}}    defaults:
              run:
                shell: bash # fails where any part of a pipe does
                working-directory: {{{WorkingDirectory(folders)}}}
            env:
              TF_IN_AUTOMATION: "1"
              TF_INPUT: "0"
            steps:
              - name: Is PlanGate there?
                working-directory: .
                run: plangate --version

              - uses: actions/checkout@v4 # ADAPT: pin actions to a commit, as your rules want it
                with:
                  fetch-depth: 0 # the base branch is needed too
                  persist-credentials: false # planning runs what the pull request says

              - uses: hashicorp/setup-terraform@v3
                with:
                  terraform_wrapper: false # the wrapper adds lines to what `terraform show -json` prints
                  # terraform_version: 1.11.4 # ADAPT: the version that applies

              # ADAPT: credentials go here. Reading is enough to plan: give this job none that can apply.

              - name: Plan
                run: |
                  terraform init
                  terraform plan -lock=false -out=tfplan
                  terraform show -json tfplan > plan.json
                  # ADAPT: where workspaces are environments, add `terraform workspace select NAME` above the plan.
                  terraform workspace show > "$RUNNER_TEMP/workspace"

              # The rules are those of the branch that is merged into, not those of the branch under review. Read only now: planning
              # has run what the pull request says.
              - name: Take the policy from the base branch
                working-directory: .
                env:
                  BASE: ${{ github.event.pull_request.base.sha }}
                run: |
                  mkdir "$RUNNER_TEMP/base"
                  git archive "$BASE" | tar -x -C "$RUNNER_TEMP/base"
                  test -e "$RUNNER_TEMP/base/.plangate.yml" || echo "version: 1" > "$RUNNER_TEMP/base/.plangate.yml"

              # 0: nothing stops it. 1: something would be lost. 2: could not be judged. plan.json may hold secrets: keep it here.
              - name: Judge
                run: plangate check plan.json --policy "$RUNNER_TEMP/base/.plangate.yml" --workspace "$(cat "$RUNNER_TEMP/workspace")"

        """;

    private static string Strategy(IReadOnlyList<string> folders) => folders.Count < 2 ? "" : $$"""
            strategy:
              fail-fast: false
              matrix:
                folder: # ADAPT: found here, one job each
        {{string.Join('\n', folders.Select(folder => $"          - {Quoted(folder)}"))}}

        """;

    private static string WorkingDirectory(IReadOnlyList<string> folders) => folders switch
    {
        [] => "\".\" # ADAPT: where Terraform runs",
        [var only] => $"{Quoted(only)} # ADAPT: where Terraform runs",
        _ => "${{ matrix.folder }}",
    };

    // A folder may be called anything; JSON's quotes are YAML's too. An expression of GitHub's would be run.
    private static string Quoted(string folder) =>
        Newtonsoft.Json.JsonConvert.ToString(folder.Length == 0 ? "." : folder).Replace("${{", "$ {{", StringComparison.Ordinal);
}
