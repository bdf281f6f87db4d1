// How much of a processor each pod may have, and group-buy's autoscaler.

import { get, kubectl, patch, rolledOut } from './kubectl.mjs';

// So little that one pod of group-buy is what an evening is short of, on a machine of two processors.
export const GROUPBUY_CPU = '25m';

const had = new Map();

async function set(name, { limit, request }) {
  await kubectl(['set', 'resources', `deploy/linli-${name}`, '--containers=service', `--limits=cpu=${limit}`, `--requests=cpu=${request}`]);
  await rolledOut(`deploy/linli-${name}`);
}

export async function cap(name = 'groupbuy', cpu = GROUPBUY_CPU) {
  const { spec: { template: { spec: { containers: [{ resources }] } } } } = await get('deploy', `linli-${name}`);
  if (!had.has(name)) had.set(name, { limit: resources.limits.cpu, request: resources.requests.cpu });
  await set(name, { limit: cpu, request: cpu });
}

// As the manifests have it; who was not capped stays as he is.
export async function uncap(name = 'groupbuy') {
  if (had.has(name)) await set(name, had.get(name));
  had.delete(name);
}

// Between these and no others: the same twice holds it there.
export const between = (minReplicas, maxReplicas) => patch('hpa/linli-groupbuy', { spec: { minReplicas, maxReplicas } });
