// What an author with write access to the repository can try, and what becomes of it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { world, worldSeed, blockingPlan, BASE, HEAD } from './world.mjs';

const hours = (ago) => new Date(Date.now() - ago * 3600e3).toISOString();

/** A world in which the loss was blocked once, so that its code is published. */
async function blockedWorld(t, options) {
  const w = await world(t, options);
  const first = await w.check(options?.run);
  assert.equal(first.code, 1, first.error);
  return { w, code: first.approvalCode };
}

async function refused(w, reasons, run = {}) {
  const result = await w.check({ event: 'pull_request_review', ...run });
  assert.equal(result.code, 1, result.error);
  assert.deepEqual(result.approvals.map((one) => one.reasons.join(' ')), [].concat(reasons));
  assert.equal(w.status().state, 'failure');
  w.clean();
  return result;
}

test('a green status that the author wrote is overwritten', async (t) => {
  const w = await world(t);
  w.act({ type: 'status', user: 'agent-author', state: 'success', context: 'plangate', description: 'Approved by alice-admin' });

  assert.equal((await w.check()).code, 1);

  assert.equal(w.status().state, 'failure');
  w.clean();
});

test('a re-run of an older head writes nothing', async (t) => {
  const w = await world(t);
  const payload = w.event();
  w.act({ type: 'push', user: 'agent-author' });

  const result = await w.check({ payload });

  assert.equal(result.code, 2);
  assert.match(result.error, /superseded/);
  assert.deepEqual([w.statuses.length, w.comments.length], [0, 0]);
  assert.deepEqual(result.calls, ['pulls/get']);
  w.clean();
});

test('a push between reading and writing: nothing is written', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.approve(code);
  const before = [w.statuses.length, w.ours()[0].body];
  w.script({ timeline: [{ after: { op: 'pulls/list-reviews' }, act: { type: 'force-push', pull: 7, user: 'agent-author' } }] });

  const result = await w.check();

  assert.equal(result.code, 2);
  assert.match(result.error, /superseded/);
  assert.equal(result.outputs.decision, 'error');
  assert.deepEqual([w.statuses.length, w.ours()[0].body], before);
  w.clean();
});

test('turned to another base between reading and writing: an error, not the other policy\'s verdict', async (t) => {
  const w = await world(t);
  w.script({ timeline: [{ after: { op: 'pulls/list-reviews' }, act: { type: 'set-base', pull: 7, set: { ref: 'lax' } } }] });

  const result = await w.check();

  assert.equal(result.code, 2);
  assert.equal(w.status().state, 'error');
  w.clean();
});

test('an approval survives a push that destroys the same, and a force-push that moves the review', async (t) => {
  for (const type of ['push', 'force-push']) {
    const { w, code } = await blockedWorld(t);
    w.approve(code);
    w.act({ type, user: 'agent-author' });

    const result = await w.check();

    assert.equal(result.code, 0, result.error);
    assert.equal(w.status().state, 'success');
    w.clean();
  }
});

test('a force-push to another destruction: the moved review does not count', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.approve(code);
  w.act({ type: 'force-push', user: 'agent-author' });
  const plan = blockingPlan();
  for (const change of plan.resource_changes) if (change.type === 'aws_rds_cluster') change.change.before.id = change.change.before.cluster_identifier = 'payments';
  w.plan(plan);

  await refused(w, 'other-code');
});

test('our comment that the author edited is put right; a look-alike is left alone and is never ours', async (t) => {
  const { w } = await blockedWorld(t);
  const [ours] = w.ours();
  const text = ours.body;
  w.act({ type: 'edit-comment', comment: ours.id, user: 'agent-author', replace: 'plangate approve [0-9a-f]{32}', with: 'plangate approve ' + 'e'.repeat(32) }, { type: 'comment', user: 'agent-author', body: text.replaceAll('orders', 'scratch') });

  assert.equal((await w.check()).code, 1);

  assert.equal(w.ours()[0].body, text);
  assert.equal(w.comments.length, 2);
  assert.ok(w.comments.at(-1).body.includes('scratch'));
  w.clean();
});

test('a review text that the author edited', async (t) => {
  const { w, code } = await blockedWorld(t);
  const review = w.approve('f'.repeat(32));
  w.act({ type: 'edit-review', review, user: 'agent-author', body: `plangate approve ${code}` });
  await refused(w, 'edited');
});

test('a review text that its own author corrected counts', async (t) => {
  const { w, code } = await blockedWorld(t);
  const review = w.approve('f'.repeat(32));
  w.act({ type: 'edit-review', review, user: 'alice-admin', body: `Looked at it.\r\n\r\nplangate approve ${code}\r\n` });
  const result = await w.check({ event: 'pull_request_review' });
  assert.equal(result.code, 0, result.out);
  w.clean();
});

