// The bus of production, three servers, in place of the one that `single` has: they begin empty and are told everything again. Then one of
// them is killed, and all are replaced one after the other, while people go on. At last the one is back, empty, too.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep, until } from '../../../support/house.mjs';
import { note, seconds } from './support/figures.mjs';
import { apply, kubectl, rolledOut, serverVersion } from './support/kubectl.mjs';
import { manifestsFor } from './support/manifests.mjs';
import { allPods, gone, podsOf, processOf, PROCESSES, readyPods, restartsOf, untouched } from './support/pods.mjs';
import { Town } from './support/town.mjs';

const PART = 'A bus of three servers';
const THREE = 'tests/deploy/k8s/cluster/three';
const SERVERS = 3;
const FAILED_MS_MAX = 5000; // a server is missed by its neighbours and its clients, who go to others
const FAILED_SHARE_MAX = 0.01; // who asks while his service or his gateway goes to another server
const ASK_AGAIN = [503, 504];

let town;
let traffic;

before(async () => { town = await Town.open(); });
after(async () => {
  traffic?.close();
  await town?.close();
});

const namesOf = async (name) => (await podsOf(name)).map(({ metadata }) => metadata.name);

// The bus as an overlay has it, with empty disks; what processes and streams are told about it follows.
async function emptyBus(overlay, replicas) {
  const began = Date.now();
  const { objects } = manifestsFor((await serverVersion()).minor, { tag: process.env.TAG, overlay });
  const servers = await namesOf('nats');
  const before = (await Promise.all(PROCESSES.map(namesOf))).flat();
  await kubectl(['delete', 'statefulset/nats', 'poddisruptionbudget/nats', '--ignore-not-found']);
  await gone(servers);
  const since = town.now();
  await kubectl(['delete', 'persistentvolumeclaim', ...servers.map((name) => `data-${name}`)]);
  await kubectl(['delete', 'job', '--all']);
  await apply(objects);
  await readyPods('nats', replicas);
  await kubectl(['wait', '--for=condition=complete', 'job', '--all', '--timeout=180s']);
  for (const name of PROCESSES) await rolledOut(`deploy/linli-${name}`);
  const readyAfter = Date.now() - began;
  await gone(before); // each process is told of other servers
  return { readyAfter, since };
}

// Of the three, the one that most are connected to, and how many that is.
async function busiest() {
  const servers = await Promise.all((await podsOf('nats')).map(async (pod) => {
    const { connections } = await (await fetch(`http://${pod.status.podIP}:8222/varz`)).json();
    return { pod, connections };
  }));
  return servers.sort((a, b) => b.connections - a.connections)[0];
}

test('three empty servers take the place of the one, and are told everything again', async () => {
  const { readyAfter, since } = await emptyBus(THREE, SERVERS);
  note(PART, 'the one is given up, three and all processes are ready after', seconds(readyAfter), 's');
  await town.told(PART, 'three', { since });
  traffic = await town.traffic();
});

test('one of three is killed: it is missed for a moment, and nothing is lost', async () => {
  const pods = await allPods();
  const { pod, connections } = await busiest();
  note(PART, 'connections that the one has', connections);
  assert.ok(connections > 0);
  const { awayMs } = await town.during(traffic, PART, 'one killed', async () => {
    process.kill(processOf(pod), 'SIGKILL');
    const isBack = (now) => now.metadata.name === pod.metadata.name && restartsOf(now) > restartsOf(pod);
    await until('it is back', async () => (await podsOf('nats')).some(isBack), { withinMs: 60_000, everyMs: 100 });
    await readyPods('nats', SERVERS);
    await sleep(3000);
  });
  assert.ok(awayMs <= FAILED_MS_MAX, `${awayMs} ms`);
  await untouched(pods, pod.metadata.name);
  await town.told(PART, 'one killed');
});

test('all three are replaced, one after the other: who is under way there is told to ask again, nobody else', async () => {
  let ms;
  const { answers } = await town.during(traffic, PART, 'all replaced', async () => {
    const began = Date.now();
    await kubectl(['rollout', 'restart', 'statefulset/nats']);
    await rolledOut('statefulset/nats');
    ms = Date.now() - began;
    await sleep(3000);
  });
  note(PART, 'all replaced, in', seconds(ms), 's');
  assert.deepEqual(answers.refused.filter(({ status }) => !ASK_AGAIN.includes(status)), []);
  assert.ok(answers.failed.length <= answers.count * FAILED_SHARE_MAX, answers.failed.join('\n'));
  await town.told(PART, 'all replaced');
});

test('the one is back', async () => {
  const { readyAfter, since } = await emptyBus('single', 1);
  note(PART, 'three are given up, the one and all processes are ready after', seconds(readyAfter), 's');
  await town.told(PART, 'one', { since });
});
