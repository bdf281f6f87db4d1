// How much of a processor each pod of group-buy may have, and its autoscaler.

import { kubectl, patch, rolledOut } from './kubectl.mjs';

// So little that one pod of group-buy is what an evening is short of, on a machine of two processors.
export const GROUPBUY_CPU = '25m';

async function set(limit, request) {
  await kubectl(['set', 'resources', 'deploy/linli-groupbuy', '--containers=service', `--limits=cpu=${limit}`, `--requests=cpu=${request}`]);
  await rolledOut('deploy/linli-groupbuy');
}

export const cap = () => set(GROUPBUY_CPU, GROUPBUY_CPU);
export const uncap = () => set('1', '250m'); // as the manifests have it

// Between these and no others: the same twice holds it there.
export const between = (minReplicas, maxReplicas) => patch('hpa/linli-groupbuy', { spec: { minReplicas, maxReplicas } });
