// What GitHub does on a bad day, and what people do on an ordinary one.
import test from 'node:test';
import assert from 'node:assert/strict';
import { world, worldSeed, blockingPlan, harmlessPlan, HEAD, BASE } from './world.mjs';

const policy = (approvals) => `version: 1\napprovals: ${JSON.stringify(approvals)}\n`;
const noise = (count) => Array.from({ length: count }, (_, n) => ({ type: 'comment', user: 'carol-reader', body: `remark ${n}` }));

async function blockedWorld(t, options = {}) {
  const w = await world(t, options);
  const first = await w.check(options.run);
  assert.equal(first.code, 1, first.error);
  return { w, code: first.approvalCode, first };
}

test('nothing is lost: a green status and no comment, ever', async (t) => {
  const w = await world(t, { plan: harmlessPlan() });
  const result = await w.check();
  assert.equal(result.code, 0, result.error);
  assert.equal(w.status().state, 'success');
  assert.deepEqual(w.comments, []);
  assert.equal(result.outputs['comment-url'], '');
  w.clean();
});

test('the loss is gone: the comment is one line; it comes back: the same comment', async (t) => {
  const { w } = await blockedWorld(t);
  const [{ id, body }] = w.ours();
  w.plan(harmlessPlan());
  assert.equal((await w.check()).code, 0);
  assert.equal(w.ours()[0].body.trim().split('\n').length, 2, w.ours()[0].body);
  w.plan(blockingPlan());
  assert.equal((await w.check()).code, 1);
  assert.deepEqual([w.ours()[0].id, w.ours()[0].body], [id, body]);
  w.clean();
});

test('the same verdict again: the comment is not touched', async (t) => {
  const { w } = await blockedWorld(t);
  const again = await w.check();
  assert.deepEqual(again.calls.filter((call) => /comment$/.test(call)), []);
  assert.equal(again.outputs['comment-url'], `${w.server.origin}/html/acme/infra/pull/7#issuecomment-${w.ours()[0].id}`);
  w.clean();
});

