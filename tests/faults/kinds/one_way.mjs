// Nothing passes one way: who asks is heard and never answered, or answered without having been heard of any more.

import { lasting, network } from '../lab/network.mjs';
import { pick } from '../lab/plan.mjs';

export default {
  ...network,
  kind: 'one_way',
  lasts: [500, 9000],
  words: (chance) => ({ way: pick(chance, ['up', 'down']) }),
  strike: lasting((proxy, target, { way }) => proxy.hold(target, way)),
};
