// What callers were told, held against what is there when all is over: who heard «yes» has his order, who heard «no» has none, and
// whoever repeats a key hears the same again. Whoever heard nothing may have an order or not.

const READ_BACK_EVERY = 8; // one order in so many is looked at at once by its buyer
const REPEATED_MAX = 24;
const NO = new Set([400, 401, 403, 404, 410, 413, 422, 429]); // judged, and nothing was done

export class History {
  constructor() {
    this.tries = [];
    this.unseen = 0;
    this.looked = 0;
  }

  // Under a key of its own. Throws what the caller hears.
  async place(buyer, request) {
    const tried = { buyer, request, key: `history-${process.pid}-${this.tries.length}` };
    this.tries.push(tried);
    try {
      tried.order = await buyer.linli.placeFlashOrder(request, { idempotencyKey: tried.key });
    } catch (problem) {
      tried.no = NO.has(problem.status);
      throw problem;
    }
    if (this.tries.length % READ_BACK_EVERY === 0) await this.#readBack(tried);
  }

  // What was confirmed is there for its buyer at once; a house that cannot answer has said nothing.
  async #readBack({ buyer, order }) {
    const problem = await buyer.linli.getOrder({ orderId: order.orderId }).then(() => null, (one) => one);
    this.looked++;
    if (problem?.status === 404) this.unseen++;
  }

  #rows(query) {
    const rows = query(`select idempotency_key, replace(id::text, '-', ''), replace(user_id::text, '-', ''), amount_fen, quantity, replace(campaign_id::text, '-', '')
                        from groupbuy.orders where idempotency_key like 'history-${process.pid}-%'`);
    return new Map(rows.map(([key, orderId, userId, amountFen, quantity, campaignId]) => [key, { orderId, userId, amountFen: Number(amountFen), quantity: Number(quantity), campaignId }]));
  }

  async #repeated(confirmed) {
    const answers = await Promise.all(confirmed.slice(-REPEATED_MAX).map(({ buyer, request, key, order }) =>
      buyer.linli.placeFlashOrder(request, { idempotencyKey: key }).then(({ orderId }) => orderId === order.orderId, () => false)));
    return { name: 'history: a key that comes again gives the order it gave', checked: answers.length, violations: answers.filter((same) => !same).length };
  }

  // Checks of { name, checked, violations }.
  async books(query) {
    const there = this.#rows(query);
    const confirmed = this.tries.filter(({ order }) => order);
    const isSame = ({ key, order, request, buyer }) => {
      const row = there.get(key);
      return row && row.orderId === order.orderId && row.userId === buyer.userId && row.amountFen === order.amountFen
        && row.quantity === request.quantity && row.campaignId === request.campaignId;
    };
    const asked = new Map(this.tries.map((tried) => [tried.key, tried]));
    return [
      { name: 'history: every order that was confirmed is there, as it was confirmed', checked: confirmed.length, violations: confirmed.filter((one) => !isSame(one)).length },
      { name: 'history: nothing is there that nobody asked for, or that was refused', checked: there.size, violations: [...there.keys()].filter((key) => !asked.has(key) || asked.get(key).no).length },
      await this.#repeated(confirmed),
      { name: 'history: who has ordered sees his order', checked: this.looked, violations: this.unseen },
    ];
  }
}
