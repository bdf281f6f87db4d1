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
  words: (chance) => ({ backMs: 500 + Math.floor(chance() * 2500) }),
  async strike({ house }, { words: { backMs } }) {
    const copy = newFolder();
    try {
      await whileDown(house, 'nats', () => copyMessages(house, copy));
      await sleep(backMs);
      await whileDown(house, 'nats', () => putMessagesBack(house, copy));
    } finally {
      fs.rmSync(copy, { recursive: true });
    }
    return async () => {};
  },
};
