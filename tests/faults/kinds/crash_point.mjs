// A named place in our code is armed: whoever comes by first is killed there. Nobody may come: then nothing has struck.

import { crashPoints, CrashPoints } from '../support/crash_points.mjs';

// What no customer of a run leads to: somebody's hand, another day, a second death in the same place. tests/faults/long has them all.
const SELDOM = ['consumer.buried_not_ended', 'consumer.replay_taken', 'bill.', 'coupon.owner_asked', 'steps.taken_up', 'payout.', 'sharing.', 'relay.loss_remembered', 'upload.', 'media.', 'message.'];

const often = ({ name }) => !SELDOM.some((start) => name.startsWith(start));

export default {
  kind: 'crash_point',
  weight: 3,
  lasts: [3000, 8000],
  targets: () => crashPoints().filter(often).map(({ name }) => name),
  claims: (target) => [`crash point ${target}`],

  async strike(lab, { target }) {
    const points = new CrashPoints(lab.crashPoints);
    points.arm(target);
    return async () => points.disarm(target);
  },

  // { pid, at } of who was killed there; null: nobody.
  hit: (lab, { target }) => new CrashPoints(lab.crashPoints).hit(target),
};
