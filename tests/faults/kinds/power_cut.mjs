// The machine of all stores, and of everybody else, loses its power: what had not reached the disk is gone, and the house starts on
// the rest. PostgreSQL has synced what it acknowledged; JetStream 2.9 has not, and loses what came after the kernel last wrote out.

import { sleep } from '../../support/house.mjs';

export default {
  kind: 'power_cut',
  weight: 6, // it finds room seldom
  needs: ['disks'],
  lasts: [6000, 6000],
  targets: () => ['everything'],
  claims: () => ['*'], // whoever is struck meanwhile is not there
  words: (chance) => ({ writtenOutMs: chance() < 0.5 ? Math.floor(chance() * 2000) : 0 }), // before the cut; 0: never
  async strike({ disks }, { words: { writtenOutMs } }) {
    if (writtenOutMs) {
      disks.writeOut();
      await sleep(writtenOutMs);
    }
    await disks.cut();
    return async () => {};
  },
};
