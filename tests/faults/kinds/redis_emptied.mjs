// Redis forgets everything at once.

import { emptyRedis } from '../support/strike.mjs';

export default {
  kind: 'redis_emptied',
  targets: () => ['redis'],
  claims: () => ['redis'],
  async strike(lab) {
    await lab.insist('Redis is emptied', () => emptyRedis(lab.house));
    return () => {};
  },
};
