// Loads the demo estate into a running house, through the product's own operations: the first operator is made with
// `linlictl operator create`, signs in by WeChat, and sets up estate.json as an operator would. What is there already (by its name)
// stays; <run>/estate.json, written last, remembers the ids and tells a second run that there is nothing to do.
//
//     node deploy/local/seed.mjs        settings: LINLI_STATUS_FILE (.run/status.json), LINLI_BIN_DIR (build/bin)

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinli, fetchTransport } from '../../clients/sdk/linli.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const status = JSON.parse(fs.readFileSync(process.env.LINLI_STATUS_FILE ?? path.join(root, '.run/status.json'), 'utf8'));
const linlictl = path.join(process.env.LINLI_BIN_DIR ?? path.join(root, 'build/bin'), 'linlictl');
const remembered = path.join(status.run, 'estate.json');
const estate = JSON.parse(fs.readFileSync(path.join(root, 'deploy/local/estate.json'), 'utf8'));

// One thing of a list, by a field's value; made when it is not there.
async function ensure(items, field, value, make) {
  for await (const item of items) if (item[field] === value) return item;
  return make();
}

async function wechat(place, body) {
  const response = await fetch(`${status.urls.wechat}/_ctl${place}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`the WeChat stand-in: ${place}: ${await response.text()}`);
  return response.json();
}

// The operator, signed in: { linli, openid, userId }.
async function openOperator() {
  const appId = fs.readFileSync(path.join(status.run, 'wechat/app_id'), 'utf8').trim();
  const person = await wechat('/user', { openid: 'operator_of_the_demo_estate' });
  execFileSync(linlictl, ['operator', 'create', appId, person.openid, estate.operator.nickname], {
    cwd: root, env: { ...process.env, LINLI_STATE_DIR: status.run }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  const linli = createLinli({ baseUrl: status.urls.gateway, transport: fetchTransport(fetch) });
  const session = await linli.signIn({ code: person.code });
  await linli.verifyPhone({ code: person.phoneCode });
  return { linli, openid: person.openid, userId: session.user.userId };
}

const daysFromNow = (days) => new Date(Date.now() + days * 86_400_000).toISOString();

async function seedCommunity(linli) {
  const { name } = estate.community;
  const community = await ensure(linli.pages('listCommunities', {}), 'name', name, () => linli.createCommunity(estate.community));
  await linli.joinCommunity({ communityId: community.communityId });
  return community.communityId;
}

async function seedCircles(linli, communityId) {
  const circles = {};
  for (const wanted of estate.circles) {
    const circle = await ensure(linli.pages('listCircles', { communityId }), 'name', wanted.name, () => linli.createCircle({ communityId, ...wanted }));
    circles[wanted.name] = circle.circleId;
  }
  for (const { circle, title, text } of estate.posts) {
    await ensure(linli.pages('listPosts', { circleId: circles[circle] }), 'title', title, () => linli.createPost({ circleId: circles[circle], title, text }));
  }
  return circles;
}

async function seedProducts(linli) {
  const products = {};
  for (const wanted of estate.products) {
    const product = await ensure(linli.pages('listProducts', {}), 'title', wanted.title, async () => {
      const made = await linli.createProduct(wanted);
      return linli.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
    });
    products[wanted.title] = { productId: product.productId, skuId: product.skus[0].skuId };
  }
  return products;
}

async function seedCampaigns(linli, communityId, products) {
  const campaigns = {};
  for (const { product, days, ...wanted } of estate.campaigns) {
    const campaign = await ensure(linli.pages('listCampaigns', { communityId }), 'title', wanted.title, () => linli.createCampaign({
      ...wanted, skuId: products[product].skuId, communityId, startsAt: new Date().toISOString(), endsAt: daysFromNow(days),
    }));
    campaigns[wanted.title] = campaign.campaignId;
  }
  return campaigns;
}

async function seedCoupons(linli, communityId) {
  const templates = {};
  for (const { days, ...wanted } of estate.coupons) {
    const template = await ensure(linli.pages('listTemplates', {}), 'title', wanted.title, () => linli.createTemplate({
      ...wanted, ...(wanted.channel === 'WELCOME' && { communityId }), claimEndsAt: daysFromNow(days),
    }));
    templates[wanted.title] = template.templateId;
  }
  return templates;
}

async function main() {
  if (fs.existsSync(remembered)) return;
  const { linli, openid, userId } = await openOperator();
  const communityId = await seedCommunity(linli);
  const coupons = await seedCoupons(linli, communityId);
  const circles = await seedCircles(linli, communityId);
  const products = await seedProducts(linli);
  const campaigns = await seedCampaigns(linli, communityId, products);
  fs.writeFileSync(remembered, `${JSON.stringify({ communityId, operator: { openid, userId }, circles, products, campaigns, coupons }, null, 2)}\n`);
  console.log(`${estate.community.name}: ${Object.keys(circles).length} circles, ${Object.keys(products).length} products, ${Object.keys(campaigns).length} campaigns`);
}

await main();
