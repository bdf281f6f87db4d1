// A store stands still with all its processes, as behind a switch that drops everything, and goes on as if nothing had been.

import { signal, stopWhole } from '../lab/signals.mjs';

export default {
  kind: 'store_stop',
  weight: 2,
  lasts: [1000, 8000],
  targets: ({ stores }) => stores,
  claims: (target) => [target],
  async strike(lab, { target }) {
    const [{ pid }] = await lab.living(target);
    const struck = stopWhole(pid);
    const at = Date.now();
    return () => {
      struck.forEach((one) => signal(one, 'SIGCONT'));
      lab.history.marks.push({ kind: 'stopped', store: target, at, goneOnAt: Date.now() });
    };
  },
};
