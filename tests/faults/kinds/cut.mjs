// A connection breaks in the middle of a message: the COMMIT that was sent by half, the answer that never came whole. On each
// route that is meant, and again and again as long as it lasts.

import { network } from '../lab/network.mjs';
import { between, pick } from '../lab/plan.mjs';
import { repeated } from '../lab/repeated.mjs';

export default {
  ...network,
  kind: 'cut',
  weight: 2,
  lasts: [1000, 6000],
  words: (chance) => ({ way: pick(chance, ['up', 'down']), bytes: between(chance, [0, 8000]), everyMs: between(chance, [100, 600]) }),
  async strike(lab, { target, words: { way, bytes, everyMs } }) {
    let next = bytes; // another place each time
    const end = repeated(everyMs, () => lab.proxy.cut(target, way, next = (next * 7 + 311) % 8000));
    return async () => {
      await end();
      await lab.proxy.heal(target);
    };
  },
};
