// One small world for a test: the fake GitHub, a workspace with a plan, and the program run inside of it as a workflow would run it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const rig = process.env.RIG ?? assert.fail('RIG: the folder of the fake GitHub, with its packages installed');
export const binary = path.resolve(process.env.PLANGATE ?? assert.fail('PLANGATE: the program'));
export const { start } = await import(pathToFileURL(path.join(rig, 'server.js')).href);
const seed = JSON.parse(fs.readFileSync(path.join(rig, 'seeds/default.json'), 'utf8'));

/** A copy of the usual world to change before it starts. */
export const worldSeed = () => structuredClone(seed);

export const HEAD = '1'.repeat(40);
export const BASE = '0'.repeat(39) + '1';
export const blockingPlan = () => JSON.parse(fs.readFileSync(path.join(root, 'examples/database-replaced/plan.json'), 'utf8'));
export const harmlessPlan = () => JSON.parse(fs.readFileSync(path.join(root, 'examples/harmless/plan.json'), 'utf8'));

export async function world(t, { plan = blockingPlan(), policy, ...options } = {}) {
  const server = await start({ ...options });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plangate-rig-'));
  t?.after(async () => { await server.close(); fs.rmSync(folder, { recursive: true, force: true }); });
  const me = new World(server, folder, options);
  // Whoever opened the pull request made its branch: the rig begins with a list of pushes that lacks it, which GitHub's never does.
  for (const repository of server.model.repos.values()) for (const pr of repository.pulls.values()) if (!repository.activity.some((push) => push.after === pr.head.sha)) repository.activity.unshift({ id: server.model.nextId(), ref: 'refs/heads/' + pr.head.ref, before: '0'.repeat(40), after: pr.head.sha, actor: pr.author, type: 'branch_creation', timestamp: pr.created_at ?? server.model.now() });
  me.plan(plan);
  if (policy) me.policy(policy);
  return me;
}

class World {
  constructor(server, folder, { ghes } = {}) {
    Object.assign(this, { server, folder, ghes, repo: 'acme/infra', pull: 7, runs: 0 });
    fs.mkdirSync(path.join(folder, 'workspace'));
  }

  act(...actions) { return actions.map((action) => this.server.act({ repo: this.repo, pull: this.pull, ...action })); }
  script(script) { this.server.script(script); }
  plan(plan, name = 'plan.json') { fs.writeFileSync(path.join(this.folder, 'workspace', name), typeof plan === 'string' ? plan : JSON.stringify(plan)); }
  policy(text, file = '.plangate.yml', ref = 'main') { this.act({ type: 'set-file', ref, path: file, content: text }); }
  get repository() { return this.server.model.repo(this.repo); }
  get pr() { return this.repository.pulls.get(this.pull); }
  get comments() { return [...this.repository.comments.values()].filter((comment) => comment.number === this.pull); }
  ours(user = 'github-actions[bot]') { return this.comments.filter((comment) => comment.user === user && comment.body.startsWith('<!-- plangate:')); }
  get statuses() { return this.repository.statuses; }
  status(sha = this.pr.head.sha, context = 'plangate') { return this.statuses.filter((status) => status.sha === sha && status.context === context).at(-1); }
  get calls() { return this.server.log.map((call) => call.op ?? `${call.method} ${call.path}`); }

  event(name = 'pull_request', more = {}) {
    const pr = this.pr;
    const repository = { full_name: this.repo, id: this.repository.id, default_branch: 'main' };
    switch (name) {
      case 'merge_group': return { action: 'checks_requested', repository, merge_group: { head_sha: pr.head.sha, head_ref: `refs/heads/gh-readonly-queue/main/pr-${this.pull}-${BASE}`, base_sha: BASE, base_ref: 'refs/heads/main', ...more } };
      case 'push': return { repository, ref: 'refs/heads/main', before: BASE, after: pr.head.sha, ...more };
      case 'workflow_dispatch': return { repository, ref: 'refs/heads/main', inputs: {}, ...more };
      default: return { action: 'synchronize', repository, number: this.pull, pull_request: { number: this.pull, head: { sha: pr.head.sha, ref: pr.head.ref }, base: { ref: pr.base.ref, sha: pr.base.sha } }, ...more };
    }
  }

