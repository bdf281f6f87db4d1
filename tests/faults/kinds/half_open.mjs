// The connections that are there are dead and nobody says so, new ones pass: a router that has forgotten them.

import { lasting, network } from '../lab/network.mjs';

export default {
  ...network,
  kind: 'half_open',
  lasts: [1000, 11_000],
  strike: lasting((proxy, target) => proxy.strand(target)),
};
