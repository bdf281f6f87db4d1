// kill -9 of one of ours, or of all of a service at once. The supervisor starts them again.

import { claimGateway } from '../lab/plan.mjs';

export default {
  kind: 'kill',
  weight: 3,
  targets: ({ instances, services }) => [...instances, ...services.map((name) => `${name}-*`)],
  claims: claimGateway,
  async strike(lab, { target }) {
    const struck = await lab.signal(target, 'SIGKILL');
    return () => lab.back(struck);
  },
};
