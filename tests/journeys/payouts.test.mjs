// What a leader and a partner have earned on its way to them: the statement, who is paid, a payout that WeChat pays, one that
// comes back, one that two people of finance look at.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openEarners, soldBy, sourceOf, WHO } from './support/earners.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';
import { Calendar } from './support/calendar.mjs';
import { photo } from './support/pictures.mjs';

let stage;
let earners;
let operator;
let leader;
let partner;
// Orders are completed at once, and little is much here: a house of its own.
before(async () => {
  stage = await openStage({ own: true, settings: { LINLI_GROUPBUY_AFTER_SALE_S: '1', LINLI_GROUPBUY_PAYOUT_APPROVE_FROM_FEN: '20000' } });
  earners = await openEarners(stage, { listPriceFen: 100000 });
  ({ operator, leader, partner } = earners);
});
after(() => stage?.close());

let sale;
test('what is earned stands in a statement, line by line, and in nobody else\'s', async () => {
  sale = await soldBy(stage, earners, await sourceOf(stage, earners));

  const mine = await eventually('it is his', async () => {
    const statement = await leader.linli.getStatement({});
    return statement.lines.length && statement;
  });
  assert.deepEqual([mine.openingFen, mine.grossFen, mine.reversedFen, mine.paidOutFen, mine.closingFen, mine.balanceFen], [0, 100000, 0, 0, 100000, 100000]);
  assert.deepEqual([mine.taxVersion, mine.wouldWithholdFen, mine.wouldNetFen], [1, 4000, 96000], 'above 800 yuan a month a fifth is withheld');
  const [line] = mine.lines;
  assert.deepEqual([line.kind, line.amountFen, line.orderId, line.role, line.baseFen, line.basisPoints, line.productTitle], ['LINE_VESTED', 100000, sale.orderId, 'SHARE_SELLING', 500000, 2000, '茶叶']);
  const empty = await leader.linli.getStatement({ month: '2020-01' });
  assert.deepEqual([empty.openingFen, empty.closingFen, empty.lines], [0, 0, []]);
  assert.equal((await partner.linli.getStatement({})).balanceFen, 25000);
  assert.deepEqual((await sale.buyer.linli.getStatement({})).lines, []);
  await refused(leader.linli.getStatement({ month: '2026-13' }), 'FIELDS_INVALID');
  await refused(stage.client().getStatement({}), 'TOKEN_MISSING');
});

test('who is paid says who he is, once, and nobody reads it', async () => {
  assert.equal((await leader.linli.getPayee({})).nameMasked, '');
  await refused(leader.linli.requestPayout({ grossFen: 1000 }), 'PAYEE_UNKNOWN');
  await refused(leader.linli.setPayee({ ...WHO, identityNumber: '110105194912310021' }), 'FIELDS_INVALID');
  const payee = await leader.linli.setPayee(WHO);
  assert.deepEqual([payee.nameMasked, payee.identityMasked], ['李*', '11************002X']);
  assert.deepEqual(await leader.linli.getPayee({}), payee);
  const [{ readable }] = stage.query(`select position(convert_to('李梅', 'UTF8') in name_sealed) + position('19491231' in identity_sealed) as readable from groupbuy.payees`);
  assert.equal(readable, '0');
  await refused(stage.client().getPayee({}), 'TOKEN_MISSING');
});

const payoutOf = (who, { payoutId }, state) => eventually(`the payout is ${state}`, async () => {
  const payout = await who.linli.getMyPayout({ payoutId });
  return payout.state === state && payout;
}, { withinMs: 30_000 });

