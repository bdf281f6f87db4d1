// From nothing to ready, as deploy/k8s/README.md says; but migrations are held back for a moment, to see who waits for them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { before, test } from 'node:test';
import { ROOT, until } from '../../../support/house.mjs';
import { note, seconds } from './support/figures.mjs';
import { apply, get, kubectl, NAMESPACE, rolledOut, serverVersion } from './support/kubectl.mjs';
import { manifestsFor } from './support/manifests.mjs';
import { allPods, askOps, isReady, podsOf, PROCESSES, readyPods, SERVICES } from './support/pods.mjs';

const READY_MS_MAX = 300_000;
const PART = 'From nothing to ready';

let manifests;
const isMigration = ({ kind, metadata: { name } }) => kind === 'Job' && name.startsWith('migrate-');
const times = {};

before(async () => {
  const version = await serverVersion();
  manifests = manifestsFor(version.minor, { tag: process.env.TAG });
  const { items: nodes } = await get('nodes');
  note('The cluster', 'API server', version.name);
  note('The cluster', 'nodes', nodes.length);
  for (const { metadata, status: { nodeInfo, capacity } } of nodes) {
    const { kubeletVersion, containerRuntimeVersion, kernelVersion } = nodeInfo;
    note('The cluster', metadata.name, `${capacity.cpu} processors, kubelet ${kubeletVersion}, ${containerRuntimeVersion}, Linux ${kernelVersion}`);
  }
  const left = manifests.left.length ? `livenessProbe.terminationGracePeriodSeconds of ${manifests.left.length} containers` : 'none';
  note('The cluster', 'left out, since it came after this server; shown by the schemas alone', left);
});

test('the namespace is not there', async () => {
  await assert.rejects(kubectl(['get', 'namespace', NAMESPACE]), /NotFound/);
});

test('namespace, secrets, and everything but the migrations are taken', async () => {
  await apply(manifests.objects.filter(({ kind }) => kind === 'Namespace'));
  const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(ROOT, 'deploy/k8s/secrets.mjs')], { encoding: 'utf8', maxBuffer: 16 << 20 });
  assert.equal(status, 0, stderr);
  await kubectl(['create', '--filename', '-'], { input: stdout });
  times.began = Date.now();
  await apply(manifests.objects.filter((one) => !isMigration(one)));
});

test('stores come up', async () => {
  for (const name of ['postgres', 'nats', 'redis', 'wechat']) await readyPods(name, 1, { withinMs: READY_MS_MAX });
  times.stores = Date.now();
  await kubectl(['wait', '--for=condition=complete', 'job/postgres-setup', 'job/streams', '--timeout=180s']);
});

test('a service whose schema lacks migrations is alive, not ready, and says why', async () => {
  for (const name of SERVICES) {
    const [pod] = await until(`${name} runs`, async () => {
      const running = (await podsOf(name)).filter(({ status }) => status.phase === 'Running' && status.podIP);
      return running.length > 0 && running;
    }, { withinMs: READY_MS_MAX, everyMs: 250 });
    const says = async () => /waiting for the database.*migrations/.test(await kubectl(['logs', pod.metadata.name]));
    await until(`${name} says what it waits for`, says, { withinMs: 60_000, everyMs: 500 });
    assert.equal((await askOps(pod, '/healthz')).status, 200);
    assert.equal((await askOps(pod, '/readyz')).status, 503);
    assert.ok(!isReady(pod));
  }
});

test('with the migrations all of it becomes ready', async () => {
  times.migrating = Date.now();
  await apply(manifests.objects.filter(isMigration));
  await kubectl(['wait', '--for=condition=complete', 'job', '--all', '--timeout=180s']);
  times.migrated = Date.now();
  for (const name of PROCESSES) await rolledOut(`deploy/linli-${name}`);
  times.ready = Date.now();
  note(PART, 'stores ready after', seconds(times.stores - times.began), 's');
  note(PART, 'all migrations applied, five Jobs at once', seconds(times.migrated - times.migrating), 's');
  note(PART, 'everything ready after', seconds(times.ready - times.began), 's');
});

test('nothing had to be started twice', async () => {
  const restarted = [...await allPods()].filter(([, { restarts }]) => restarts > 0);
  assert.deepEqual(restarted, []);
  const { items } = await get('pods', '--selector', 'app.kubernetes.io/component in (migration, streams)');
  note(PART, 'pods of Jobs that failed and were tried again', items.filter(({ status }) => status.phase === 'Failed').length);
});

test('each process runs as nobody, on a file system that it cannot write on', async () => {
  for (const name of PROCESSES) {
    const [pod] = await podsOf(name);
    const said = await kubectl(['exec', pod.metadata.name, '--', 'sh', '-c', 'cat /proc/1/status; touch /x 2>&1 || true']);
    assert.match(said, /^Uid:\s+10001\s+10001/m, name);
    assert.match(said, /^CapEff:\s+0+$/m, name);
    assert.match(said, /^NoNewPrivs:\s+1$/m, name);
    assert.match(said, /^Seccomp:\s+2$/m, name);
    assert.match(said, /Read-only file system/, name);
  }
});
