// Every connection is reset, a few times in a row.

import { network } from '../lab/network.mjs';
import { between } from '../lab/plan.mjs';
import { repeated } from '../lab/repeated.mjs';

export default {
  ...network,
  kind: 'reset',
  lasts: [200, 3000],
  words: (chance) => ({ everyMs: between(chance, [100, 1000]) }),
  strike: async (lab, { target, words: { everyMs } }) => repeated(everyMs, () => lab.proxy.reset(target)),
};
