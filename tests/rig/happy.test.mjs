import test from 'node:test';
import assert from 'node:assert/strict';
import { world, harmlessPlan, BASE } from './world.mjs';

test('a loss is blocked, shown in a comment and in the status; a person approves it; the same comment says who', async (t) => {
  const w = await world(t);

  const blocked = await w.check();
  assert.equal(blocked.code, 1, blocked.error);
  assert.match(blocked.approvalCode, /^[0-9a-f]{32}$/);
  assert.equal(w.status().state, 'failure');
  assert.ok(w.status().description.endsWith(`plangate approve ${blocked.approvalCode}`), w.status().description);
  assert.equal(w.ours().length, 1);
  assert.ok(w.ours()[0].body.includes(`plangate approve ${blocked.approvalCode}`));
  assert.deepEqual(blocked.calls, ['pulls/get', 'repos/get-commit', 'repos/get-content', 'pulls/list-reviews', 'pulls/get', 'repos/create-commit-status', 'issues/list-comments', 'issues/create-comment']);

  w.approve(blocked.approvalCode);
  const approved = await w.check({ event: 'pull_request_review' });
  assert.equal(approved.code, 0, approved.out + approved.error);
  assert.equal(w.status().state, 'success');
  assert.ok(w.status().description.includes('alice-admin') && w.status().description.endsWith(blocked.approvalCode));
  assert.deepEqual(approved.approvals.map((one) => [one.by, one.id, one.counts]), [['alice-admin', '1002', true]]);
  assert.equal(approved.outputs.decision, 'pass');
  assert.equal(approved.outputs['approved-by'], 'alice-admin');
  assert.equal(w.ours().length, 1);
  assert.ok(w.ours()[0].body.includes('alice-admin'));
  w.clean();
});
