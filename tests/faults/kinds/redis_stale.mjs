// An old copy of Redis is promoted: what it knew some seconds ago is all that it knows, and some of it is no longer so.

import fs from 'node:fs';
import path from 'node:path';
import { askRedis } from '../support/strike.mjs';

const in_ = (lab, name) => path.join(lab.status.run, 'redis', name);

export default {
  kind: 'redis_stale',
  lasts: [1500, 8000],
  targets: () => ['redis'],
  claims: () => ['redis'],
  async strike(lab) {
    // Put aside at once: nobody else who ends Redis meanwhile brings it up with this.
    await lab.insist('Redis is copied', () => askRedis(lab.house, ['SAVE']));
    const copiedAt = Date.now();
    fs.renameSync(in_(lab, 'dump.rdb'), in_(lab, 'stale.rdb'));
    return async () => {
      lab.history.marks.push({ kind: 'redis_stale', copiedAt, at: Date.now() });
      fs.renameSync(in_(lab, 'stale.rdb'), in_(lab, 'dump.rdb'));
      await lab.back(await lab.signal('redis', 'SIGKILL'));
      fs.rmSync(in_(lab, 'dump.rdb'));
    };
  },
};
