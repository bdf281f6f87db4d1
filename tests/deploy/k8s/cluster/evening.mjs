// A conversation and an evening with the house in the cluster, by its ingress: what `make demo` plays on one machine.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readStatus } from '../../../../deploy/local/operator.mjs';
import { playEvening, SMALL_EVENING } from '../../../journeys/evening/evening.mjs';
import { printBooks } from '../../../journeys/evening/books.mjs';
import { eventually } from '../../../journeys/support/stage.mjs';
import { note, seconds } from './support/figures.mjs';
import { allPods } from './support/pods.mjs';
import { Town } from './support/town.mjs';

const RESIDENTS = 120;
const PART = 'An evening';

let town;

before(async () => { town = await Town.open(); });
after(() => town?.close());

test('somebody signs in, buys, pays, and hears of it', async () => {
  const began = Date.now();
  const buyer = await town.stage.newUser({ phone: true });
  await buyer.linli.joinCircle({ circleId: town.estate.circles[0].circleId });
  const { campaignId } = await town.newSale();
  const order = await buyer.linli.placeFlashOrder({ campaignId, quantity: 2 });
  assert.equal(order.amountFen, 1980);
  await town.stage.pay(buyer, order);
  await eventually('the order is paid', async () => (await buyer.linli.getOrder({ orderId: order.orderId })).status === 'READY', { withinMs: 20_000 });
  const isWelcome = ({ kind }) => kind === 'CIRCLE_WELCOME';
  await eventually('she is welcomed', async () => (await buyer.linli.listMessages({})).messages.some(isWelcome), { withinMs: 20_000 });
  note(PART, 'signed in, ordered, paid by the stand-in, fulfilled and told', seconds(Date.now() - began), 's');
});

test(`an evening of ${RESIDENTS} residents, and its books`, async () => {
  const before = await allPods();
  const { evening, books } = await playEvening(readStatus(), { ...SMALL_EVENING, residents: RESIDENTS });
  evening.account.print('The evening');
  const ofTheHouse = books.filter(({ name }) => !name.startsWith('memory:')); // its processes run elsewhere
  assert.equal(printBooks(ofTheHouse), 0);
  note(PART, 'residents', RESIDENTS);
  note(PART, 'flash orders, paid of them', `${evening.account.count('flash orders')}, ${evening.paidFlashOrders()}`);
  note(PART, 'books checked, wrong', `${ofTheHouse.length}, 0`);
  assert.deepEqual([...await allPods()], [...before], 'no pod was started again');
});
