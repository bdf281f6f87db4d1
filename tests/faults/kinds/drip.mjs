// A line so thin that a statement takes long.

import { lasting, network, WAYS } from '../lab/network.mjs';
import { between, pick } from '../lab/plan.mjs';

export default {
  ...network,
  kind: 'drip',
  lasts: [1000, 8000],
  words: (chance) => ({ way: pick(chance, WAYS), bytesPerS: between(chance, pick(chance, [[200, 2000], [2000, 50_000]])) }),
  strike: lasting((proxy, target, { way, bytesPerS }) => proxy.drip(target, way, bytesPerS)),
};
