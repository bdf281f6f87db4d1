// Pods, as the cluster sees them.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { until } from '../../../../support/house.mjs';
import { get, kubectl } from './kubectl.mjs';

export const SERVICES = ['auth', 'content', 'groupbuy', 'coupons', 'notifications'];
export const PROCESSES = [...SERVICES, 'gateway'];

const LOOK_MS = 100;

const conditionOf = ({ status }, type) => status.conditions?.find((one) => one.type === type);
export const isReady = (pod) => !pod.metadata.deletionTimestamp && conditionOf(pod, 'Ready')?.status === 'True';
export const restartsOf = ({ status }) => (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);

// Of one process, those that are going apart.
export async function podsOf(name) {
  const { items } = await get('pods', '--selector', `app.kubernetes.io/name=${name},app.kubernetes.io/component notin (migration)`);
  return items.filter(({ metadata }) => !metadata.deletionTimestamp);
}

export async function readyPods(name, count = 1, { withinMs = 120_000 } = {}) {
  return until(`${count} of ${name} ready`, async () => {
    const ready = (await podsOf(name)).filter(isReady);
    return ready.length === count && ready;
  }, { withinMs, everyMs: LOOK_MS });
}

// { restarts } of every process and store, by pod: what was not touched has the same later.
export async function allPods() {
  const { items } = await get('pods', '--selector', 'app.kubernetes.io/component in (service, gateway, store)');
  const cpuOf = ({ spec }) => spec.containers.map(({ resources }) => resources?.limits?.cpu ?? null);
  return new Map(items.map((pod) => [pod.metadata.name, { restarts: restartsOf(pod), cpu: cpuOf(pod) }]));
}

// None of those of `before` but this one was started again.
export async function untouched(before, but) {
  const now = await allPods();
  assert.deepEqual([...before].filter(([pod, { restarts }]) => pod !== but && now.get(pod)?.restarts !== restarts), [], 'nobody else was started again');
}

// What a pod answers on its operations port: { status, body }.
export async function askOps({ status: { podIP } }, place) {
  const response = await fetch(`http://${podIP}:9090${place}`, { signal: AbortSignal.timeout(5000) });
  return { status: response.status, body: await response.text() };
}

// The process in a pod's container, by its number on this machine, which is the pod's node.
export function processOf(pod) {
  const [id] = pod.status.containerStatuses.map(({ containerID }) => containerID.replace(/^[a-z]+:\/\//, ''));
  const found = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(id);
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error;
      return false; // it has just ended
    }
  });
  if (found.length === 0) throw new Error(`no process of ${pod.metadata.name} runs here: this is played on the pod's node`);
  return Math.min(...found.map(Number));
}

// How often a container was held back by its quota: { periods, throttled }, of either version of control groups.
export async function throttlingOf({ metadata: { name } }) {
  const stat = await kubectl(['exec', name, '--', 'sh', '-c', 'cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpu/cpu.stat 2>/dev/null || true']);
  const of = (key) => Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(stat)?.[1]);
  const seen = { periods: of('nr_periods'), throttled: of('nr_throttled') };
  if (Number.isNaN(seen.periods) || Number.isNaN(seen.throttled)) throw new Error(`${name} does not tell how often it was throttled: ${stat}`);
  return seen;
}

// Until none of these pods is left, those that are going included.
export function gone(names, { withinMs = 120_000 } = {}) {
  return until(`${names.join(', ')} gone`, async () => {
    const { items } = await get('pods');
    return !items.some(({ metadata }) => names.includes(metadata.name));
  }, { withinMs, everyMs: LOOK_MS * 5 });
}
