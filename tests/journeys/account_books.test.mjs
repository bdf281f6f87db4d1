// The books of two merchant accounts side by side: what is earned with one is paid out of it alone, by transfer or out of the
// payment, and the bills of each day are those of each account.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Calendar, MINUTE } from './support/calendar.mjs';
import { openEarners, soldBy, sourceOf, WHO } from './support/earners.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

const EAST = '1900000109';
const SLOWLY = { withinMs: 60_000, everyMs: 300 };

let stage, earners, operator, leader, source, own, east;
// Orders are completed at once, days pass, and an account has its keys from the start: a house of its own.
before(async () => {
  stage = await openStage({ own: true, settings: { LINLI_WECHAT_MERCHANTS: EAST, LINLI_GROUPBUY_AFTER_SALE_S: '1' } });
  await stage.wechat.settings({ sharingAfterReceipt: 0 });
  earners = await openEarners(stage, { listPriceFen: 10000 });
  ({ operator, leader } = earners);
  source = await sourceOf(stage, earners);
  await leader.linli.setPayee(WHO);
  own = await soldBy(stage, earners, source);
  const { supplierId } = await operator.createSupplier({ name: `果园${process.pid}`, contractNumber: 'HT-1' });
  await operator.setSkuSupplier({ skuId: earners.skuId, supplierId });
  await operator.createMerchant({ merchantId: EAST, name: '东苑果业' });
  await operator.bindMerchant({ merchantId: EAST, supplierId });
  east = await soldBy(stage, earners, source);
});
after(() => stage?.close());

const statementOf = (merchantId) => leader.linli.getStatement({ merchantId });
const balances = async () => (await statementOf('')).accounts.map(({ merchantId, balanceFen }) => [merchantId, balanceFen]);
const earned = (wanted) => eventually('it is his', async () => JSON.stringify(await balances()) === JSON.stringify(wanted), SLOWLY);

test('a transfer goes out of the account whose orders have earned it', async () => {
  await earned([['', 10000], [EAST, 10000]]);
  const mine = await statementOf(EAST);
  assert.deepEqual([mine.merchantId, mine.balanceFen, mine.closingFen, mine.lines.map(({ orderId }) => orderId)], [EAST, 10000, 10000, [east.orderId]]);
  assert.deepEqual((await statementOf('')).lines.map(({ orderId }) => orderId), [own.orderId]);
  await refused(leader.linli.requestPayout({ grossFen: 10001, merchantId: EAST }), 'PAYOUT_TOO_MUCH');
  await refused(leader.linli.requestPayout({ grossFen: 100, merchantId: '1900000199' }), 'PAYOUT_TOO_MUCH');
  await refused(leader.linli.requestPayout({ grossFen: 100, merchantId: 'east' }), 'FIELDS_INVALID');

  const { payoutId, merchantId } = await leader.linli.requestPayout({ grossFen: 10000, merchantId: EAST });
  assert.equal(merchantId, EAST);
  const { confirm } = await eventually('there is something to confirm', async () => { const one = await leader.linli.getMyPayout({ payoutId }); return one.confirm && one; }, SLOWLY);
  assert.equal(confirm.mchId, EAST, 'whose money it is');
  await stage.wechat.call('POST', '/transfer-confirm', { out_bill_no: payoutId, package_info: confirm.packageValue, openid: leader.openid });
  await eventually('it is paid', async () => (await leader.linli.getMyPayout({ payoutId })).state === 'PAYOUT_PAID', SLOWLY);
  const { transfers } = await stage.wechat.call('GET', '/transfers');
  assert.deepEqual(transfers.map(({ outBillNo, mchid }) => [outBillNo, mchid]), [[payoutId, EAST]]);
  assert.deepEqual(await balances(), [['', 10000], [EAST, 0]]);
  const told = await eventually('WeChat has told', async () => (await stage.wechat.call('GET', `/notices?out_bill_no=${payoutId}`)).notices.find(({ attempts }) => attempts.some(({ status }) => status === 200)), SLOWLY);
  assert.equal(told.mchid, EAST);
  // This house is not the one whose callbacks are counted at the end.
  stage.recorder.note(stage.contract.find('POST', `/v1/callbacks/wechat/transfers/${EAST}`).id, 200, { callback: true });
  assert.equal((await stage.wechat.call('POST', '/notice', { out_bill_no: payoutId, flaw: 'bad_signature' })).status, 401);
});

test('a part is split off the payment at its own account', async () => {
  await operator.publishSettlementRule({ sharing: true, mostBasisPoints: 3000, why: '分账权限已开通' });
  const { orderId } = await soldBy(stage, earners, source);
  await new Calendar(stage.house.status(), stage.wechat).pass(2 * MINUTE);
  const [part] = await eventually('it is paid', async () => {
    const rows = stage.query(`select merchant_id, gross_fen from groupbuy.payouts where order_id = '${orderId}' and state = 'PAID' and earner_id = '${leader.userId}'`);
    return rows.length && rows;
  }, SLOWLY);
  assert.deepEqual([part.merchant_id, part.gross_fen], [EAST, '10000']);
  await eventually('the rest is freed', () => stage.query(`select 1 from groupbuy.sharings where order_id = '${orderId}' and state = 'DONE'`).length, SLOWLY);
  assert.deepEqual(await balances(), [['', 10000], [EAST, 0]], 'what is his with the other is as it was');
  assert.deepEqual((await operator.listReceivers({})).receivers.map(({ paidBy }) => paidBy), [EAST]);
});

test('each account has bills of its own, and one that is wrong is named', async () => {
  const calendar = new Calendar(stage.house.status(), stage.wechat);
  const day = calendar.day;
  await stage.wechat.call('POST', '/bill-mistake', { kind: 'missing', mchid: EAST, bill: 'trade', date: day, out_trade_no: east.orderId });
  await calendar.toDay(1, '11:00');
  operator = await stage.operator();
  const days = await eventually('both are compared', async () => {
    const found = (await operator.listBillDays({})).days.filter((one) => one.day === day && one.state === 'BILL_DAY_DONE');
    return found.length === 2 && found;
  }, SLOWLY);
  assert.deepEqual(days.map(({ merchantId, differences }) => [merchantId, differences]), [[EAST, 1], ['', 0]]);
  for (const one of days) {
    const first = (await stage.wechat.call('GET', '/merchants')).merchants.find(({ mch_id: id }) => id !== EAST).mch_id;
    const { paidFen } = await stage.wechat.call('GET', `/books?mchid=${one.merchantId || first}`);
    assert.deepEqual([one.paidFen, one.flowInFen, one.ledgerInFen], [paidFen, paidFen, paidFen]);
  }
  const { cases } = await operator.listBillCases({ day });
  assert.deepEqual(cases.map(({ reason, orderId, merchantId }) => [reason, orderId, merchantId]), [['CASE_BILL_MISSING', east.orderId, EAST]]);
});