test('a payout goes to the wallet of who confirms it', async () => {
  await refused(leader.linli.requestPayout({ grossFen: 99 }), 'PAYOUT_LIMIT');
  await refused(leader.linli.requestPayout({ grossFen: 100001 }), 'PAYOUT_TOO_MUCH');
  await refused(leader.linli.requestPayout({ grossFen: 0 }), 'FIELDS_INVALID');
  const asked = await leader.linli.requestPayout({ grossFen: 8640 });
  assert.deepEqual([asked.way, asked.state, asked.grossFen, asked.withheldFen, asked.netFen], ['PAYOUT_BY_TRANSFER', 'PAYOUT_ASKED', 8640, 0, 8640]);
  assert.equal((await leader.linli.getStatement({})).balanceFen, 91360);
  await refused(leader.linli.requestPayout({ grossFen: 1000 }), 'PAYOUT_UNDER_WAY');
  await refused(leader.linli.setPayee(WHO), 'PAYOUT_UNDER_WAY');
  const waiting = await eventually('there is something to confirm', async () => {
    const payout = await leader.linli.getMyPayout({ payoutId: asked.payoutId });
    return payout.confirm && payout;
  });
  assert.equal(waiting.state, 'PAYOUT_SENT');
  await refused(partner.linli.getMyPayout({ payoutId: asked.payoutId }), 'NOT_HERE');
  await stage.wechat.call('POST', '/transfer-confirm', { out_bill_no: asked.payoutId, package_info: waiting.confirm.packageValue, openid: leader.openid });
  const paid = await payoutOf(leader, asked, 'PAYOUT_PAID');
  assert.ok(paid.doneAt && !paid.confirm);
  await stage.wechat.call('POST', '/notice', { out_bill_no: asked.payoutId });
  assert.equal((await leader.linli.getStatement({})).balanceFen, 91360, 'told twice is paid once');
  const forged = await stage.wechat.call('POST', '/notice', { out_bill_no: asked.payoutId, flaw: 'bad_signature' });
  assert.equal(forged.status, 401);
  const { notices } = await stage.wechat.call('GET', `/notices?out_bill_no=${asked.payoutId}`);
  const taken = notices.flatMap(({ attempts }) => attempts.map(({ status }) => status));
  assert.ok(taken.includes(200), 'WeChat has told, and was answered');
  // This house is not the one whose callbacks are counted at the end.
  for (const status of [200, forged.status]) stage.recorder.note(stage.contract.find('POST', '/v1/callbacks/wechat/transfers').id, status, { callback: true });
  const { transfers } = await stage.wechat.call('GET', '/transfers');
  assert.deepEqual(transfers.map(({ outBillNo }) => outBillNo), [asked.payoutId]);
  assert.deepEqual((await leader.linli.listMyPayouts({})).payouts.map(({ payoutId }) => payoutId), [asked.payoutId]);
  await refused(stage.client().listMyPayouts({}), 'TOKEN_MISSING');
  await eventually('he is told', async () => {
    const kinds = (await leader.linli.listMessages({})).messages.map(({ kind }) => kind);
    return kinds.includes('PAYOUT_TO_CONFIRM') && kinds.includes('PAYOUT_DONE');
  });
});

test('what WeChat cannot pay is the earner\'s again, and no income', async () => {
  const asked = await leader.linli.requestPayout({ grossFen: 5000 });
  await payoutOf(leader, asked, 'PAYOUT_SENT');
  await stage.wechat.call('POST', '/transfer', { out_bill_no: asked.payoutId, state: 'FAIL', fail_reason: 'NAME_NOT_CORRECT' });
  const failed = await payoutOf(leader, asked, 'PAYOUT_FAILED');
  assert.equal(failed.reason, 'NAME_NOT_CORRECT');
  const statement = await leader.linli.getStatement({});
  assert.deepEqual([statement.balanceFen, statement.paidOutFen, statement.paidBackFen, statement.netFen], [91360, 13640, 5000, 8640]);
  assert.deepEqual(statement.lines.map(({ kind }) => kind), ['LINE_PAYOUT_BACK', 'LINE_PAYOUT', 'LINE_PAYOUT', 'LINE_VESTED']);
  const page = await leader.linli.getStatement({ pageSize: 1 });
  const next = await leader.linli.getStatement({ pageSize: 1, pageToken: page.nextPageToken });
  assert.deepEqual([...page.lines, ...next.lines], statement.lines.slice(0, 2));
  await refused(partner.linli.getStatement({ pageSize: 1, pageToken: page.nextPageToken }), 'PAGE_TOKEN_INVALID');
});

