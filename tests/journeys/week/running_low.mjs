// Grapes of the hall that lie on the shelf, too, run low: operators hear of it. The last are taken, two neighbours wait for more and
// hear, once, when some come back; one of them buys.

import { until } from '../../support/house.mjs';
import { intoTheHall } from './opening.mjs';

const GRAPES = { title: '阳光玫瑰', category: '水果', sku: { title: '一串', listPriceFen: 3980, costPriceFen: 1500, stock: 5, weightG: 700 } };
const LOW_AT = 2;
const SOON = { withinMs: 90_000, everyMs: 500 };

async function buy(week, neighbour, quantity) {
  const { skuId } = week.grapes;
  const order = await neighbour.linli.placeOrder({ lines: [{ skuId, quantity }], pointId: week.points[0].pointId });
  await neighbour.pay(order);
  await neighbour.sees(order, 'READY');
  week.account.add('orders of what runs low');
}

const heardOf = async (linli, kind, productId) => (await linli.listMessages({ pageSize: 100 })).messages.filter((one) => one.kind === kind && one.linkId === productId);

// Those who wait are those whom the shelf has turned away.
async function turnedAway(week, neighbour) {
  const { skuId } = week.grapes;
  const refusal = await neighbour.linli.placeOrder({ lines: [{ skuId, quantity: 1 }], pointId: week.points[0].pointId }).then(() => 'sold', ({ code }) => code);
  if (refusal !== 'STOCK_SHORT') throw new Error(`what is sold out was ${refusal}`);
  await neighbour.linli.tellWhenBack({ skuId });
  week.account.add('neighbours who wait for what is sold out');
}

export async function runningLow(week) {
  const { productId, skuId } = await intoTheHall(week, GRAPES);
  const [waits, waitsToo, ...others] = week.neighbours;
  week.grapes = { skuId, productId, waiting: [waits, waitsToo] };
  await week.operator.setStockAlarm({ skuId, lowAt: LOW_AT });
  await buy(week, others.at(-1), GRAPES.sku.stock - LOW_AT);
  await buy(week, others.at(-2), LOW_AT);
  for (const one of week.grapes.waiting) await turnedAway(week, one);
  week.say('grapes are sold out, two neighbours wait for more');
}

// A day later.
export async function backInStock(week) {
  const { skuId, productId } = week.grapes;
  await until('operators hear that few are left', async () => (await heardOf(week.operator, 'STOCK_LOW', productId)).length > 0, SOON);
  await week.operator.adjustStock({ skuId, change: 4, why: '补货' });
}

export async function boughtAfterAll(week) {
  const { productId, waiting } = week.grapes;
  for (const { linli } of waiting) {
    const times = await until('who waited hears', async () => (await heardOf(linli, 'STOCK_BACK', productId)).length, SOON);
    if (times !== 1) throw new Error(`who waited has heard ${times} times`);
  }
  await buy(week, waiting[0], 1);
  week.say('grapes are back, who waited has heard, and one has bought');
}
