// Profit sharing (分账), by the house's own rule: what is paid stays frozen at WeChat Pay until its order is completed, then who
// earned of it has his part out of the payment itself, and the rest is freed.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openEarners, soldBy, sourceOf, WHO } from './support/earners.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';
import { Calendar, MINUTE } from './support/calendar.mjs';

const SLOWLY = { withinMs: 60_000, everyMs: 300 };

let stage;
let earners;
let operator;
let leader;
let partner;
let source;
// Orders are completed at once, and minutes pass here: a house of its own.
before(async () => {
  stage = await openStage({ own: true, settings: { LINLI_GROUPBUY_AFTER_SALE_S: '1' } });
  // The house reports no receipt to WeChat, which would wait for it in a trade-managed mini-program.
  await stage.wechat.settings({ sharingAfterReceipt: 0 });
  earners = await openEarners(stage, { listPriceFen: 10000 });
  ({ operator, leader, partner } = earners);
  await leader.linli.setPayee(WHO);
  source = await sourceOf(stage, earners);
});
after(() => stage?.close());

const sold = () => soldBy(stage, earners, source);
const sharingOf = ({ orderId }) => stage.query(`select state, split_fen from groupbuy.sharings where order_id = '${orderId}'`);
const balanceOf = async ({ linli }) => (await linli.getStatement({})).balanceFen;

test('without the house\'s rule nothing is frozen, and who earns asks for a transfer', async () => {
  assert.deepEqual(await operator.getSettlementRule({}), { version: 0, sharing: false, mostBasisPoints: 0 });
  const sale = await sold();
  assert.equal(await eventually('it is his', () => balanceOf(leader)), 10000);
  assert.deepEqual(sharingOf(sale), []);
});

test('the rule is finance\'s to publish, version by version', async () => {
  const rule = { sharing: true, mostBasisPoints: 3000, why: '分账权限已开通' };
  await refused(leader.linli.publishSettlementRule(rule), 'FORBIDDEN');
  await refused(leader.linli.getSettlementRule({}), 'FORBIDDEN');
  await refused(operator.publishSettlementRule({ ...rule, mostBasisPoints: 3001 }), 'FIELDS_INVALID');
  assert.deepEqual(await operator.publishSettlementRule({ ...rule, sharing: false }), { version: 1, sharing: false, mostBasisPoints: 3000 });
  assert.deepEqual(await operator.publishSettlementRule(rule), { version: 2, sharing: true, mostBasisPoints: 3000 });
  assert.deepEqual(await operator.getSettlementRule({}), { version: 2, sharing: true, mostBasisPoints: 3000 });
  const { entries } = await operator.listTradeAudit({ objectId: '2' });
  assert.deepEqual(entries.filter(({ action }) => action === 'publish_settlement_rule').map(({ before: was, after: is }) => [was, is]), [['sharing off, 3000 basis points', 'sharing on, 3000 basis points']]);
});

let sale;
test('a part of an order is split off its payment, and the rest is freed', async () => {
  const before_ = await balanceOf(leader);
  const partnerBefore = await balanceOf(partner);
  sale = await sold();
  assert.deepEqual(sharingOf(sale).map(({ state }) => state), ['DUE'], 'not in the first minute after the payment');
  await new Calendar(stage.house.status(), stage.wechat).pass(2 * MINUTE);
  const [payout] = await eventually('it is paid', async () => {
    const { payouts } = await leader.linli.listMyPayouts({});
    return payouts.length && payouts[0].state === 'PAYOUT_PAID' && payouts;
  }, SLOWLY);
  assert.deepEqual([payout.way, payout.orderId, payout.grossFen, payout.withheldFen, payout.netFen], ['PAYOUT_BY_SHARING', sale.orderId, 10000, 0, 10000]);
  await eventually('the rest is freed', () => sharingOf(sale)[0].state === 'DONE', SLOWLY);
  assert.equal(await balanceOf(leader), before_, 'it went past his account');
  assert.equal(await balanceOf(partner), partnerBefore + 2500, 'who has not said who he is asks for a transfer');
  const decided = stage.query(`select way, why from groupbuy.settlements where order_id = '${sale.orderId}' order by way`);
  assert.deepEqual(decided, [{ way: 'SHARING', why: '' }, { way: 'TRANSFER', why: 'UNKNOWN' }]);
});

test('what a person got is never asked back: a refund is netted', async () => {
  const before_ = await balanceOf(leader);
  await operator.refundOrder({ orderId: sale.orderId, reason: '少了一半', lines: [{ position: 0, goodsFen: 25000 }] });
  await eventually('half of it is owed', async () => (await balanceOf(leader)) === before_ - 5000);
});

test('a merchant gives back what a refund takes', async () => {
  const company = { userId: partner.userId, merchantId: '1900000109', name: '云山校园服务有限公司', why: '合作协议' };
  await refused(leader.linli.setReceiver(company), 'FORBIDDEN');
  await refused(operator.removeReceiver({ userId: partner.userId, why: '从未添加' }), 'NOT_HERE');
  await operator.setReceiver(company);
  await refused(operator.setReceiver({ ...company, userId: leader.userId }), 'RECEIVER_TAKEN');
  const state = async () => (await operator.listReceivers({})).receivers.find(({ merchantId }) => merchantId === company.merchantId).state;
  await eventually('WeChat knows the merchant', async () => (await state()) === 'RECEIVER_NAMED', SLOWLY);
  const before_ = await balanceOf(partner);
  const sale_ = await sold();
  await new Calendar(stage.house.status(), stage.wechat).pass(2 * MINUTE);
  await eventually('the merchant has his part', () => stage.query(`select 1 from groupbuy.payouts where order_id = '${sale_.orderId}' and to_merchant and state = 'PAID'`).length, SLOWLY);
  assert.equal(await balanceOf(partner), before_, 'it went past his account, and nothing was withheld');

  // The answer to the first asking is lost: the second asks under the same number.
  await stage.wechat.during({ match: 'POST /pay/v3/profitsharing/return-orders', kind: 'reset', when: 'after', count: 1 }, async () => {
    await operator.refundOrder({ orderId: sale_.orderId, reason: '全部退回', lines: [{ position: 0, goodsFen: 50000 }] });
    const [back] = await eventually('it is back', async () => {
      const { returns } = await operator.listShareReturns({ state: 'SHARE_RETURN_DONE' });
      return returns.length && returns;
    }, SLOWLY);
    assert.deepEqual([back.orderId, back.merchantId, back.amountFen, back.earnerId], [sale_.orderId, company.merchantId, 2500, partner.userId]);
  });
  const { returnedFen, balanceFen } = await partner.linli.getStatement({});
  assert.deepEqual([returnedFen, balanceFen], [2500, before_]);
  await eventually('the buyer has his money', async () => (await sale_.buyer.linli.getOrder({ orderId: sale_.orderId })).refundedFen === 50000, SLOWLY);

  await operator.removeReceiver({ userId: partner.userId, why: '合作结束' });
  await eventually('WeChat has taken him off', async () => (await state()) === 'RECEIVER_REMOVED', SLOWLY);
  const { entries } = await operator.listTradeAudit({ objectId: partner.userId });
  assert.deepEqual(entries.map(({ action }) => action).sort(), ['remove_receiver', 'set_receiver']);
  await refused(leader.linli.listReceivers({}), 'FORBIDDEN');
  await refused(leader.linli.listShareReturns({}), 'FORBIDDEN');
});