test('from a sum on two people of finance say yes, neither of them the earner', async () => {
  const finance = await stage.newUser();
  await refused(finance.linli.listPayouts({}), 'FORBIDDEN');
  for (const { userId } of [finance, leader]) await operator.grantRole({ userId, role: 'finance', why: '财务' });
  const asked = await leader.linli.requestPayout({ grossFen: 71360 });
  assert.deepEqual([asked.state, asked.withheldFen], ['PAYOUT_WAITING_APPROVAL', 0], 'with what was paid before it is 800 yuan this month');
  const decision = { payoutId: asked.payoutId, approve: true, why: '与对账单一致' };
  const { payouts } = await eventually('finance sees it', () => finance.linli.listPayouts({ state: 'PAYOUT_WAITING_APPROVAL' }));
  assert.deepEqual(payouts.map(({ payoutId, earnerId }) => [payoutId, earnerId]), [[asked.payoutId, leader.userId]]);
  await eventually('the role is felt', () => leader.linli.listPayouts({}));
  await refused(leader.linli.decidePayout(decision), 'FORBIDDEN');
  await refused(finance.linli.decidePayout(decision), 'APPROVAL_NEEDED');
  const question = { kind: 'APPROVAL_PAYOUT', subjectId: asked.payoutId, amountFen: 71360, why: '大额提现' };
  const { approvalId } = await finance.linli.askApproval(question);
  await refused(finance.linli.decideApproval({ approvalId, approve: true, note: '我自己' }), 'APPROVAL_OWN');
  await operator.decideApproval({ approvalId, approve: true, note: '已核对' });
  assert.equal((await finance.linli.decidePayout(decision)).state, 'PAYOUT_ASKED');
  await refused(finance.linli.decidePayout(decision), 'PAYOUT_DECIDED');
  await payoutOf(leader, asked, 'PAYOUT_SENT');
  await stage.wechat.call('POST', '/transfer', { out_bill_no: asked.payoutId, state: 'SUCCESS' });
  await payoutOf(leader, asked, 'PAYOUT_PAID');

  const declined = await leader.linli.requestPayout({ grossFen: 20000 });
  assert.deepEqual([declined.withheldFen, declined.netFen], [4000, 16000]);
  await finance.linli.decidePayout({ payoutId: declined.payoutId, approve: false, why: '资料不符' });
  assert.deepEqual(await payoutOf(leader, declined, 'PAYOUT_DECLINED').then(({ reason }) => reason), '资料不符');
  const { entries } = await operator.listTradeAudit({ objectId: asked.payoutId });
  assert.equal(entries.filter(({ action }) => action === 'decide_payout').length, 1);
});

test('a buyer has an invoice over what he paid and kept', async () => {
  const { buyer, orderId } = sale;
  const ask = { orderId, kind: 'INVOICE_FOR_COMPANY', title: '云山果业有限公司', taxNumber: '91350100M000100Y43' };
  await refused(partner.linli.requestInvoice(ask), 'NOT_HERE');
  await refused(buyer.linli.requestInvoice({ ...ask, taxNumber: '91350100M000100Y44' }), 'FIELDS_INVALID');
  const asked = await buyer.linli.requestInvoice(ask);
  assert.deepEqual([asked.state, asked.amountFen], ['INVOICE_REQUESTED', 500000]);
  await refused(buyer.linli.requestInvoice(ask), 'INVOICE_EXISTS');
  await operator.refundOrder({ orderId, reason: '少了一点', lines: [{ position: 0, goodsFen: 1000 }] });
  assert.deepEqual((await operator.listInvoices({ state: 'INVOICE_REQUESTED' })).invoices.map(({ invoiceId, amountFen }) => [invoiceId, amountFen]), [[asked.invoiceId, 499000]]);
  const issue = { invoiceId: asked.invoiceId, number: '26532000000012345678', issuedOn: '2026-11-21', fileUrl: 'https://invoices.example.com/1.pdf' };
  await refused(buyer.linli.issueInvoice(issue), 'FORBIDDEN');
  await refused(operator.issueInvoice({ ...issue, issuedOn: '2026-02-30' }), 'FIELDS_INVALID');
  assert.equal((await operator.issueInvoice(issue)).state, 'INVOICE_ISSUED');
  await refused(operator.issueInvoice(issue), 'INVOICE_SETTLED');
  await operator.refundOrder({ orderId, reason: '又少了一点', lines: [{ position: 0, goodsFen: 1000 }] });
  const [reversed] = (await buyer.linli.listMyInvoices({})).invoices;
  assert.deepEqual([reversed.state, reversed.reason, reversed.number, reversed.amountFen], ['INVOICE_REVERSED', 'REFUND', issue.number, 499000]);
  const again = await buyer.linli.requestInvoice({ orderId, kind: 'INVOICE_FOR_PERSON', title: '王芳' });
  assert.equal(again.amountFen, 498000);
  await refused(operator.issueInvoice({ ...issue, invoiceId: again.invoiceId }), 'INVOICE_NUMBER');
  assert.deepEqual((await partner.linli.listMyInvoices({})).invoices, []);
  await refused(stage.client().listMyInvoices({}), 'TOKEN_MISSING');
  await refused(partner.linli.listInvoices({}), 'FORBIDDEN');
  const { entries } = await operator.listTradeAudit({ objectId: asked.invoiceId });
  assert.deepEqual(entries.map(({ action }) => action), ['issue_invoice']);
});

