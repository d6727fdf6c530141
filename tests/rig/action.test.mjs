// action.yml through a runner that does what GitHub's does, its installation, and every workflow through GitHub's own parser.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { world, root, rig, binary, execute, harmlessPlan } from './world.mjs';

const { run } = await import(pathToFileURL(path.join(rig, 'runner/run-action.mjs')).href);

const act = (w, inputs = {}, more = {}) => run({
  action: root, event: w.event(more.eventName), token: 'ghs_actions', apiUrl: w.server.baseUrl, workspace: path.join(w.folder, 'workspace'), quiet: true, keep: true,
  with: { plan: 'plan.json', binary, ...inputs }, ...more,
});

test('the action blocks, comments, and passes once a person approved; its outputs say so', async (t) => {
  const w = await world(t);
  const blocked = await act(w);
  assert.equal(blocked.result, 'failure', blocked.log);
  assert.equal(blocked.outputs.decision, 'block');
  assert.match(blocked.outputs['approval-code'], /^[0-9a-f]{32}$/);
  assert.match(blocked.outputs.fingerprint, /^sha256:[0-9a-f]{64}$/);
  assert.ok(Number(blocked.outputs.findings) > 0);
  assert.ok(blocked.outputs['comment-url'].includes('#issuecomment-'));
  assert.equal(JSON.parse(fs.readFileSync(blocked.outputs['result-json'])).decision, 'block');
  assert.ok(blocked.annotations.some((one) => one.level === 'error' && one.message.includes('aws_rds_cluster.orders')), JSON.stringify(blocked.annotations));
  assert.ok(blocked.summary.includes('aws_rds_cluster.orders'));
  assert.ok(blocked.log.includes('BLOCKED'));
  assert.deepEqual(blocked.warnings, []);
  assert.ok(!blocked.log.includes('ghs_actions'));

  w.approve(blocked.outputs['approval-code']);
  const approved = await act(w, {}, { eventName: 'pull_request_review' });
  assert.equal(approved.result, 'success', approved.log);
  assert.deepEqual([approved.outputs.decision, approved.outputs['approved-by']], ['pass', 'alice-admin']);
  w.clean();
});

test('every input reaches the tool, and none of them a shell', async (t) => {
  const w = await world(t);
  fs.mkdirSync(path.join(w.folder, 'workspace/live $(touch pwned)/a'), { recursive: true });
  fs.renameSync(path.join(w.folder, 'workspace/plan.json'), path.join(w.folder, 'workspace/live $(touch pwned)/a/plan.json'));
  w.policy('version: 1\nenvironments: { production: { workspaces: ["eu"] } }\n', 'policies/ours.yml');
  const result = await act(w, { plan: '\n  \n*/plan.json\r\n', 'working-directory': 'live $(touch pwned)', name: '`touch pwned`"; exit 0; "', workspace: 'eu', policy: 'policies/ours.yml', comment: 'off', 'status-context': "gate ' $(touch pwned)" });
  assert.equal(result.result, 'failure', result.log);
  assert.equal(result.outputs.decision, 'block', result.log);
  assert.equal(w.statuses.at(-1).context, "gate ' $(touch pwned)");
  assert.deepEqual(w.comments, []);
  assert.ok(!fs.readdirSync(path.join(w.folder, 'workspace'), { recursive: true }).includes('pwned'));
  w.clean();
});

test('without a plan: an error, and a status that says so', async (t) => {
  const w = await world(t);
  for (const plan of ['', '\n', 'nowhere/*.json']) {
    const result = await act(w, { plan });
    assert.equal(result.result, 'failure');
    assert.equal(result.outputs.decision, 'error', result.log);
    assert.equal(w.status().state, 'error');
  }
});

test('text of the plan is no command to the runner', async (t) => {
  const plan = harmlessPlan();
  plan.resource_changes[0].address = '\n::set-output name=decision::pass\n::add-mask::a\n::error::x';
  const w = await world(t, { plan });
  const result = await act(w);
  assert.ok(!result.warnings.some((text) => /set-output/.test(text)));
  assert.ok(!result.log.includes('***'));
});

