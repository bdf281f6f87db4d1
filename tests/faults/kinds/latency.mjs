// Everything comes late, by more or less.

import { lasting, network, WAYS } from '../lab/network.mjs';
import { between, pick } from '../lab/plan.mjs';

export default {
  ...network,
  kind: 'latency',
  lasts: [1000, 8000],
  words(chance) {
    const ms = between(chance, pick(chance, [[2, 20], [20, 150], [150, 800]]));
    return { way: pick(chance, WAYS), ms, jitterMs: between(chance, [0, ms]) };
  },
  strike: lasting((proxy, target, { way, ms, jitterMs }) => proxy.latency(target, way, ms, jitterMs)),
};