test('a buyer reviews what he kept, with pictures, once a line; it is checked, counted, rewarded, hidden for breach', async () => {
  const { buyer, orderId } = await soldBy(stage, earners, {});
  const [{ productId }] = (await buyer.linli.getOrder({ orderId })).lines;
  const other = await stage.newUser({ phone: true });
  const rule = await operator.createPointsRule({ title: '晒单', trigger: 'ON_REVIEW_PUBLISHED', points: 20, validDays: 30 });
  const { picture: { mediaId } } = await buyer.linli.uploadMedia({ file: new Blob([photo], { type: 'image/jpeg' }) });
  const said = { orderId, rating: 5, text: '茶香很足', mediaIds: [mediaId] };
  await refused(other.linli.writeReview({ ...said, mediaIds: [] }), 'NOT_HERE');
  const review = await eventually('the line may be reviewed', () => buyer.linli.writeReview(said), { withinMs: 30_000, everyMs: 300 });
  assert.deepEqual([review.rating, review.productId, review.pictures.length], [5, productId, 1]);
  const { reviewId } = review;
  await refused(buyer.linli.writeReview({ ...said, mediaIds: [] }), 'REVIEWED_ALREADY');
  await refused(buyer.linli.writeReview({ ...said, position: 1 }), 'NOT_HERE');
  const shown = () => stage.client().listProductReviews({ productId });
  const list = await eventually('its picture has passed', async () => {
    const now = await shown();
    return now.reviews.length === 1 && now;
  }, { withinMs: 60_000, everyMs: 500 });
  assert.deepEqual([list.rating.reviews, list.rating.stars, list.rating.byStars], [1, 5, [0, 0, 0, 0, 1]]);
  await refused(stage.client().listProductReviews({ productId, pageToken: 'x' }), 'PAGE_TOKEN_INVALID');
  await eventually('he is rewarded', async () => (await buyer.linli.getPoints()).available >= 20, { withinMs: 30_000 });
  await operator.setPointsRuleActive({ ruleId: rule.ruleId, active: false });

  const word = `代购${process.pid}`;
  await operator.putWord({ text: word, action: 'BLOCK' });
  await eventually('the word is known', () => refused(buyer.linli.editReview({ reviewId, rating: 4, text: `找我${word}` }), 'TEXT_REFUSED'), { withinMs: 30_000, everyMs: 500 });
  await refused(other.linli.editReview({ reviewId, rating: 1, text: '不是我买的' }), 'NOT_HERE');
  await buyer.linli.editReview({ reviewId, rating: 4, text: '放了一周，依然很香' });
  assert.deepEqual((await shown()).rating.byStars, [0, 0, 0, 1, 0]);
  assert.deepEqual((await buyer.linli.listMyReviews()).reviews.map((one) => [one.reviewId, one.text]), [[reviewId, '放了一周，依然很香']]);
  await refused(stage.client().listMyReviews(), 'TOKEN_MISSING');

  await refused(buyer.linli.decideReview({ reviewId, decision: 'REVIEW_HIDDEN', why: '我想删' }), 'FORBIDDEN');
  await refused(buyer.linli.listHeldReviews(), 'FORBIDDEN');
  await operator.decideReview({ reviewId, decision: 'REVIEW_HIDDEN', why: '含联系方式' });
  await refused(operator.decideReview({ reviewId, decision: 'REVIEW_HIDDEN', why: '含联系方式' }), 'ALREADY_DECIDED');
  await eventually('he hears why', async () => (await buyer.linli.listMessages()).messages.some(({ kind, text }) => kind === 'REVIEW_HIDDEN_FOR_BREACH' && text.includes('含联系方式')), { withinMs: 60_000 });
  const gone = await shown();
  assert.deepEqual([gone.reviews, gone.rating.reviews, gone.rating.stars], [[], 0, 0]);
  await refused(buyer.linli.editReview({ reviewId, rating: 5, text: '再说一次' }), 'REVIEW_CLOSED');
  await operator.decideReview({ reviewId, decision: 'REVIEW_SHOWN', why: '误判' });
  assert.equal((await shown()).reviews.length, 1);
  const unsure = `存疑${process.pid}`;
  await operator.putWord({ text: unsure, action: 'HOLD' });
  await eventually('it waits for a person', async () => (await buyer.linli.editReview({ reviewId, rating: 3, text: unsure })).state === 'REVIEW_HELD', { withinMs: 30_000, everyMs: 500 });
  assert.deepEqual((await operator.listHeldReviews()).reviews.map((one) => one.reviewId), [reviewId]);
  assert.equal((await operator.decideReview({ reviewId, decision: 'REVIEW_SHOWN', why: '无违规' })).state, 'REVIEW_SHOWN');
  assert.deepEqual((await shown()).rating.byStars, [0, 0, 1, 0, 0]);
  const lines = stage.query(`select before, after, reason from content.audit where action = 'decide_review' order by id`);
  assert.deepEqual(lines.map(({ before: was, after: is, reason }) => [was, is, reason]), [['shown', 'hidden', '含联系方式'], ['hidden', 'shown', '误判'], ['held', 'shown', '无违规']]);
});

