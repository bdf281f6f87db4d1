// The streams are what they were a moment ago while their consumers have come further, as after a power cut that one file survived and
// another did not. nats-server numbers on from there, and for its consumers the new messages are old ones.

import fs from 'node:fs';
import { newFolder, sleep } from '../../support/house.mjs';
import { copyMessages, putMessagesBack } from '../lab/jetstream.mjs';
import { whileDown } from '../lab/processes.mjs';

export default {
  kind: 'stream_rolled_back',
  weight: 1,
  needs: [],
  targets: () => ['nats'],
  claims: () => ['whether nats runs'], // two who take it down would each let it come back while the other is at its files
  words: (chance) => ({ backMs: 500 + Math.floor(chance() * 2500) }),
  async strike(lab, { words: { backMs } }) {
    const { house } = lab;
    const copy = newFolder();
    try {
      await lab.living('nats');
      await whileDown(house, 'nats', () => copyMessages(house, copy));
      await sleep(backMs);
      await lab.living('nats');
      await whileDown(house, 'nats', () => putMessagesBack(house, copy));
    } finally {
      fs.rmSync(copy, { recursive: true });
    }
    return async () => {};
  },
};