test('ours is on page 3 of the comments; people and other bots quote its marker', async (t) => {
  const { w } = await blockedWorld(t);
  const [{ id, body }] = w.ours();
  w.repository.comments.delete(id);
  w.act(...noise(205), { type: 'comment', user: 'carol-reader', body }, { type: 'comment', user: 'other-bot[bot]', app: 'other-bot', body: `> ${body}` });
  w.repository.comments.set(id, { id, number: 7, user: 'github-actions[bot]', app: 'github-actions', body: body.replace('plangate approve', 'plangate refuse'), created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z', minimized: null, edits: [], born: 0 });

  const result = await w.check();

  assert.equal(result.code, 1);
  assert.equal(w.ours()[0].body, body);
  assert.ok(result.calls.length <= 12, `${result.calls.length} calls: ${result.calls}`);
  w.clean();
});

test('the comment is deleted between the list and the change: a new one', async (t) => {
  const { w } = await blockedWorld(t);
  w.plan(harmlessPlan());
  w.script({ timeline: [{ after: { op: 'issues/list-comments' }, act: { type: 'delete-comment', comment: w.ours()[0].id } }] });
  assert.equal((await w.check()).code, 0);
  assert.equal(w.ours().length, 1);
  w.clean();
});

test('a comment that was created twice is one again after the next run', async (t) => {
  const w = await world(t);
  w.script({ options: { duplicateCreates: true } });
  await w.check();
  assert.equal(w.ours().length, 2);
  await w.check();
  w.clean();
});

test('a new comment for every change: the one before is folded away, and nothing happens where nothing changed', async (t) => {
  const w = await world(t);
  const args = ['--comment', 'new'];
  await w.check({ args });
  await w.check({ args });
  assert.equal(w.ours().length, 1);
  w.plan(harmlessPlan());
  await w.check({ args });
  assert.deepEqual(w.ours().map((comment) => comment.minimized), ['outdated', null]);
  assert.deepEqual(w.server.violations(), []);
});

test('no comment where none is wanted', async (t) => {
  const { w } = await blockedWorld(t, { run: { args: ['--comment', 'off'] } });
  assert.deepEqual(w.comments, []);
  w.clean();
});

test('a token that may only read: the verdict stands, with one warning', async (t) => {
  for (const [plan, code] of [[blockingPlan(), 1], [harmlessPlan(), 0]]) {
    const w = await world(t, { plan });
    const result = await w.check({ token: 'ghs_readonly' });
    assert.equal(result.code, code, result.error);
    assert.equal(result.error.match(/warning/g).length, 1, result.error);
    assert.match(result.summary, /\S/);
    assert.deepEqual([w.statuses.length, w.comments.length], [0, 0]);
    w.clean();
  }
});

test('teams: a member, a member of a child team, one who is invited, one who is not, and a token that cannot see', async (t) => {
  for (const [user, token, reasons] of [
    ['dave-platform', 'ghs_plangate', ''],
    ['bob-writer', 'ghs_plangate', ''],
    ['erin-pending', 'ghs_plangate', 'membership-pending'],
    ['alice-admin', 'ghs_plangate', 'not-an-approver'],
    ['dave-platform', 'ghs_actions', 'team-unreadable'],
  ]) {
    const { w, code } = await blockedWorld(t, { policy: policy({ approvers: ['@acme/platform'] }), run: { token } });
    w.approve(code, { user });
    const result = await w.check({ token });
    assert.deepEqual(result.approvals.map((one) => one.reasons.join(' ')), [reasons], user);
    assert.equal(result.code, reasons === '' ? 0 : 1);
    w.clean();
  }
});

test('a token that is told 403 of the organization', async (t) => {
  const { w, code } = await blockedWorld(t, { policy: policy({ approvers: ['@acme/platform'] }) });
  w.act({ type: 'set-setting', global: { orgAccessDenied: 403 } });
  w.approve(code, { user: 'dave-platform' });
  const result = await w.check();
  assert.deepEqual(result.approvals.map((one) => one.reasons), [['team-unreadable']]);
  w.clean();
});

test('reviews are requested once: of people and teams that may approve, never of the author', async (t) => {
  const w = await world(t, { policy: policy({ approvers: ['@acme/platform', '@other/team', 'alice-admin', 'bob-writer', 'agent-author', 'machine-user'], machines: ['machine-user'] }) });
  const first = await w.check({ token: 'ghs_plangate' });
  assert.equal(first.code, 1, first.error);
  assert.deepEqual(w.pr.requested, { users: ['alice-admin', 'bob-writer'], teams: ['platform'] });
  const second = await w.check({ token: 'ghs_plangate' });
  assert.ok(!second.calls.includes('pulls/request-reviewers'));
  w.act({ type: 'review', user: 'alice-admin', state: 'COMMENTED', body: 'looking' });
  const third = await w.check({ token: 'ghs_plangate' });
  assert.ok(!third.calls.includes('pulls/request-reviewers'), 'who reviewed is not asked again');
  w.clean();
});

test('one name that cannot be requested does not keep the others from it', async (t) => {
  const w = await world(t, { policy: policy({ approvers: ['alice-admin', 'nobody-here', 'bob-writer'] }) });
  const result = await w.check();
  assert.deepEqual(w.pr.requested.users, ['alice-admin', 'bob-writer']);
  assert.match(result.error, /nobody-here could not be requested/);
  w.clean();
});

test('teams that an app\'s token may not see are not requested, and a workflow\'s own token does not try', async (t) => {
  const w = await world(t, { policy: policy({ approvers: ['@acme/platform', 'alice-admin'] }) });
  w.act({ type: 'set-token-permissions', token: 'ghs_plangate', set: { permissions: { issues: 'write', pull_requests: 'write', statuses: 'write', contents: 'read' } } });
  const app = await w.check({ token: 'ghs_plangate' });
  assert.match(app.error, /platform could not be requested: 422/);
  assert.deepEqual(w.pr.requested, { users: ['alice-admin'], teams: [] });
  const own = await w.check();
  assert.match(own.error, /a workflow's own token cannot see teams/);
  assert.ok(!own.calls.includes('pulls/request-reviewers'));
  w.clean();
});

test('a reviewer whose account is gone, one who was renamed, and a review whose commit is gone', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.approve(code, { user: 'bob-writer' });
  w.act({ type: 'ghost-user', user: 'bob-writer' });
  const ghost = await w.check();
  assert.equal(ghost.code, 1);
  assert.deepEqual(ghost.approvals.map((one) => [one.by, one.reasons.join(' ')]), [['ghost', 'not-a-person']]);

  const review = w.approve(code);
  w.act({ type: 'set-review', review, set: { commit_id: null } }, { type: 'rename-user', user: 'alice-admin', to: 'alice-in-security' });
  const renamed = await w.check();
  assert.equal(renamed.code, 1, 'the permission went with the old name in this world');
  w.act({ type: 'set-collaborator', user: 'alice-in-security', role: 'admin' });
  assert.equal((await w.check()).code, 0);
  w.clean();
});

test('an account that is pinned by its number stays an approver under another name', async (t) => {
  const { w, code } = await blockedWorld(t, { policy: policy({ approvers: ['alice-admin#1002'] }) });
  w.approve(code);
  w.act({ type: 'rename-user', user: 'alice-admin', to: 'alice-in-security' });
  const result = await w.check();
  assert.equal(result.code, 0, result.out);
  assert.equal(result.outputs['approved-by'], 'alice-in-security');
  w.clean();
});

test('a private member of the organization who may write counts, whatever GitHub calls the association', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.approve(code, { user: 'dave-platform' });
  assert.equal((await w.check()).code, 0);
  w.clean();
});

test('GitHub Enterprise Server', async (t) => {
  const { w, code } = await blockedWorld(t, { ghes: true });
  w.approve(code);
  const result = await w.check();
  assert.equal(result.code, 0, result.error);
  w.clean();
});

test('a repository that was renamed since', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.approve(code);
  const payload = w.event();
  w.act({ type: 'rename-repo', to: 'acme/platform-infra' });
  w.repo = 'acme/platform-infra';
  w.pr.head.repo = w.repo;
  w.act({ type: 'set-token-permissions', token: 'ghs_actions', set: { repos: ['acme/infra', 'acme/platform-infra'] } });
  const result = await w.check({ payload, env: { GITHUB_REPOSITORY: 'acme/infra' } });
  assert.equal(result.code, 0, result.error);
  w.clean();
});

