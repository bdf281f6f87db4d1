// Probes mean what they say: without PostgreSQL nobody is ready, and nobody is killed for it; a process that stands still is.

import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { sleep, until } from '../../../support/house.mjs';
import { note, seconds } from './support/figures.mjs';
import { get, kubectl, patch, rolledOut, scale, serverVersion } from './support/kubectl.mjs';
import { allPods, askOps, isReady, podsOf, processOf, readyPods, restartsOf, SERVICES } from './support/pods.mjs';
import { Town } from './support/town.mjs';

const PART = 'Probes';
const UNREADY_MS_MAX = 5000;
const BACK_MS_MAX = 60_000;
const AWAY_MS = 25_000; // longer than liveness is patient
const RESTARTED_MS_MAX = 30_000;
const PROBES_END_BY_THEMSELVES = 125;

let town;
let user;

before(async () => {
  town = await Town.open();
  user = await town.stage.newUser();
});
after(() => town?.close());

const answers = (host, port) => new Promise((resolve) => {
  const socket = net.connect({ host, port, timeout: 300 });
  const end = (open) => { socket.destroy(); resolve(open); };
  socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false));
});

const endpoints = async () => (await get('endpoints', 'gateway')).subsets?.flatMap(({ addresses = [] }) => addresses).length ?? 0;

test('PostgreSQL is gone: nobody is ready within 5 s, nobody is killed, and all are back with it', async () => {
  const before = await allPods();
  const pods = (await Promise.all(SERVICES.map(podsOf))).flat();
  const [postgres] = await podsOf('postgres');
  await kubectl(['scale', 'statefulset/postgres', '--replicas=0']);
  await until('PostgreSQL answers nobody', async () => !await answers(postgres.status.podIP, 5432), { withinMs: 30_000, everyMs: 20 });
  const gone = Date.now();
  const unready = new Map();
  await until('no service is ready', async () => {
    const now = (await Promise.all(SERVICES.map(podsOf))).flat();
    for (const pod of now) if (!isReady(pod) && !unready.has(pod.metadata.name)) unready.set(pod.metadata.name, Date.now() - gone);
    return unready.size === pods.length;
  }, { withinMs: 20_000, everyMs: 50 });
  const slowest = Math.max(...unready.values());
  note(PART, 'PostgreSQL gone: the last of five services not ready after', seconds(slowest), 's');

  const answer = await town.stage.raw('GET', '/v1/orders', { user });
  note(PART, 'what is answered at the door meanwhile', answer.status);
  for (const pod of pods) assert.equal((await askOps(pod, '/healthz')).status, 200, `${pod.metadata.name} is alive`);
  await sleep(AWAY_MS);
  assert.equal(await endpoints(), 1, 'the gateway stays: it has no database');

  await scale('statefulset/postgres', 1);
  await readyPods('postgres');
  const back = Date.now();
  for (const name of SERVICES) await readyPods(name, 1, { withinMs: BACK_MS_MAX });
  note(PART, 'PostgreSQL back: all are ready after', seconds(Date.now() - back), 's');
  const killed = [...await allPods()].filter(([name, { restarts }]) => name !== 'postgres-0' && restarts !== before.get(name)?.restarts);
  assert.deepEqual(killed, [], 'nobody was started again');
  assert.ok(slowest <= UNREADY_MS_MAX, `${slowest} ms`);
  assert.ok([503, 504].includes(answer.status), `${answer.status}`);
});

test('a process that stands still is started again within 30 s', async () => {
  // Of 1.25: the grace period of a probe that kills. Before, the pod's own counts, so here it is as short for once.
  const { minor } = await serverVersion();
  if (minor < PROBES_END_BY_THEMSELVES) {
    await patch('deploy/linli-coupons', { spec: { template: { spec: { terminationGracePeriodSeconds: 5 } } } });
    await rolledOut('deploy/linli-coupons');
  }
  const [pod] = await readyPods('coupons');
  process.kill(processOf(pod), 'SIGSTOP');
  const stopped = Date.now();
  await until('it is started again', async () => {
    const [now] = await podsOf('coupons');
    return restartsOf(now) > restartsOf(pod) && now.status.containerStatuses[0].state.running;
  }, { withinMs: 90_000, everyMs: 200 });
  const ms = Date.now() - stopped;
  await readyPods('coupons');
  note(PART, 'a stopped process is started again after', seconds(ms), 's');
  note(PART, 'and ready after', seconds(Date.now() - stopped), 's');
  if (minor < PROBES_END_BY_THEMSELVES) await kubectl(['rollout', 'undo', 'deploy/linli-coupons']);
  await rolledOut('deploy/linli-coupons');
  assert.ok(ms <= RESTARTED_MS_MAX, `${ms} ms`);
});
