namespace PlanGate.Cli;

/// <summary>The workflow for GitHub that <c>plangate init</c> writes: plan, gate, apply, each with the least that it needs.</summary>
internal static class StarterWorkflow
{
    /// <summary>Where it goes.</summary>
    public const string Path = ".github/workflows/plangate.yml";

    /// <summary>The text of the workflow, for one folder or for each of several in which Terraform plans.</summary>
    public static string Text(IReadOnlyList<string> folders) => $$$"""
        # Plans every pull request, lets PlanGate judge the plan, and applies after the merge what was judged and approved.
        # To adapt: what is marked with ADAPT.
        #
        # What this is worth: a pull request can change this file, so by itself it is advice. What makes it binding:
        #   - require the commit status "{{{(folders.Count < 2 ? "plangate" : "plangate/FOLDER")}}}"{{{(folders.Count < 2 ? "" : " of every folder")}}} on the branch, and a review of the code owners of .github/ and .plangate.yml;
        #   - give the credentials that can apply to the environment "production" only, and let only the default branch use it.
        # `plangate doctor` says which of it is in place.
        name: plangate

        on:
          pull_request:
            types: [opened, synchronize, reopened, ready_for_review, edited] # edited: a pull request can be turned to another base
          pull_request_review:
            types: [submitted, edited, dismissed] # an approval counts as soon as it is given
          merge_group:
          push:
            branches: ["main"] # ADAPT: the default branch

        permissions: {}

        concurrency:
          group: plangate-${{ github.event.pull_request.number || github.ref }}
          cancel-in-progress: false

        jobs:
          # Planning runs what the pull request says: this job may write nothing and has no credentials that can.
          plan:
            runs-on: ubuntu-latest
            timeout-minutes: 30
            permissions:
              contents: read
              # id-token: write # ADAPT: where the cloud's credentials for reading come by OpenID Connect
        {{{Strategy(folders)}}}    defaults:
              run:
                shell: bash # fails where any part of a pipe does
                working-directory: {{{WorkingDirectory(folders)}}}
            env:
              FOLDER: {{{Folder(folders)}}}
              TF_IN_AUTOMATION: "1"
              TF_INPUT: "0"
            steps:
              - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
                with:
                  persist-credentials: false

              - uses: hashicorp/setup-terraform@b9cd54a3c349d3f38e8881555d616ced269862dd # v3.1.2
                with:
                  terraform_wrapper: false # the wrapper adds lines to what `terraform show -json` prints
                  # terraform_version: 1.11.4 # ADAPT: the version that applies

              # ADAPT: credentials go here. Reading is enough to plan: give this job none that can apply.

              - name: Plan
                run: |
                  terraform init
                  # ADAPT: where workspaces are environments, `terraform workspace select NAME` goes here.
                  terraform plan -lock=false -out=tfplan
                  mkdir -p "$RUNNER_TEMP/plan/$FOLDER"
                  terraform show -json tfplan > "$RUNNER_TEMP/plan/$FOLDER/plan.json"
                  terraform workspace show > "$RUNNER_TEMP/plan/$FOLDER/workspace"

              # A plan may hold secrets, and whoever can read the repository can fetch it for a day.
              - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
                with:
                  name: plan-${{ strategy.job-index }}
                  path: ${{ runner.temp }}/plan
                  retention-days: 1

          # Nothing of the pull request runs here; the plan is only read. Without a plan the status says so, over an old green one.
          gate:
            needs: plan
            if: ${{ !cancelled() }}
            runs-on: ubuntu-latest
            timeout-minutes: 15
            permissions:
              contents: read
              pull-requests: write # the comment, requests for review
              statuses: write # the status that the branch requires
        {{{Strategy(folders)}}}    env:
              FOLDER: {{{Folder(folders)}}}
            steps:
              - uses: actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0
                continue-on-error: true
                with:
                  name: plan-${{ strategy.job-index }}

              - id: workspace
                shell: bash
                run: |
                  name=$(head -c 90 "$FOLDER/workspace" | tr -cd 'A-Za-z0-9_.-') || name=
                  printf 'name=%s\n' "$name" >> "$GITHUB_OUTPUT"

              - uses: plangate/plangate@0000000000000000000000000000000000000000 # ADAPT: where your PlanGate is, and the commit of its release
                with:
                  plan: ${{ env.FOLDER }}/plan.json
                  workspace: ${{ steps.workspace.outputs.name }}
        {{{Name(folders)}}}
          # After the merge: a new plan, judged again by the policy of before, approved by the reviews of the merged pull request.
          apply:
            needs: gate
            if: ${{ github.event_name == 'push' && github.ref_name == github.event.repository.default_branch }}
            runs-on: ubuntu-latest
            environment: production # ADAPT: in its settings, allow the default branch only
            timeout-minutes: 60
            permissions:
              contents: read
              pull-requests: read
              statuses: write
              # id-token: write # ADAPT: for the credentials that apply
            concurrency:
              group: plangate-apply-${{ strategy.job-index }}
              cancel-in-progress: false
        {{{Strategy(folders)}}}    defaults:
              run:
                shell: bash
                working-directory: {{{WorkingDirectory(folders)}}}
            env:
              TF_IN_AUTOMATION: "1"
              TF_INPUT: "0"
            steps:
              - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
                with:
                  persist-credentials: false

              - uses: hashicorp/setup-terraform@b9cd54a3c349d3f38e8881555d616ced269862dd # v3.1.2
                with:
                  terraform_wrapper: false

              # ADAPT: the credentials that apply go here, and nowhere else.

              - name: Plan
                run: |
                  terraform init
                  terraform plan -out=tfplan

              - uses: plangate/plangate@0000000000000000000000000000000000000000 # ADAPT: as above; it also puts plangate on the PATH
                with:
                  plan: tfplan
                  working-directory: {{{Inline(folders)}}}
        {{{Name(folders)}}}
              # Exactly the plan that is judged here is applied.
              - name: Apply
                env:
                  GITHUB_TOKEN: ${{ github.token }}
                  NAME: {{{(folders.Count < 2 ? "\"\"" : "${{ matrix.folder }}")}}}
                run: plangate apply tfplan --github ${NAME:+--name "$NAME"}

        """;

    private static string Strategy(IReadOnlyList<string> folders) => folders.Count < 2 ? "" : $$"""
            strategy:
              fail-fast: false
              matrix:
                folder: # ADAPT: found here, one job each
        {{string.Join('\n', folders.Select(folder => $"          - {Quoted(folder)}"))}}

        """;

    // Several share a pull request: each has its own status and comment.
    private static string Name(IReadOnlyList<string> folders) => folders.Count < 2 ? "" : "          name: ${{ matrix.folder }}\n";

    private static string WorkingDirectory(IReadOnlyList<string> folders) => folders.Count < 2 ? $"{Inline(folders)} # ADAPT: where Terraform runs" : Inline(folders);

    private static string Folder(IReadOnlyList<string> folders) => folders.Count < 2 ? $"{Inline(folders)} # ADAPT: the same" : Inline(folders);

    private static string Inline(IReadOnlyList<string> folders) => folders switch
    {
        [] => "\".\"",
        [var only] => Quoted(only),
        _ => "${{ matrix.folder }}",
    };

    // A folder may be called anything; JSON's quotes are YAML's too. An expression of GitHub's would be run.
    private static string Quoted(string folder) =>
        Newtonsoft.Json.JsonConvert.ToString(folder.Length == 0 ? "." : folder).Replace("${{", "$ {{", StringComparison.Ordinal);
}