test('two plans in one run are one comment; two names are one comment and one status each', async (t) => {
  const w = await world(t);
  w.plan(blockingPlan(), 'second.json');
  assert.equal((await w.check({ plans: ['plan.json', 'second.json'] })).code, 1);
  assert.equal(w.ours().length, 1);

  const named = await w.check({ args: ['--name', 'live/prod'] });
  assert.equal(named.code, 1);
  assert.equal(w.ours().length, 2);
  assert.equal(w.status(undefined, 'plangate/live/prod').state, 'failure');
  assert.deepEqual(w.server.violations(), []);
});

test('a status of another name', async (t) => {
  const w = await world(t);
  await w.check({ args: ['--status-context', 'gate / prod'] });
  assert.equal(w.status(undefined, 'gate / prod').state, 'failure');
  w.clean();
});

test('the policy: from the folder of the run upwards at the base, with what it extends', async (t) => {
  const w = await world(t, { policy: 'version: 1\nextends: [rules/ours.yml]\n' });
  w.policy('version: 1\nrules: { stateful-replace: { level: advisory }, production-destroy: { level: advisory } }\n', 'rules/ours.yml');
  const result = await w.check();
  assert.equal(result.code, 0, result.error);
  assert.deepEqual(w.comments, [], 'what is only advisory makes no comment');

  const named = await w.check({ args: ['--policy', 'teams/dba.yml'] });
  assert.equal(named.code, 2);
  assert.match(named.error, /teams\/dba\.yml: is not there at 000000000000/);
  assert.equal(w.status().state, 'error');
  w.policy('version: 2\n', 'teams/dba.yml');
  const broken = await w.check({ args: ['--policy', 'teams/dba.yml'] });
  assert.equal(broken.code, 2);
  assert.match(broken.error, /line 1, column 10/);
  w.clean();
});