test('a month that is over is closed for good, and its income reported', async () => {
  const calendar = new Calendar(stage.house.status(), stage.wechat);
  const month = calendar.day.slice(0, 7);
  const [year, number, day] = calendar.day.split('-').map(Number);
  const report = { firstMonth: `${year}-${String(number - ((number - 1) % 3)).padStart(2, '0')}`, why: '涉税信息报送' };
  await refused(operator.closeMonth({ month, why: '月结' }), 'MONTH_NOT_OVER');
  await refused(operator.getMonth({ month }), 'NOT_HERE');
  await refused(operator.verifyMonth({ month }), 'NOT_HERE');
  await refused(operator.reportIncome(report), 'FORBIDDEN');
  const finance = await stage.newUser();
  await refused(finance.linli.listMonths({}), 'FORBIDDEN');
  await operator.grantRole({ userId: finance.userId, role: 'finance', why: '财务' });

  await calendar.toDay(new Date(Date.UTC(year, number, 0)).getUTCDate() - day + 1, '03:00');
  const { linli } = await eventually('the house knows the day', () => stage.newUser({ openid: finance.openid }), { withinMs: 60_000, everyMs: 500 });
  const closed = await eventually('its days are closed, and so is it', () => linli.closeMonth({ month, why: '对账无差异' }), { withinMs: 60_000, everyMs: 500 });
  assert.ok(closed.postings > 0 && closed.accounts.length > 3);
  assert.equal(closed.accounts.reduce((sum, { balanceFen }) => sum + balanceFen, 0), 0);
  assert.deepEqual(closed.accounts.find(({ account }) => account === 'payouts'), { account: 'payouts', debitFen: 101000, creditFen: 101000, balanceFen: 0, merchantId: '' });
  await refused(linli.closeMonth({ month, why: '再来' }), 'MONTH_CLOSED');
  assert.deepEqual(await linli.getMonth({ month }), closed);
  assert.deepEqual(await linli.verifyMonth({ month }), { month, holds: true, firstWrongDay: '' });
  assert.deepEqual((await linli.listMonths({})).months.map((one) => one.month), [month]);
  const income = await linli.reportIncome(report);
  assert.deepEqual([income.csv, income.people], ['姓名,证件号码,收入(元),代扣税款(元),笔数\r\n"李梅",11010519491231002X,800.00,0.00,2\r\n', 1]);
  const read = stage.query(`select actor, reason from groupbuy.audit where action = 'report_income'`);
  assert.deepEqual(read, [{ actor: finance.userId, reason: report.why }]);
});
