// An evening in a house that is knocked at all the time (probe.mjs) and struck meanwhile.

import fs from 'node:fs';
import path from 'node:path';
import { createLinli } from '../../../clients/sdk/linli.mjs';
import { readStatus } from '../../../deploy/local/operator.mjs';
import { asker } from '../../journeys/evening/books.mjs';
import { playEvening, SMALL_EVENING } from '../../journeys/evening/evening.mjs';
import { sleep, until } from '../../support/house.mjs';
import { Probe, probeOptions } from './probe.mjs';
import { gapMsMax } from './strike.mjs';

const PROBERS = 24; // each may hold 100 units of the probe's sale
const REGULARS = 4;
const WELL_MS_MAX = 30_000;
const BREATH_MS = 1500;

async function newProber(status, wechat, number, { circleId, communityId }) {
  const urls = Object.entries(status.urls).filter(([name]) => /^gateway/.test(name)).map(([, url]) => url);
  const place = { baseUrl: urls[number % urls.length], headers: { 'X-Forwarded-For': `10.99.0.${number}` } };
  const linli = createLinli({ ...place, transport: probeOptions.transport }); // he comes as everybody does; knocking, nothing is tried again
  const person = await wechat.person({});
  const { user: { userId } } = await linli.signIn({ code: person.code });
  await linli.verifyPhone({ code: person.phoneCode });
  await linli.joinCommunity({ communityId });
  await linli.joinCircle({ circleId });
  return { userId, place, linli: createLinli({ ...place, ...probeOptions, tokens: linli.tokens }) };
}

// Some of them also read on and on, as everybody does, until `isOver`: whoever is struck, somebody is asking, also on a machine so
// busy that the evening's people have gone home by then. What the SDK does not mend for them fails the evening.
async function readOn({ place, linli }, number, circleId, account, isOver) {
  const regular = createLinli({
    ...place, transport: probeOptions.transport, tokens: linli.tokens,
    onExchange: ({ operation, answer, attempt }) => account.exchange(operation, answer.status, attempt),
  });
  const reads = [
    () => regular.getMe({}), () => regular.listPosts({ circleId, pageSize: 3 }), () => regular.listOrders({ pageSize: 3 }),
    () => regular.listCoupons({ pageSize: 3 }), () => regular.getUnread({}),
  ];
  for (let turn = number; !isOver(); turn++) {
    await reads[turn % reads.length]();
    await sleep(100);
  }
}

async function newProbe(status, { operator, wechat, estate }) {
  const [{ circleId }] = estate.circles;
  const now = Date.now();
  const { campaignId } = await operator.createCampaign({
    kind: 'FLASH_SALE', title: '敲门', skuId: estate.products[2].skus[0].skuId, priceFen: 8800, stock: 50_000, perUserLimit: 100,
    startsAt: new Date(now - 60_000).toISOString(), endsAt: new Date(now + 3_600_000).toISOString(), unpaidS: 7200, communityId: estate.community.communityId,
  });
  // All at once: on a busy machine one after the other would come when the evening is over.
  const probers = await Promise.all(Array.from({ length: PROBERS }, (_, number) => newProber(status, wechat, number, { circleId, communityId: estate.community.communityId })));
  const { postId } = await operator.createPost({ circleId, title: '', text: '有人在吗' });
  return { probe: new Probe(probers, { circleId, postId, campaignId }), regulars: probers.slice(0, REGULARS), circleId };
}

// Strikes, one after the other, the next when everybody is served again. Gives for each { name, gap, msMax }.
async function strikeAll(probe, strikes, say) {
  const results = [];
  for (const { name, strike, msMax = gapMsMax(name) } of strikes) {
    const from = Date.now();
    await strike();
    await sleep(BREATH_MS);
    await until(`all are served after ${name}`, () => probe.isWell(Date.now() - 1000), { withinMs: WELL_MS_MAX });
    await sleep(BREATH_MS);
    const gap = probe.worstGap(from, Date.now());
    say(`${name}: no gap above ${gap.ms} ms (${gap.way}${gap.errors && `: ${gap.errors}`})`);
    results.push({ name, gap, msMax });
  }
  return results;
}

// A moment after the flash sale has opened.
export const atTheSale = ({ flash }) => new Date(flash.startsAt).getTime() + 200;

// Plays an evening; strikes `afterMs` after the probe began to knock, or at the moment that `when` says of the evening. Gives
// { strikes, books, evening }.
export async function knockedEvening(house, strikes, { size = SMALL_EVENING, afterMs = 2000, when = () => Date.now() + afterMs } = {}) {
  const status = readStatus(house.statusFile);
  let results;
  let history;
  const { evening, books } = await playEvening(status, size, async (tonight) => {
    const { probe, regulars, circleId } = await newProbe(status, tonight);
    let isOver = false;
    history = probe.history;
    probe.begin();
    const reading = Promise.all(regulars.map((regular, number) => readOn(regular, number, circleId, tonight.account, () => isOver)));
    reading.catch(() => {}); // told below, when all strikes are done
    try {
      await sleep(when(tonight) - Date.now());
      results = await strikeAll(probe, strikes, (text) => tonight.account.say(text));
    } finally {
      isOver = true;
      await probe.end();
    }
    await reading;
  });
  const query = asker(fs.readFileSync(path.join(status.secrets, 'postgres.auditor-url'), 'utf8').trim());
  return { strikes: results, books: [...books, ...(await history.books(query))], evening };
}
