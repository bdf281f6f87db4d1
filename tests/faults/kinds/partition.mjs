// Nothing passes and nothing is closed, then all of it goes on: a cable that was out, and in again.

import { lasting, network } from '../lab/network.mjs';

export default {
  ...network,
  kind: 'partition',
  weight: 2,
  lasts: [500, 9000],
  strike: lasting((proxy, target) => proxy.hold(target)),
};