  /** Runs `plangate check --github` in the workspace; exit code, streams, outputs and summary. */
  async check({ args = [], plans = ['plan.json'], token = 'ghs_actions', event = 'pull_request', payload, env = {}, calls } = {}) {
    const run = path.join(this.folder, `run-${++this.runs}`);
    fs.mkdirSync(run);
    const files = { event: path.join(run, 'event.json'), output: path.join(run, 'output'), summary: path.join(run, 'summary') };
    fs.writeFileSync(files.event, JSON.stringify(payload ?? this.event(event)));
    fs.writeFileSync(files.output, '');
    fs.writeFileSync(files.summary, '');
    const before = this.server.log.length;
    const result = await execute(binary, ['check', ...plans, '--github', '--format', 'json', ...args], {
      cwd: path.join(this.folder, 'workspace'),
      env: {
        PATH: process.env.PATH, HOME: this.folder, DOTNET_ROOT: process.env.DOTNET_ROOT ?? '', GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: this.repo, GITHUB_EVENT_NAME: event,
        GITHUB_EVENT_PATH: files.event, GITHUB_API_URL: this.server.baseUrl, GITHUB_GRAPHQL_URL: this.server.graphqlUrl, GITHUB_SERVER_URL: 'https://github.com', GITHUB_RUN_ID: '4242',
        GITHUB_SHA: this.pr.head.sha, GITHUB_OUTPUT: files.output, GITHUB_STEP_SUMMARY: files.summary, GITHUB_WORKSPACE: path.join(this.folder, 'workspace'), GITHUB_TOKEN: token, ...env,
      },
    });
    const text = result.out + result.error + fs.readFileSync(files.output, 'utf8') + fs.readFileSync(files.summary, 'utf8') + this.comments.map((comment) => comment.body).join() + this.statuses.map((status) => status.description).join();
    assert.ok(!text.includes(token) || token.length < 6, 'the token is in the output');
    const document = tryJson(result.out);
    return {
      ...result, document, outputs: outputs(fs.readFileSync(files.output, 'utf8')), summary: fs.readFileSync(files.summary, 'utf8'),
      code: result.code, approvalCode: document?.approval_code, calls: this.server.log.slice(before).map((call) => call.op ?? `${call.method} ${call.path}`),
      approvals: document?.findings.find((finding) => finding.blocking)?.approvals ?? [],
    };
  }

  approve(code, { user = 'alice-admin', state = 'APPROVED', ...more } = {}) { return this.act({ type: 'review', user, state, body: `plangate approve ${code}`, ...more })[0].id; }

  /** What must hold after whatever happened: no bad manners, no comment twice. */
  clean({ unused = true } = {}) {
    assert.deepEqual(this.server.violations(), []);
    if (unused) assert.deepEqual(this.server.faults.unused(), []);
    assert.ok(this.ours().length <= 1 && this.ours('plangate[bot]').length <= 1, 'a comment is there twice');
  }
}

export function execute(file, args, options) {
  return new Promise((done, failed) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let out = '', error = '';
    child.stdout.on('data', (data) => { out += data; });
    child.stderr.on('data', (data) => { error += data; });
    child.on('error', failed);
    child.on('close', (code) => done({ code, out, error }));
  });
}

const tryJson = (text) => { try { return JSON.parse(text); } catch { return null; } };

function outputs(text) {
  const found = {};
  for (const [, name, , value] of text.matchAll(/^([\w-]+)<<(ghadelimiter_\w+)\n([\s\S]*?)\n\2$/gm)) found[name] = value;
  return found;
}

/** Runs jobs side by side, so that their waiting costs no time; every failure is named. */
export async function sideBySide(jobs, width = 16) {
  const failures = [];
  const queue = [...jobs];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      try { await job.run(); } catch (e) { failures.push(`${job.name}: ${e.message}`); }
    }
  }));
  assert.deepEqual(failures, []);
}
