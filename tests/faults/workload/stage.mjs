// What a run's people find: a community with a leader, a point, a round; goods on the shelf, sales, teams, services, cards, an
// article; coupons to claim and to have for points; and the people themselves, each with a client at every gateway.
//
// A house without the demo estate: nothing else gives points or coupons here.

import { createLinli, fetchTransport } from '../../../clients/sdk/linli.mjs';
import { LEVELS } from '../../../deploy/local/estate.mjs';
import { Estate } from '../../journeys/support/round.mjs';
import { until } from '../../support/house.mjs';
import { listeningFetch } from './budget.mjs';

const HOUR = 3_600_000;
const at = (ms) => new Date(Date.now() + ms).toISOString();
const SELLER = { sellerName: '云山优选', sellerLicence: 'JY14401060000001' };
const GRANTED = 5000; // points for joining the circle
const DAY_POINTS = 2;
const EXCHANGE_POINTS = 10;
const FEW = 15; // coupons of a template that is soon out
const SHELF = 100_000; // units of each thing at first
const READY_MS_MAX = 60_000;
const AT_ONCE_MAX = 12; // people who are prepared side by side

export const TEAM_LIFE_S = 10;
export const UNPAID_S = 15; // the least there is
const LATE_AFTER_MS = 6000; // when the sale that starts in the middle starts
const SHORT_MS = 12_000; // when the one that ends in the middle ends

// Once, and what comes back is what came back; nothing is tried again behind the caller's back.
const ANSWER_MS_MAX = 8000;
const ONCE = { transport: fetchTransport(listeningFetch), retry: { attemptsMax: 1 }, timeoutMs: ANSWER_MS_MAX };

export const gatewaysOf = ({ urls }) => Object.entries(urls).filter(([name]) => /^gateway/.test(name)).map(([, url]) => url);

// A client at each gateway. Without the refresh token: a token that has ended is told, not renewed.
const clientsAt = (gateways, tokens, headers) => gateways.map((baseUrl) => createLinli({ ...ONCE, baseUrl, headers, ...(tokens && { tokens: { accessToken: tokens.accessToken } }) }));

const addressOf = (number) => ({ 'X-Forwarded-For': `10.77.${number >> 8}.${number & 255}` });

// ---- people

async function newPerson(stage, number) {
  const headers = addressOf(number);
  const linli = createLinli({ baseUrl: stage.gateways[number % stage.gateways.length], transport: fetchTransport(fetch), headers });
  const person = await stage.wechat.person({});
  const { user: { userId } } = await linli.signIn({ code: person.code });
  await linli.verifyPhone({ code: person.phoneCode });
  return { ...person, userId, linli, headers };
}

async function newcomer(stage, number) {
  const person = await newPerson(stage, number);
  const { linli } = person;
  await linli.joinCommunity({ communityId: stage.communityId });
  await linli.joinCircle({ circleId: stage.circleId });
  const { addressId } = await linli.addAddress({ name: `邻居${number}`, phone: `138${String(10_000_000 + number)}`, regionCode: '530102', regionName: '云南省昆明市', street: `${1 + number} 栋`, isDefault: true });
  return {
    userId: person.userId, openid: person.openid, addressId, coupons: [], busy: new Set(), linli,
    at: clientsAt(stage.gateways, linli.tokens, person.headers), guestAt: clientsAt(stage.gateways, null, person.headers),
  };
}

// So many at a time, in order of their numbers.
async function inTurn(count, make) {
  const made = [];
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE_MAX }, async () => {
    while (next < count) {
      const number = next++;
      made[number] = await make(number);
    }
  }));
  return made;
}

// What came for joining is there: from now on a person's points are his own doing.
async function granted(person) {
  const { available } = await until(`${person.userId} has his points`, async () => {
    const points = await person.linli.getPoints({});
    return points.available >= GRANTED && points;
  }, { withinMs: READY_MS_MAX, everyMs: 300 });
  return available;
}

// ---- goods and sales

