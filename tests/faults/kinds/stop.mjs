// One of ours stands still and goes on: to the others it looks like one that is gone, to itself no time has passed.

import { claimGateway } from '../lab/plan.mjs';
import { signal } from '../lab/signals.mjs';

export default {
  kind: 'stop',
  weight: 2,
  lasts: [1000, 8000],
  targets: ({ instances }) => instances,
  claims: (target) => [...claimGateway(target), `stop ${target}`], // who goes on, goes on for all who stopped him
  async strike(lab, { target }) {
    const struck = await lab.signal(target, 'SIGSTOP');
    return () => struck.forEach((one) => signal(one, 'SIGCONT'));
  },
};
