// Nobody is let in and who was in is reset: a store that is down, or a port that is closed.

import { lasting, network } from '../lab/network.mjs';

export default {
  ...network,
  kind: 'refuse',
  lasts: [300, 8000],
  strike: lasting((proxy, target) => proxy.refuse(target)),
};