async function onShelf(operator, product) {
  const { productId } = await operator.createProduct({ ...SELLER, category: '水果', description: '当季', ...product });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  return { productId, skuId };
}

const goods = (operator, title) => onShelf(operator, { title, skus: [{ title: '一箱', listPriceFen: 5980, costPriceFen: 2000, stock: SHELF, weightG: 500 }] });

function saleOf({ saleSkuId, communityId, operator }, changes) {
  return operator.createCampaign({ kind: 'FLASH_SALE', title: '闪购', skuId: saleSkuId, priceFen: 4990, startsAt: at(-60_000), endsAt: at(HOUR), unpaidS: UNPAID_S, communityId, ...changes }).then(({ campaignId }) => campaignId);
}

async function sales(stage) {
  const [open, scarce, single, late, short, team] = await Promise.all([
    saleOf(stage, { title: '敞开', stock: 20_000, perUserLimit: 100 }),
    saleOf(stage, { title: '稀缺', stock: 30, perUserLimit: 3 }),
    saleOf(stage, { title: '一人一件', stock: 500, perUserLimit: 1 }),
    saleOf(stage, { title: '稍后', stock: 500, perUserLimit: 20, startsAt: at(LATE_AFTER_MS) }),
    saleOf(stage, { title: '短促', stock: 500, perUserLimit: 20, endsAt: at(SHORT_MS) }),
    saleOf(stage, { title: '三人团', kind: 'TEAM_BUY', stock: 5000, perUserLimit: 60, teamSize: 2, teamLifeS: TEAM_LIFE_S, starterDiscountFen: 200 }),
  ]);
  return { open, scarce, single, late, short, team };
}

async function service(stage, leader) {
  const { productId, skuId } = await onShelf(stage.operator, { title: '理发', category: '到家', kind: 'PRODUCT_SERVICE', skus: [{ title: '一次', listPriceFen: 3000 }] });
  await stage.operator.publishBookingTerms({ productId, communityId: stage.communityId, atHome: true, reschedulesMax: 1 });
  const { slots: [{ slotId }] } = await leader.linli.createBookingSlots({ productId, slots: [{ startsAt: at(72 * HOUR), endsAt: at(73 * HOUR), capacity: 20 }] });
  return { serviceSkuId: skuId, slotId };
}

async function card({ operator, pointId }) {
  const { skuId } = await onShelf(operator, { title: '瑜伽', category: '运动', kind: 'PRODUCT_CARD', skus: [{ title: '七次卡', listPriceFen: 9999 }] });
  await operator.publishCardTerms({ skuId, sessions: 7, validDays: 30, refundPercent: 100, pointIds: [pointId] });
  return { cardSkuId: skuId };
}

async function article({ operator }) {
  const { productId, skus: [{ skuId }] } = await operator.createProduct({ ...SELLER, title: '十课', category: '知识', kind: 'PRODUCT_CONTENT', skus: [{ title: '全部', listPriceFen: 990 }] });
  await operator.publishArticle({ productId, position: 1, title: '第一课', preview: '先看', text: '再读' });
  await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  return { contentSkuId: skuId };
}

async function templates({ operator }) {
  const off = { kind: 'AMOUNT_OFF', amountFen: 500, thresholdFen: 2000, budgetFen: 10_000_000, validDays: 30, claimEndsAt: at(24 * HOUR) };
  const make = async (template) => (await operator.createTemplate({ ...off, ...template })).templateId;
  const [plenty, few, forPoints] = await Promise.all([
    make({ title: '满 20 减 5', channel: 'CLAIM', perUser: 20 }), make({ title: '限量', channel: 'CLAIM', perUser: 2, budgetCount: FEW }),
    make({ title: '积分换', channel: 'FOR_POINTS', perUser: 20, pointsPrice: EXCHANGE_POINTS }),
  ]);
  return { plenty, few, forPoints };
}