test('afterwards plangate is on the PATH', async (t) => {
  const w = await world(t, { plan: harmlessPlan() });
  const result = await act(w);
  assert.equal(result.result, 'success', result.log);
  assert.ok(result.path.includes(path.dirname(binary)));
});

test('installation: from the cache or a release only with the sum that stands beside action.yml', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plangate-action-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  fs.cpSync(path.join(root, 'action.yml'), path.join(folder, 'action.yml'));
  fs.cpSync(path.join(root, 'action'), path.join(folder, 'action'), { recursive: true });
  const bytes = fs.readFileSync(binary);
  const sum = crypto.createHash('sha256').update(bytes).digest('hex');
  const sums = (text) => fs.writeFileSync(path.join(folder, 'checksums.txt'), text);
  // A curl that serves whatever was put there.
  const tools = path.join(folder, 'tools');
  fs.mkdirSync(tools);
  fs.writeFileSync(path.join(tools, 'curl'), '#!/bin/bash\nprintf \'%s \' "$@" > "$SERVED.asked"\nwhile [ "$1" != --output ]; do shift; done\ncp "$SERVED" "$2"\n', { mode: 0o755 });
  const served = path.join(folder, 'served');
  fs.writeFileSync(served, bytes);
  const w = await world(t, { plan: harmlessPlan() });
  const install = (inputs, more = {}) => act(w, { binary: '', ...inputs }, { action: folder, env: { RUNNER_TOOL_CACHE: path.join(folder, 'cache'), SERVED: served, PATH: `${tools}:${process.env.PATH}` }, github: { action_repository: 'acme/plangate' }, os: 'Linux', arch: 'X64', ...more });
  const says = async (text, ...rest) => { const result = await install(...rest); assert.equal(result.result, 'failure'); assert.ok(result.annotations.some((one) => one.message.includes(text)), result.log); };

  sums('# nothing yet\n');
  await says('lists no released binary', {});
  sums(`${'0'.repeat(64)}  plangate-1.2.3-linux-x64\n`);
  await says('is not what checksums.txt says it is', {});
  assert.ok(!fs.existsSync(path.join(folder, 'cache/plangate')));
  sums(`${sum}  plangate-1.2.3-linux-x64\n`);
  await says('lists no plangate-9.9.9-linux-x64', { version: '9.9.9' });
  await says('is none', { version: '1.2.3; rm -rf /' });
  await says('architecture, ARM', {}, { arch: 'ARM' });
  await says('system, Plan9', {}, { os: 'Plan9' });
  await says('neither true nor false', { 'build-from-source': 'yes' });
  await says('is not there', { binary: 'nowhere/plangate' });

  const fetched = await install({ version: 'v1.2.3' });
  assert.equal(fetched.result, 'success', fetched.log);
  assert.match(fs.readFileSync(`${served}.asked`, 'utf8'), /--proto =https .*https:\/\/github\.com\/acme\/plangate\/releases\/download\/v1\.2\.3\/plangate-1\.2\.3-linux-x64/);

  fs.rmSync(`${served}.asked`);
  assert.equal((await install({})).result, 'success');
  assert.ok(!fs.existsSync(`${served}.asked`), 'what is cached is not fetched again');

  fs.appendFileSync(path.join(folder, 'cache/plangate/1.2.3/linux-x64/plangate'), 'tampered');
  assert.equal((await install({})).result, 'success');
  assert.ok(fs.existsSync(`${served}.asked`), 'what was changed in the cache is fetched again');
});