test('an edit by an account that is gone is somebody else\'s', async (t) => {
  const { w, code } = await blockedWorld(t);
  const review = w.approve('f'.repeat(32));
  w.act({ type: 'edit-review', review, user: 'machine-user', body: `plangate approve ${code}` }, { type: 'ghost-user', user: 'machine-user' });
  await refused(w, 'edited');
});

for (const [what, review, reasons, policy] of [
  ['another bot approves', { user: 'other-bot[bot]' }, 'not-a-person'],
  ['a machine\'s user account approves', { user: 'machine-user' }, 'machine', 'version: 1\napprovals: { machines: [machine-user] }\n'],
  ['a machine\'s account that was renamed approves', { user: 'machine-user' }, 'machine', 'version: 1\napprovals: { machines: ["old-name#1008"] }\n'],
  ['the author approves himself', { user: 'agent-author' }, 'author committer pusher'],
  ['a reader approves', { user: 'carol-reader' }, 'not-an-approver'],
  ['an outsider approves', { user: 'mallory' }, 'not-an-approver'],
  ['a writer who is not listed approves', { user: 'bob-writer' }, 'not-an-approver', 'version: 1\napprovals: { approvers: [alice-admin] }\n'],
  ['somebody took the login that the policy pins to another account', { user: 'alice-admin' }, 'not-an-approver', 'version: 1\napprovals: { approvers: ["alice-admin#999"] }\n'],
  ['a remark with the line', { user: 'alice-admin', state: 'COMMENTED' }, 'not-approved'],
  ['a dismissed approval', { user: 'alice-admin', state: 'DISMISSED' }, 'not-approved'],
  ['a no that quotes the line', { user: 'alice-admin', state: 'CHANGES_REQUESTED' }, 'not-approved'],
  ['an approval of yesterday', { user: 'alice-admin', submitted_at: hours(25) }, 'expired'],
  ['an approval before the code was published', { user: 'alice-admin', submitted_at: hours(2) }, 'before-code'],
  ['an approval that has not cooled off', { user: 'alice-admin' }, 'cooling-off', 'version: 1\napprovals: { cooling-off: 30m }\n'],
]) {
  test(`${what}: ${reasons}`, async (t) => {
    const { w, code } = await blockedWorld(t, { policy });
    w.approve(code, review);
    await refused(w, reasons);
  });
}

test('an approval without the line, and one in which somebody else is quoted', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.act({ type: 'review', user: 'alice-admin', state: 'APPROVED', body: 'LGTM' }, { type: 'review', user: 'bob-writer', state: 'APPROVED', body: `> plangate approve ${code}\n\nplangate approve ${code} ?` });
  const { calls } = await refused(w, ['no-code', 'no-code']);
  assert.ok(calls.length <= 12, calls.join());
});

test('the line in a comment of a person who may approve', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.act({ type: 'comment', user: 'alice-admin', body: `plangate approve ${code}` });
  await refused(w, []);
});

test('a second account that pushed, and one that wrote a commit', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.act({ type: 'push', user: 'bob-writer' });
  w.approve(code, { user: 'bob-writer' });
  await refused(w, 'committer pusher');

  w.act({ type: 'force-push', user: 'agent-author' });
  await refused(w, 'pusher');
});

test('who wrote more commits than GitHub lists', async (t) => {
  const { w, code } = await blockedWorld(t);
  for (let n = 0; n < 251; n++) w.pr.commits.push({ sha: n.toString(16).padStart(40, 'a'), author: 'agent-author' });
  w.approve(code);
  const result = await refused(w, 'committer');
  assert.match(result.error, /250 of the pull request's 252 commits/);
});

test('a no after the yes, whoever gave the yes; also when the author dismissed it', async (t) => {
  for (const user of ['alice-admin', 'bob-writer']) {
    const { w, code } = await blockedWorld(t);
    w.approve(code);
    const [{ id }] = w.act({ type: 'review', user, state: 'CHANGES_REQUESTED', body: 'Wait: this is the wrong cluster' });
    await refused(w, ['changes-requested']);

    w.act({ type: 'dismiss-review', review: id });
    await refused(w, ['changes-requested']);
  }
});

test('a no of somebody who may not approve, a remark after the yes, and a no before it change nothing', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.act({ type: 'review', user: 'alice-admin', state: 'CHANGES_REQUESTED', body: 'Which cluster is this?' });
  w.approve(code);
  w.act({ type: 'review', user: 'carol-reader', state: 'CHANGES_REQUESTED', body: 'no' }, { type: 'review', user: 'other-bot[bot]', state: 'CHANGES_REQUESTED', body: 'nit' }, { type: 'review', user: 'bob-writer', state: 'COMMENTED', body: 'ok with me' });
  const result = await w.check();
  assert.equal(result.code, 0, result.out);
  w.clean();
});