// Once a house: what they give, they would give twice.
async function rules(operator) {
  if ((await operator.listPointsRules({})).rules.length > 0) return;
  await operator.createPointsRule({ title: '加入圈子', trigger: 'ON_CIRCLE_JOINED', points: GRANTED, dayCap: GRANTED, validDays: 365 });
  await operator.createPointsRule({ title: '每日签到', trigger: 'ON_SIGN_IN', points: DAY_POINTS, streakDays: 7, streakPoints: 20, validDays: 365 });
  await operator.createPointsRule({ title: '购物返积分', trigger: 'ON_ORDER_PAID', perYuan: 1, vestDays: 7, validDays: 365 }); // not to be had within a run
  await operator.createPointsRule({ title: '购物得成长值', trigger: 'ON_ORDER_PAID', perYuan: 1, earns: 'EARNS_GROWTH' });
  await operator.setLevels(LEVELS);
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ regionPrefix: '', baseFen: 600, baseG: 1000, stepFen: 100, stepG: 1000, freeFromFen: 20_000 }] });
}

// ---- all of it

let leaders = 0;

// What Estate (journeys/support/round.mjs) asks of a stage.
const forEstate = (stage) => ({
  operator: async () => stage.operator,
  newUser: () => newPerson(stage, 60_000 + leaders++),
  client: () => createLinli({ baseUrl: stage.gateways[0], transport: fetchTransport(fetch), headers: addressOf(65_000) }),
});

async function circle(stage) {
  stage.circleId = (await stage.operator.createCircle({ communityId: stage.communityId, name: '邻里闲话', welcome: '欢迎', notice: '' })).circleId;
}

async function shop(stage, estate) {
  const [one, other, sale] = await Promise.all(['蓝莓', '脐橙', '草莓'].map((title) => goods(stage.operator, title)));
  Object.assign(stage, { shelf: [one.skuId, other.skuId], saleSkuId: sale.skuId });
  const parts = await Promise.all([service(stage, estate.leader), card(stage), article(stage), templates(stage), estate.openRound({ items: [{ skuId: estate.berries, priceFen: '4980', stock: '900', perUserLimit: 60 }] })]);
  const [booked, cards, read, made, round] = parts;
  Object.assign(stage, booked, cards, read, { templates: made, round: { roundId: round.roundId, itemId: round.items[0].itemId } });
}

// What the rules need to know of it (history/rules.mjs).
export const knownOf = (stage, prefix) => ({
  prefix, people: stage.people.map(({ userId }) => userId), dayPoints: DAY_POINTS, exchangePoints: EXCHANGE_POINTS, campaigns: Object.values(stage.sales),
  templates: { [stage.templates.plenty]: { budget: 0, perUser: 20 }, [stage.templates.few]: { budget: FEW, perUser: 2 }, [stage.templates.forPoints]: { budget: 0, perUser: 20 } },
  skus: Object.fromEntries([...stage.shelf, stage.saleSkuId].map((skuId) => [skuId, { stock: SHELF }])),
  granted: Object.fromEntries(stage.people.map(({ userId }, i) => [userId, stage.grants[i]])),
});

// `lab`: { status, wechat, operator }.
export async function prepareStage({ status, wechat, operator }, people) {
  const stage = { gateways: gatewaysOf(status), wechat, operator, unpaidS: UNPAID_S };
  await rules(operator);
  const estate = await Estate.open(forEstate(stage));
  Object.assign(stage, { communityId: estate.communityId, pointId: estate.pointId });
  await circle(stage);
  const [made] = await Promise.all([inTurn(people, (number) => newcomer(stage, number)), shop(stage, estate)]);
  stage.people = made;
  stage.grants = await Promise.all(made.map(granted));
  const { tokens } = operator;
  const { userId } = await operator.getMe({});
  stage.operatorPerson = { userId, openid: '', coupons: [], busy: new Set(), at: clientsAt(stage.gateways, tokens, addressOf(65_001)) };
  stage.templateId = (await made[0].linli.listSubscriptions({})).subscriptions[0].templateId;
  stage.sales = await sales(stage);
  return stage;
}
