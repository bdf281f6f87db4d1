// The mini-programs that exist. The first one comes from the key folder; a test may register more of them.

import { randomBytes } from 'node:crypto';

export class Apps {
  #rows;

  constructor(store, first) {
    this.#rows = store.table('apps');
    const known = this.#rows.get(first.appId);
    if (known?.secret !== first.secret) this.#rows.put(first.appId, { ...known, ...first }); // it may have been reset meanwhile
    this.first = this.#rows.get(first.appId);
  }

  find(appId) {
    return this.#rows.get(appId);
  }

  add() {
    const appId = 'wx' + randomBytes(8).toString('hex');
    const app = { appId, secret: randomBytes(16).toString('hex'), originalId: 'gh_' + randomBytes(6).toString('hex') };
    return this.#rows.put(appId, app);
  }
}
