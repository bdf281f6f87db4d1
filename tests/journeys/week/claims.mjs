// What went wrong with what came. After-sales with their photos go every way there is: decided by the leader or by operators, sent
// back, refunded in part and whole, exchanged, sent again, declined, appealed, taken back, and left lying. One complains at WeChat,
// one large sum goes back by the word of two people, one refund waits because the merchant's balance is too low.

import { until } from '../../support/house.mjs';
import { MINUTE } from '../support/calendar.mjs';
import { photo, photoWithPlace } from '../support/pictures.mjs';
import { Neighbour } from './neighbour.mjs';

const SOON = { withinMs: 90_000, everyMs: 300 };
const POOR = { match: 'POST /pay/v3/refund/domestic/refunds', kind: 'error', status: 403, body: { code: 'NOT_ENOUGH', message: '基本账户余额不足' } };
const CAUSE_OF = { RETURN: 'WRONG_GOODS', EXCHANGE: 'NOT_AS_SHOWN', SEND_AGAIN: 'CAME_NOT', PART_REFUND: 'CAME_SPOILED' };

// ---- after-sales ----------------------------------------------------------------------------------------------------------

// Lines that somebody has in hand, none of it refunded: of as many orders as there are first, then the second of each.
async function inHand({ neighbours }) {
  const lists = await Promise.all(neighbours.map(async (neighbour) => {
    const { orders } = await neighbour.linli.listOrders({ pageSize: 50 });
    return orders.filter((order) => order.status === 'FULFILLED' && order.delivery?.pointId)
      .map((order) => order.lines.flatMap((line, position) => (line.fulfilled > 0 && line.refundedFen === 0 ? [{ neighbour, orderId: order.orderId, position }] : [])));
  }));
  const orders = lists.flat();
  return [0, 1, 2].flatMap((line) => orders.flatMap((lines) => lines.slice(line, line + 1)));
}

class Case {
  constructor(week, thing, kind) {
    Object.assign(this, { week, thing, kind, leader: week.leader.linli, buyer: thing.neighbour.linli });
  }

  async #photos() {
    const send = (data) => this.buyer.uploadMedia({ file: new Blob([data], { type: 'image/jpeg' }) });
    return (await Promise.all([send(photo), send(photoWithPlace())])).map(({ picture }) => picture.mediaId);
  }

  // By its buyer, or by the leader for him.
  async ask(by = this.buyer) {
    const { orderId, position } = this.thing;
    const line = this.kind === 'PART_REFUND' ? { position, goodsFen: 300 } : { position, units: 1 };
    const asked = await by.requestAfterSale({
      orderId, kind: `AFTER_SALE_${this.kind}`, cause: CAUSE_OF[this.kind] ?? 'CAME_DAMAGED', lines: [line], description: '打开就这样', photos: await this.#photos(),
    });
    this.id = { afterSaleId: asked.afterSaleId };
    this.week.account.add('after-sales');
    return this;
  }

  decide(by, approve, reason) {
    return by.decideAfterSale({ ...this.id, approve, reason, merchantFault: approve });
  }

  sendBack() {
    return this.buyer.sendBack({ ...this.id, carrier: 'SF', trackingNumber: `SF${this.week.account.count('after-sales')}` });
  }
}

// Those that go back to the buyer's hand: nothing is claimed of the goods after them.
async function takenBack(week, thing) {
  const fresh = await new Case(week, thing, 'REFUND').ask();
  await fresh.buyer.withdrawAfterSale(fresh.id);
  const appealed = await new Case(week, thing, 'REFUND').ask();
  await appealed.buyer.escalateAfterSale({ ...appealed.id, reason: '请平台看看' });
  await appealed.buyer.withdrawAfterSale(appealed.id);
  const kept = await new Case(week, thing, 'RETURN').ask();
  await kept.decide(kept.leader, true, '请寄回');
  await kept.buyer.withdrawAfterSale(kept.id);
  const declined = await new Case(week, thing, 'REFUND').ask(week.leader.linli);
  await declined.decide(week.operator, false, '照片上看不出来');
}

async function refunded(week, [whole, part]) {
  const broken = await new Case(week, whole, 'REFUND').ask();
  await broken.decide(broken.leader, true, '确实坏了');
  const spoiled = await new Case(week, part, 'PART_REFUND').ask();
  await spoiled.decide(spoiled.leader, false, '外观完好');
  await spoiled.buyer.escalateAfterSale({ ...spoiled.id, reason: '请看第二张照片' });
  await spoiled.decide(week.operator, true, '按比例补偿');
}

async function sentBack(week, [fine, worn, other]) {
  const cases = [];
  for (const [thing, kind] of [[fine, 'RETURN'], [worn, 'RETURN'], [other, 'EXCHANGE']]) {
    const one = await new Case(week, thing, kind).ask();
    await one.decide(one.leader, true, '请寄回');
    await one.sendBack();
    cases.push(one);
  }
  await cases[0].leader.settleAfterSale({ ...cases[0].id, note: '收到，完好' });
  await cases[1].decide(cases[1].leader, false, '退回的已经用过');
  await cases[1].decide(week.operator, true, '运输造成');
  await cases[2].leader.settleAfterSale({ ...cases[2].id, note: '已换新，放在 3 号架' });
}

async function sentAgain(week, thing) {
  const missing = await new Case(week, thing, 'SEND_AGAIN').ask();
  await missing.buyer.escalateAfterSale({ ...missing.id, reason: '联系不上团长' });
  await missing.decide(week.operator, true, '补发');
  await week.operator.settleAfterSale({ ...missing.id, note: '已补发 SF1020304050607' });
}