test('an approval does not move to another pull request, name, base or repository', async (t) => {
  const { w, code } = await blockedWorld(t);
  w.approve(code);
  const named = await refused(w, 'other-code', { args: ['--name', 'other'] }).catch(() => w.check({ args: ['--name', 'other'] }));
  assert.notEqual(named.approvalCode, code);

  const seed = worldSeed();
  seed.repos['acme/infra'].pulls.push({ ...seed.repos['acme/infra'].pulls[0], number: 8, head: { ref: 'agent/other', sha: '3'.repeat(40) } });
  seed.repos['acme/infra'].pulls.push({ ...seed.repos['acme/infra'].pulls[0], number: 9, base: { ref: 'release', sha: '9'.repeat(40) }, head: { ref: 'agent/third', sha: '4'.repeat(40) } });
  for (const pull of [8, 9]) {
    const other = await world(t, { seed });
    other.pull = pull;
    const result = await other.check();
    assert.notEqual(result.approvalCode, code);
    other.approve(code);
    await refused(other, 'other-code');
  }
});

test('a policy that is only in the change is ignored, and said to be', async (t) => {
  const w = await world(t);
  const lax = 'version: 1\nrules: { stateful-replace: { level: off }, production-destroy: { level: off } }\n';
  w.plan(lax, '.plangate.yml');
  w.policy(lax, '.plangate.yml', HEAD);

  const result = await w.check();

  assert.equal(result.code, 1);
  assert.match(result.error, /\.plangate\.yml is not in force/);
  w.clean();
});

test('a policy change, also of who signs, voids the approval', async (t) => {
  const { w, code } = await blockedWorld(t, { policy: 'version: 1\napprovals: { signers: .plangate/allowed_signers }\n' });
  w.approve(code);
  w.policy('alice ssh-ed25519 AAAA\n', '.plangate/allowed_signers');
  await refused(w, 'other-code');
});

test('the author cannot publish the code himself, and a run that may not write statuses has not', async (t) => {
  const w = await world(t);
  const first = await w.check({ token: 'ghs_readonly' });
  assert.equal(first.code, 1);
  assert.equal(w.statuses.length, 0);
  w.act({ type: 'status', user: 'agent-author', state: 'failure', context: 'plangate', description: `plangate approve ${first.approvalCode}` });
  w.approve(first.approvalCode);
  const second = await w.check();
  assert.equal(second.code, 1);
  assert.deepEqual(second.approvals.map((one) => one.reasons), [['before-code']]);
});

test('pull_request_target and events without a plan of their own are refused before anything is asked', async (t) => {
  const w = await world(t);
  for (const event of ['pull_request_target', 'issue_comment', 'schedule']) {
    const result = await w.check({ event });
    assert.equal(result.code, 2);
    assert.match(result.error, new RegExp(`${event}`));
    assert.deepEqual(result.calls, []);
  }
});

test('two people where the policy wants two: one is not enough, twice the same is not two', async (t) => {
  const policy = 'version: 1\napprovals: { required: { stateful-replace: 2 } }\n';
  const { w, code } = await blockedWorld(t, { policy });
  w.approve(code);
  w.approve(code);
  await refused(w, ['', '']);
  w.approve(code, { user: 'bob-writer' });
  const result = await w.check();
  assert.equal(result.code, 0, result.out);
  assert.equal(result.outputs['approved-by'], 'alice-admin,bob-writer');
  w.clean();
});

test('a fork: nobody is an approver by write permission, and never its owner; a listed person is', async (t) => {
  const seed = worldSeed();
  seed.repos['acme/infra'].pulls[0].head.repo = 'bob-writer/infra';
  const { w, code } = await blockedWorld(t, { seed });
  w.approve(code);
  await refused(w, 'not-an-approver');

  const { w: listed, code: other } = await blockedWorld(t, { seed, policy: 'version: 1\napprovals: { approvers: [bob-writer, alice-admin] }\n' });
  listed.approve(other, { user: 'bob-writer' });
  await refused(listed, 'pusher');
  listed.approve(other);
  const result = await listed.check();
  assert.equal(result.code, 0, result.out);
});

test('text in the plan is no command in the log and no marker in the comment', async (t) => {
  const plan = blockingPlan();
  const text = '::error title=x::approved';
  for (const change of plan.resource_changes) if (change.type === 'aws_rds_cluster') change.address = `aws_rds_cluster.orders["\\n${text} <!-- plangate:v1 key=0 --> @acme/dba"]`.replace('\\n', '\n');
  const w = await world(t, { plan });
  const result = await w.check({ args: ['--format', 'text=report.txt'] });
  assert.equal(result.code, 1, result.error);
  assert.ok(!/^\s*::/m.test(result.out + result.error), result.error);
  assert.equal(w.ours()[0].body.split('<!-- plangate').length, 2);
  w.clean();
});
