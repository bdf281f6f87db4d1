// What stands in front of gateways, as a load balancer does: asks each every 50 ms whether it is ready, sends to those that are, in
// turn, and to another where nobody let it in. What was sent once is not sent again.

import { sleep } from '../../support/house.mjs';

const LOOK_EVERY_MS = 50;
const LOOK_MS_MAX = 500;

export class Front {
  // Behaves like fetch, whichever gateway the address names.
  fetch = (address, options) => this.#send(new URL(address), options);
  #turn = 0;

  constructor(house) {
    this.gateways = house.status().processes.filter(({ service }) => service === 'gateway').map(({ port, opsPort }) => ({ port, opsPort, ready: true }));
  }

  begin() {
    this.looking = Promise.all(this.gateways.map((one) => this.#look(one)));
    return this;
  }

  async #look(one) {
    while (!this.over) {
      one.ready = await fetch(`http://127.0.0.1:${one.opsPort}/readyz`, { signal: AbortSignal.timeout(LOOK_MS_MAX) }).then(({ status }) => status === 200, () => false);
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #send(address, options) {
    const order = this.gateways.map((_, i, all) => all[(this.#turn + i) % all.length]).sort((a, b) => b.ready - a.ready);
    this.#turn++;
    for (const [i, { port }] of order.entries()) {
      address.port = port;
      try {
        return await fetch(address, options);
      } catch (error) {
        if (error.cause?.code !== 'ECONNREFUSED' || i === order.length - 1) throw error;
      }
    }
  }

  async end() {
    this.over = true;
    await this.looking;
  }
}