// Nobody does what he should: the leader says nothing, a buyer sends nothing back.
async function leftLying(week, [unanswered, unsent]) {
  const silent = await new Case(week, unanswered, 'REFUND').ask();
  const idle = await new Case(week, unsent, 'RETURN').ask();
  const { deadlineAt } = await idle.decide(idle.leader, true, '请寄回');
  week.left = { silent, idle, sendBackBy: Date.parse(deadlineAt) };
}

async function afterSales(week) {
  const things = await inHand(week);
  if (things.length < 9) throw new Error(`${things.length} lines are in hand, too few to claim of`);
  await takenBack(week, things[0]);
  await refunded(week, things.slice(1, 3));
  await sentBack(week, things.slice(3, 6));
  await sentAgain(week, things[6]);
  await leftLying(week, things.slice(7, 9));
}

// ---- a complaint, a large sum, no funds -----------------------------------------------------------------------------------

async function plainOrder(week, neighbour, skuId) {
  const order = await neighbour.linli.placeOrder({ lines: [{ skuId, quantity: 1 }], pointId: week.points[0].pointId });
  await neighbour.pay(order);
  await neighbour.sees(order, 'READY');
  return order;
}

// Operators answer it, pay back what is asked for, complete it.
async function complaint(week) {
  const { operator, round: { items: [{ skuId }] } } = week;
  const { orderId } = await plainOrder(week, week.neighbours[1], skuId);
  const { complaint_id: wechatId } = await week.wechat.call('POST', '/complaint', { out_trade_no: orderId, detail: '水果发霉', problem_type: 'REFUND', apply_refund_amount: 990 });
  const find = async () => (await operator.listComplaints({ pageSize: 100 })).complaints.find((one) => one.wechatId === wechatId);
  const { complaintId } = await until('the complaint is here', find, SOON);
  const { complaints: [led] } = await week.leader.linli.listLedComplaints({});
  if (led?.complaintId !== complaintId) throw new Error('the leader does not see what is complained of');
  const taken = (count) => until('WeChat has it', async () => (await operator.getComplaint({ complaintId })).steps.filter(({ state }) => state === 'COMPLAINT_STEP_DONE').length === count, SOON);
  await operator.answerComplaint({ complaintId, content: '很抱歉，马上为您处理' });
  await taken(1);
  await operator.decideComplaintRefund({ complaintId, approve: true });
  await taken(2);
  await operator.completeComplaint({ complaintId });
  await taken(3);
  week.account.add('complaints answered and completed');
}

// Above a sum one operator alone pays nothing back.
async function byTwo(week) {
  const { operator } = week;
  const colleague = await new Neighbour(9030, week.clientOf(9030)).arrive(week.communityId);
  await operator.grantRole({ userId: colleague.userId, role: 'operator', why: '复核' });
  const made = await operator.createProduct({
    title: '年货礼盒', category: '礼品', sellerName: '云山优选', sellerLicence: 'JY14401060000001', skus: [{ title: '大', listPriceFen: 168_000, costPriceFen: 90_000, stock: 10, weightG: 9000 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  const { orderId } = await plainOrder(week, week.neighbours[2], skuId);
  const back = { orderId, lines: [{ position: 0, goodsFen: 120_000 }], reason: '礼盒内少两件' };
  const alone = await operator.refundOrder(back).then(() => 'paid back', ({ code }) => code);
  if (alone !== 'APPROVAL_NEEDED') throw new Error(`a large sum was ${alone} by one`);
  const { approvalId } = await operator.askApproval({ kind: 'APPROVAL_REFUND_ORDER', subjectId: orderId, amountFen: 120_000, why: back.reason });
  const yes = () => colleague.linli.decideApproval({ approvalId, approve: true, note: '已核对清单' });
  await until('the colleague has the role', () => yes().catch((problem) => problem.code !== 'FORBIDDEN' && Promise.reject(problem)), SOON);
  await operator.refundOrder(back);
  week.account.add('large sums paid back by two');
}

// The balance is too low when somebody changes his mind; his money waits, and comes by itself.
async function withoutFunds(week) {
  const neighbour = week.neighbours[4];
  const order = await plainOrder(week, neighbour, week.round.items[2].skuId);
  const waits = () => neighbour.linli.getOrder({ orderId: order.orderId }).then(({ refunds }) => refunds.some(({ state }) => state === 'WAITING_FUNDS'));
  await week.wechat.during(POOR, async () => {
    await neighbour.linli.cancelOrder({ orderId: order.orderId });
    await until('the refund waits for funds', waits, SOON);
  });
  week.account.add('refunds that waited for funds');
}

export async function claims(week) {
  week.say('what came wrong is claimed');
  await afterSales(week);
  await Promise.all([complaint(week), byTwo(week)]);
  await withoutFunds(week);
  week.say(`${week.account.count('after-sales')} after-sales, one complaint, one refund by two, one that waits for funds`);
}

// A day later the leader's silence has passed it on, a week later nobody has sent anything back: operators decide both.
export async function leftToOperators(week) {
  const { operator, calendar, left: { silent, idle, sendBackBy } } = week;
  await calendar.pass(sendBackBy + MINUTE - calendar.now());
  for (const { id } of [silent, idle]) await until('silence passes it on', async () => (await operator.getAfterSale(id)).status === 'AFTER_SALE_ESCALATED', SOON);
  await silent.decide(operator, true, '团长未答复');
  await idle.decide(operator, false, '未寄回');
  week.say('what was left lying is decided');
}
