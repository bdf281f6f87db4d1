// A store stands still with all its processes, as behind a switch that drops everything, and goes on as if nothing had been.

import { signal, withChildren } from '../lab/signals.mjs';

export default {
  kind: 'store_stop',
  weight: 2,
  lasts: [1000, 8000],
  targets: ({ stores }) => stores,
  claims: (target) => [target],
  async strike(lab, { target }) {
    const [{ pid }] = await lab.living(target);
    const struck = withChildren(pid).filter((one) => signal(one, 'SIGSTOP'));
    return () => struck.forEach((one) => signal(one, 'SIGCONT'));
  },
};
