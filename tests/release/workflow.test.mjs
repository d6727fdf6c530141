// What release.yml may do. That GitHub's parser takes it, that every action is pinned to a commit and that no input stands in a script is asked of every workflow by
// tests/rig; here it is held to what a release wants beyond that.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const text = readFileSync(path.join(root, '.github/workflows/release.yml'), 'utf8');
const workflow = parse(text);
const steps = Object.entries(workflow.jobs).flatMap(([job, { steps }]) => steps.map((step) => ({ job, ...step })));

test('only publish may push, only attest may sign, and nothing may do both', () => {
  assert.deepEqual(workflow.permissions, {});
  const permissions = Object.fromEntries(Object.entries(workflow.jobs).map(([job, { permissions }]) => [job, permissions]));
  assert.deepEqual(permissions, {
    check: { contents: 'read' },
    build: { contents: 'read' },
    attest: { 'id-token': 'write', attestations: 'write' },
    publish: { contents: 'write' },
    try: { contents: 'read' },
  });
});

test('what is published was attested, what is attested was built, and what is built was tested', () => {
  assert.deepEqual(Object.entries(workflow.jobs).map(([job, { needs }]) => [job, needs]), [['check', undefined], ['build', 'check'], ['attest', 'build'], ['publish', 'attest'], ['try', 'publish']]);
  assert.equal(workflow.jobs.publish.environment, 'release');
});

test('only a person starts it, and one at a time', () => {
  assert.deepEqual(Object.keys(workflow.on), ['workflow_dispatch']);
  assert.equal(workflow.concurrency.group, 'release');
  assert.equal(workflow.concurrency['cancel-in-progress'], false);
});

test('every action is GitHub\'s own, pinned to a commit, with its version beside it', () => {
  const uses = [...text.matchAll(/uses: (.*)/g)].map((match) => match[1]);
  assert.equal(uses.length, steps.filter((step) => step.uses).length);
  for (const one of uses) assert.match(one, /^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('no expression stands in a script, and only publish keeps the token of its checkout', () => {
  for (const step of steps.filter((step) => step.run)) assert.ok(!step.run.includes('${{'), step.run);
  for (const step of steps.filter((step) => step.uses?.startsWith('actions/checkout@'))) assert.equal(step.with?.['persist-credentials'], step.job === 'publish' ? undefined : false, step.job);
  for (const [job, { 'timeout-minutes': minutes }] of Object.entries(workflow.jobs)) assert.ok(minutes <= 60, job);
});

test('every script that it runs is there', () => {
  const scripts = new Set(steps.flatMap((step) => step.run?.match(/(?:release|action|tests\/release)\/[\w.-]+\.(?:sh|mjs)|\.\/publish\.sh/g) ?? []));
  assert.ok(scripts.size >= 7, [...scripts].join());
  for (const script of scripts) assert.ok(existsSync(path.join(root, script)), script);
});

test('it builds for every system that the Action installs on and that a release must have', () => {
  const built = workflow.jobs.build.strategy.matrix.include.map((one) => one.rid).sort();
  const demanded = /for system in (.*); do/.exec(readFileSync(path.join(root, 'release/create.sh'), 'utf8'))[1].split(' ').sort();
  assert.deepEqual(built, demanded);
  const install = readFileSync(path.join(root, 'action/install.sh'), 'utf8');
  for (const rid of built) assert.ok(install.includes(`os=${rid.split('-')[0]} `), rid);
});