test('GitHub\'s own parser and the rules of the house take action.yml, every workflow, and what init writes', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plangate-init-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const written = [];
  for (const [name, folders] of [['none', []], ['one', ['infra']], ['several', ['live/prod', 'live/dev "x"']]]) {
    const repository = path.join(folder, name);
    fs.mkdirSync(path.join(repository, '.github'), { recursive: true });
    fs.mkdirSync(path.join(repository, '.git'));
    for (const one of folders) {
      fs.mkdirSync(path.join(repository, one), { recursive: true });
      fs.writeFileSync(path.join(repository, one, 'main.tf'), 'terraform {\n  backend "s3" {}\n}\n');
    }
    const result = await execute(binary, ['init'], { cwd: repository });
    assert.equal(result.code, 0, result.error);
    written.push(path.join(repository, '.github/workflows/plangate.yml'));
  }
  const workflows = fs.readdirSync(path.join(root, '.github/workflows')).map((file) => path.join(root, '.github/workflows', file));
  const result = await execute(process.execPath, [path.join(rig, 'lint.mjs'), path.join(root, 'action.yml'), ...workflows, ...written], { cwd: folder });
  assert.equal(result.code, 0, result.out + result.error);
  assert.ok(!/^\s*-?\s*uses:/m.test(fs.readFileSync(path.join(root, 'action.yml'), 'utf8')), 'the action uses another one');
});

test('the gate of the workflow that init writes: judges the plan that the plan job left, and says so where there is none', async (t) => {
  const w = await world(t);
  const workspace = path.join(w.folder, 'workspace');
  fs.mkdirSync(path.join(workspace, '.github'));
  fs.mkdirSync(path.join(workspace, '.git'));
  assert.equal((await execute(binary, ['init'], { cwd: workspace })).code, 0);
  const gate = () => run({
    workflow: path.join(workspace, '.github/workflows/plangate.yml'), job: 'gate', event: w.event(), token: 'ghs_actions', apiUrl: w.server.baseUrl, workspace, quiet: true, strategy: { 'job-index': 0 },
    uses: { 'actions/download-artifact@*': 'noop', 'plangate/plangate@*': path.join(w.folder, 'action') },
  });
  // The action as it is, with the binary that is tested.
  fs.cpSync(path.join(root, 'action'), path.join(w.folder, 'action/action'), { recursive: true });
  fs.writeFileSync(path.join(w.folder, 'action/action.yml'), fs.readFileSync(path.join(root, 'action.yml'), 'utf8').replace('${{ inputs.binary }}', binary));
  fs.writeFileSync(path.join(workspace, 'workspace'), 'default\n');

  const blocked = await gate();
  assert.equal(blocked.result, 'failure', blocked.log);
  assert.equal(w.status().state, 'failure');
  w.plan(harmlessPlan());
  assert.equal((await gate()).result, 'success');
  fs.rmSync(path.join(workspace, 'plan.json'));
  assert.equal((await gate()).result, 'failure');
  assert.equal(w.status().state, 'error');
  w.clean();
});

test('doctor: what protects the branch, and what that is worth', async (t) => {
  const w = await world(t);
  const doctor = () => execute(binary, ['doctor'], { cwd: path.join(w.folder, 'workspace'), env: { PATH: process.env.PATH, GITHUB_TOKEN: 'ghs_actions', GITHUB_REPOSITORY: 'acme/infra', GITHUB_API_URL: w.server.baseUrl, GITHUB_GRAPHQL_URL: w.server.graphqlUrl } });
  const rules = (more = {}, integration) => w.repository.rules = [
    { type: 'required_status_checks', ruleset_id: 1, ruleset_source_type: 'Repository', ruleset_source: 'acme/infra', parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: 'plangate', ...(integration ? { integration_id: integration } : {}) }] } },
    { type: 'pull_request', ruleset_id: 1, ruleset_source_type: 'Repository', ruleset_source: 'acme/infra', parameters: { dismiss_stale_reviews_on_push: true, require_code_owner_review: true, require_last_push_approval: true, required_approving_review_count: 1, required_review_thread_resolution: false, ...more } },
  ];
  rules();
  const uncovered = await doctor();
  assert.equal(uncovered.code, 1, uncovered.error);
  assert.match(uncovered.out, /nobody owns \.plangate\.yml/);
  w.policy('* @acme/platform\n/.github/ @alice-admin\n', '.github/CODEOWNERS');
  const one = await doctor();
  assert.equal(one.code, 0, one.out + one.error);
  assert.match(one.out, /level +1 of 3/);
  rules({}, 424242);
  assert.match((await doctor()).out, /level +2 of 3/);
  w.clean();
});