test('a plan that cannot be judged: an error over the old green', async (t) => {
  const w = await world(t, { plan: harmlessPlan() });
  assert.equal((await w.check()).code, 0);
  w.plan('{ "resource_changes": [');
  assert.equal((await w.check()).code, 2);
  assert.equal(w.status().state, 'error');
  assert.deepEqual(w.comments, []);
  w.clean();
});

test('a merge group: the verdict of the pull request that it names, on the commit of the group, and no comment', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.approve(code);
  const group = '8'.repeat(40);
  w.repository.commits.set(group, 'agent-author');
  const payload = w.event('merge_group', { head_sha: group });
  const result = await w.check({ event: 'merge_group', payload });
  assert.equal(result.code, 0, result.error);
  assert.equal(w.status(group).state, 'success');
  assert.ok(!result.calls.some((call) => /comment|reviewers/.test(call)), result.calls.join());

  w.plan(blockingPlan(), 'another.json');
  const more = await w.check({ event: 'merge_group', payload, plans: ['plan.json', 'another.json'] });
  assert.equal(more.code, 1, 'what else comes with the group was not approved');
  w.clean();
});

test('a push after the merge: the approvals of the merged pull request, the policy of before', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.approve(code);
  w.act({ type: 'set-pull', set: { merged: true, state: 'closed' } });
  const result = await w.check({ event: 'push' });
  assert.equal(result.code, 0, result.error);
  assert.equal(result.approvalCode, code);
  assert.equal(w.status().state, 'success');

  w.policy('version: 1\nrules: { forget: { level: soft-mandatory } }\n');
  const changed = await w.check({ event: 'push' });
  assert.equal(changed.code, 1, 'the policy has changed');
  w.clean();
});

test('a push that no pull request brought, and a run by hand: nobody can have approved', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.approve(code);
  for (const event of ['push', 'workflow_dispatch']) {
    const result = await w.check({ event });
    assert.equal(result.code, 1, result.error);
    assert.equal(result.approvalCode, null);
    assert.equal(w.status().state, 'failure');
  }
  w.clean();
});

test('thousands of objects, with names that are long: the comment fits, and names them all or cannot be approved', async (t) => {
  const plan = blockingPlan();
  const change = plan.resource_changes.find((one) => one.type === 'aws_rds_cluster');
  plan.resource_changes = Array.from({ length: 1500 }, (_, n) => ({ ...structuredClone(change), address: `module.${'\u{1F5C4}'.repeat(20)}.aws_rds_cluster.orders["${n}-${'x'.repeat(60)}"]` }));
  const w = await world(t, { plan });
  const result = await w.check();
  assert.equal(result.code, 1, result.error);
  const { body } = w.ours()[0];
  assert.ok(body.length <= 60000, `${body.length}`);
  const all = plan.resource_changes.every((one) => body.includes(one.address));
  assert.ok(all || result.approvalCode === null, 'cut, and yet to be approved');
  w.clean();
});

test('no workflow, no token, an address that is not safe: exit 2, and what to do', async (t) => {
  const w = await world(t);
  for (const [env, problem] of [
    [{ GITHUB_TOKEN: '' }, /GITHUB_TOKEN/], [{ GITHUB_EVENT_NAME: '' }, /GITHUB_EVENT_NAME/], [{ GITHUB_REPOSITORY: 'infra' }, /owner\/name/],
    [{ GITHUB_API_URL: 'http://github.example' }, /https/], [{ GITHUB_EVENT_PATH: '/nowhere.json' }, /event cannot be read/],
  ]) {
    const result = await w.check({ env });
    assert.equal(result.code, 2);
    assert.match(result.error, problem);
  }
  const usage = await w.check({ args: ['--comment', '1'] });
  assert.equal(usage.code, 2);
  assert.deepEqual(w.server.log, []);
});
