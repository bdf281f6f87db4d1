// A neighbour in the leader's week: a resident who buys in rounds.

import { Resident } from '../evening/resident.mjs';

export class Neighbour extends Resident {
  constructor(number, options) {
    super(number, options);
    this.orders = []; // { orderId, pays, … } of each order of the week
  }

  async arrive(communityId, circleId) {
    await this.signIn();
    await this.settleIn(communityId);
    if (circleId) await this.linli.joinCircle({ circleId });
    return this;
  }

  // Several goods of the round, to be fetched at a point of his.
  async orderIn(round, pointId, items, more = {}) {
    const placed = await this.linli.placeRoundOrder({ roundId: round.roundId, pointId, items, source: this.source(), ...more });
    this.account.add('orders in the round');
    return placed.order;
  }

  async payAndSee({ orderId }) {
    await this.pay({ orderId });
    await this.sees({ orderId }, 'WAITING_CUTOFF');
  }
}
