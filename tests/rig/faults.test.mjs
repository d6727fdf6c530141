// Every fault that the fake knows, at every call, before and after the call took effect. Side by side: the waiting is real.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { world, sideBySide } from './world.mjs';

const presets = ['secondary-rate-limit', 'primary-rate-limit', 'bad-gateway', 'unicorn', 'service-unavailable', 'gateway-timeout', 'read-only-token', 'bad-credentials', 'not-found', 'sso-required', 'ip-allow-list'];
const passing = new Set(presets.slice(0, 6));
// A truncated answer is the answer to a call that took effect.
const others = [['truncated', { truncate: true }], ['dropped', { drop: true }]];
const reads = ['pulls/get', 'repos/get-commit', 'repos/get-content', 'pulls/list-reviews', 'issues/list-comments'];
const writes = ['repos/create-commit-status', 'issues/create-comment', 'issues/update-comment', 'pulls/request-reviewers'];
const approval = ['graphql', 'pulls/list-commits', 'repos/list-activities', 'repos/get-collaborator-permission-level', 'repos/list-commit-statuses-for-ref'];
const policy = 'version: 1\napprovals: { approvers: [alice-admin, bob-writer] }\n';

/** The world just before the call is made: blocked for the first time, blocked again with another text, or approved. */
async function prepared(op) {
  const w = await world(null, approval.includes(op) ? {} : { policy });
  if (!approval.includes(op) && op !== 'issues/update-comment') return { w, expected: 1 };
  const first = await w.check();
  assert.equal(first.code, 1, first.error);
  w.approve(first.approvalCode);
  return { w, expected: 0 };
}

function job(op, name, action, phase) {
  return {
    name: `${name} ${phase} ${op}`,
    async run() {
      const { w, expected } = await prepared(op);
      try {
        w.script({ faults: [{ id: name, match: { op }, do: { ...action, phase, retryAfter: 1, resetIn: 1 } }] });
        const result = await w.check();
        const goesBy = passing.has(name) || !presets.includes(name);
        // What does not go by: a warning where a write is refused, a file or a person that is not there, else exit 2.
        const refused = name === 'read-only-token' && [...writes].includes(op);
        const codes = goesBy || refused ? [expected] : name === 'not-found' && [...approval, 'repos/get-content', 'issues/update-comment'].includes(op) ? [expected, 1, 2]
          : name === 'read-only-token' && approval.includes(op) ? [1, 2] : op === 'pulls/request-reviewers' && ['not-found'].includes(name) ? [expected] : [2];
        assert.ok(codes.includes(result.code), `exit ${result.code}, not ${codes}: ${result.error}`);
        assert.notEqual(result.code === 0 && expected === 1, true, 'a block became a pass');
        w.clean();
        // The verdict is never lost: where a status could be written, it says what the exit code says.
        const state = { 0: 'success', 1: 'failure', 2: 'error' }[result.code];
        const last = w.status();
        if (name === 'bad-credentials' && op === 'repos/create-commit-status') assert.equal(last?.state === 'success', false);
        else if (!(refused && op === 'repos/create-commit-status' && phase === 'before')) assert.equal(last?.state, state, result.error);
        // A second run, on a good day, sets all right and makes no second comment.
        if (!writes.includes(op)) return;
        w.script({});
        assert.equal((await w.check()).code, expected);
        assert.equal(w.status().state, expected ? 'failure' : 'success');
        assert.equal(w.ours().length, 1);
        w.clean();
      } finally {
        await w.server.close();
      }
    },
  };
}

describe('faults', { concurrency: true }, () => {

test('every fault, before and after every call', async () => {
  // The first answers of the fake take long: it reads GitHub's description. A run's patience is real.
  const warm = await prepared('graphql');
  await warm.w.check();
  await warm.w.server.close();
  const jobs = [];
  for (const op of [...reads, ...writes, ...approval]) {
    // Whether a read took effect, nobody can see.
    for (const phase of writes.includes(op) ? ['before', 'after'] : ['before']) {
      for (const preset of presets) jobs.push(job(op, preset, { preset }, phase));
      for (const [name, action] of others) if (!(name === 'truncated' && phase === 'after')) jobs.push(job(op, name, action, phase));
    }
  }
  await sideBySide(jobs);
});

test('a fault that does not go by: exit 2, and an error over what was there', async () => {
  await sideBySide([...reads, ...approval].map((op) => ({
    name: op,
    async run() {
      const { w } = await prepared(op);
      try {
        w.script({ faults: [{ id: 'for ever', match: { op, count: 9 }, do: { preset: 'unicorn' } }] });
        const result = await w.check();
        assert.equal(result.code, 2);
        assert.match(result.error, /unreachable/);
        assert.equal(w.status().state, 'error');
        w.clean();
      } finally { await w.server.close(); }
    },
  })));
});

test('a wait that is longer than a run has is not waited for', async (t) => {
  for (const action of [{ preset: 'secondary-rate-limit', retryAfter: 3600 }, { preset: 'primary-rate-limit', resetIn: 3600 }]) {
    const w = await world(t);
    w.script({ faults: [{ id: 'long', match: { op: 'pulls/list-reviews' }, do: action }] });
    const started = Date.now();
    const result = await w.check();
    assert.equal(result.code, 2);
    assert.match(result.error, /5 minutes in all/);
    assert.ok(Date.now() - started < 20000);
    // The wait was asked of the status too: it is not written, and the exit code has to do.
    assert.deepEqual(w.server.violations(), []);
  }
});

test('the token is revoked half-way', async (t) => {
  const w = await world(t);
  w.script({ timeline: [{ after: { op: 'repos/create-commit-status' }, act: { type: 'revoke-token', token: 'ghs_actions' } }] });
  const result = await w.check();
  assert.equal(result.code, 2);
  assert.equal(w.status().state, 'failure');
  assert.match(result.error, /unreachable.*401/);
});

test('an answer that never comes', async (t) => {
  const w = await world(t);
  w.script({ faults: [{ id: 'hang', match: { op: 'pulls/list-reviews' }, do: { hang: true } }] });
  const result = await w.check();
  assert.equal(result.code, 1, result.error);
});

test('a page that leads to another host is not followed', async (t) => {
  const w = await world(t);
  w.script({ faults: [{ id: 'elsewhere', match: { op: 'pulls/list-reviews' }, do: { status: 200, body: [], headers: { link: '<http://127.0.0.1:9/steal?page=2>; rel="next"' } } }] });
  const result = await w.check();
  assert.equal(result.code, 2);
  assert.match(result.error, /the token is not sent there/);
  const moved = await world(t);
  moved.script({ faults: [{ id: 'elsewhere', match: { op: 'pulls/get' }, do: { status: 301, body: {}, headers: { location: 'http://127.0.0.1:9/steal' } } }] });
  const redirected = await moved.check();
  assert.equal(redirected.code, 2);
  assert.match(redirected.error, /the token is not sent there/);
});

});
