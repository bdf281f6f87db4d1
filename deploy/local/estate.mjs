// The demo estate: 云山花园, 2,000 households, its circles, its shelf, its welcome pack. Loaded through the product's own
// API by an operator; loading it again finds what is there.

export const COMMUNITY = { name: '云山花园', address: '云山路 88 号', households: 2000 };

export const CIRCLES = [
  { name: '车位互助', welcome: '欢迎！车位闲置、求租都可以发在这里。', notice: '请写清楚楼栋和时段。' },
  { name: '二手闲置', welcome: '欢迎！闲置物品请附上实际情况。', notice: '当面交易，注意安全。' },
  { name: '亲子乐园', welcome: '欢迎各位爸爸妈妈！', notice: '周六上午有亲子活动。' },
  { name: '运动搭子', welcome: '欢迎！约球、跑步、骑行都可以。', notice: '羽毛球场每周三晚。' },
];

const SELLER = { sellerName: '云山优选', sellerLicence: 'JY14401060000001' };

export const PRODUCTS = [
  { title: '云南蓝莓', category: '水果', description: '当季现摘，坏果包赔。', food: { origin: '云南澄江', shelfLifeDays: 7, storage: '0–4 ℃ 冷藏', licence: 'JY14401060000001' }, skus: [{ title: '125 g × 4', listPriceFen: 5980, costPriceFen: 800, stock: 100000, weightG: 500 }] },
  { title: '赣南脐橙', category: '水果', description: '5 斤装，皮薄多汁。', food: { origin: '江西赣州', shelfLifeDays: 30, storage: '阴凉通风', licence: 'JY14401060000001' }, skus: [{ title: '5 斤', listPriceFen: 3990, costPriceFen: 1500, stock: 100000, weightG: 2500 }] },
  { title: '东北大米', category: '粮油', description: '五常稻花香。', food: { origin: '黑龙江五常', shelfLifeDays: 365, storage: '阴凉干燥', licence: 'JY14401060000001' }, skus: [{ title: '10 kg', listPriceFen: 8900, costPriceFen: 5000, stock: 100000, weightG: 10000 }] },
];

// Who supplies all of it, and by what right.
const SUPPLIER = { name: '云山果蔬合作社', contractNumber: 'YS-2026-01', contractEndsOn: '2099-12-31' };
const LICENCE = { kind: 'LICENCE_FOOD', number: 'JY14401060000002', expiresOn: '2099-12-31' };

const WELCOME = { title: '新邻居见面礼：满 20 减 5', kind: 'AMOUNT_OFF', amountFen: 500, thresholdFen: 2000, channel: 'WELCOME', budgetFen: 100_000_000, perUser: 1, validDays: 30 };

// How points are earned here. An order's can be spent a week after it was paid.
export const POINTS_RULES = [
  { title: '购物返积分', trigger: 'ON_ORDER_PAID', perYuan: 1, vestDays: 7, validDays: 365 },
  { title: '加入圈子', trigger: 'ON_CIRCLE_JOINED', points: 10, dayCap: 20, validDays: 365 },
  { title: '每日签到', trigger: 'ON_SIGN_IN', points: 2, streakDays: 7, streakPoints: 20, validDays: 365 },
  { title: '邀请邻居', trigger: 'ON_INVITED_BOUGHT', points: 50, dayCap: 500, vestDays: 7, validDays: 365 },
  { title: '受邀首单', trigger: 'ON_BOUGHT_AS_INVITED', points: 20, vestDays: 7, validDays: 365 },
  { title: '发布帖子', trigger: 'ON_POST_PUBLISHED', points: 5, dayCap: 15, validDays: 365 },
  { title: '购物得成长值', trigger: 'ON_ORDER_PAID', perYuan: 1, earns: 'EARNS_GROWTH' },
];

export const LEVELS = {
  decayPercent: 50,
  levels: [
    { name: '邻友', threshold: 10, benefits: ['会员专属活动'] },
    { name: '银邻', threshold: 500, keepGrowth: 300, benefits: ['会员专属活动', '生日礼包'] },
    { name: '金邻', threshold: 3000, keepGrowth: 1500, benefits: ['会员专属活动', '生日礼包', '专属社群'] },
  ],
};

async function find(pages, matches) {
  for await (const item of pages) if (matches(item)) return item;
  return undefined;
}

async function community(operator) {
  return (await find(operator.pages('listCommunities', {}), (one) => one.name === COMMUNITY.name)) ?? operator.createCommunity(COMMUNITY);
}

async function circles(operator, communityId) {
  const there = new Map();
  for await (const circle of operator.pages('listCircles', { communityId })) there.set(circle.name, circle);
  const all = [];
  for (const circle of CIRCLES) all.push(there.get(circle.name) ?? (await operator.createCircle({ communityId, ...circle })));
  return all;
}

async function supplier(operator) {
  const there = await find(operator.pages('listSuppliers', {}), (one) => one.name === SUPPLIER.name);
  const { supplierId } = there ?? await operator.createSupplier(SUPPLIER);
  await operator.setSupplierLicence({ supplierId, ...LICENCE });
  return supplierId;
}

async function products(operator) {
  const supplierId = await supplier(operator);
  const there = new Map();
  for await (const product of operator.pages('listProducts', {})) there.set(product.title, product);
  const all = [];
  for (const product of PRODUCTS) {
    if (there.has(product.title)) {
      all.push(there.get(product.title));
      continue;
    }
    const { productId, skus } = await operator.createProduct({ ...SELLER, ...product });
    for (const [i, { skuId }] of skus.entries()) await operator.setSkuSupplier({ skuId, supplierId, costPriceFen: product.skus[i].costPriceFen });
    all.push(await operator.setProductStatus({ productId, status: 'ON_SHELF' }));
  }
  return all;
}

async function welcomePack(operator, communityId) {
  const there = await find(operator.pages('listTemplates', { channel: 'WELCOME' }), (template) => template.communityId === communityId);
  if (there) return there;
  const nextYear = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 11, 31)).toISOString();
  // The list may be a second old: the key makes sure that two loaders make one.
  return operator.createTemplate({ ...WELCOME, communityId, claimEndsAt: nextYear }, { idempotencyKey: `estate-welcome-${communityId}` });
}

async function pointsRules(operator) {
  const there = new Set();
  for await (const rule of operator.pages('listPointsRules', {})) there.add(rule.title);
  for (const rule of POINTS_RULES) {
    if (!there.has(rule.title)) await operator.createPointsRule(rule, { idempotencyKey: `estate-${rule.earns ?? 'points'}-${rule.trigger}` });
  }
}

async function levels(operator) {
  if ((await operator.getLevels()).version === 0) await operator.setLevels(LEVELS);
}

// `operator`: a client signed in as an operator. Gives { community, circles, products }.
export async function loadEstate(operator) {
  const found = await community(operator);
  await welcomePack(operator, found.communityId);
  await pointsRules(operator);
  await levels(operator);
  return { community: found, circles: await circles(operator, found.communityId), products: await products(operator) };
}
