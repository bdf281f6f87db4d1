// One of ours is asked to end, as in a rolling restart: whatever it took on it finishes, and nobody's connection breaks. A gateway
// does so undisturbed: else it would be nobody's fault whom it left without an answer.

import { claimGateway } from '../lab/plan.mjs';

const gatewayNumber = (lab, name) => Object.keys(lab.status.urls).filter((one) => /^gateway/.test(one)).indexOf(name);

// Ended by itself: the supervisor has seen no signal.
function mark(lab, name, at, said) {
  if (name.startsWith('gateway') && said.includes(`${name} ended (exit status 0)`)) lab.history.marks.push({ kind: 'ended', gateway: gatewayNumber(lab, name), at, goneAt: Date.now() });
}

export default {
  kind: 'sigterm',
  weight: 2,
  targets: ({ instances }) => instances,
  claims: claimGateway,
  lasts: [3000, 3000],
  async strike(lab, { target }) {
    const from = lab.house.output.length;
    const at = Date.now();
    const struck = await lab.signal(target, 'SIGTERM');
    return async () => {
      await lab.back(struck);
      mark(lab, target, at, lab.house.output.slice(from));
    };
  },
};
