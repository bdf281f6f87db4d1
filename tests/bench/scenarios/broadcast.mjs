// A million people asked to be reminded of one sale: all of them are told while others go on as usual. Nothing grows in memory, and
// who joins a circle meanwhile hears his welcome as soon as ever.
//
//     node tests/bench/scenarios/broadcast.mjs [--audience 1000000] [--build DIR]

import { fillReminders } from '../fill.mjs';
import { judgeOne } from '../goals.mjs';
import { figure, quantile } from '../figures.mjs';
import { joinOf } from '../shop.mjs';
import { sleep, until } from '../../support/house.mjs';
import { say, scenario } from './scenario.mjs';

const LEAD_S = 600; // people are reminded so long before the start
const ROWS_A_SECOND = 20_000; // at least, when they are filled in
const JOINS_A_SECOND = 5;
const GROWN_MB_MAX = 10; // of any of ours
const DELAY_MS_MAX = 1000;
const TOLD_S_MAX = 3600;
const CAMPAIGN_STARTING = 91; // services/notifications/domain/texts.h
const LOOK_EVERY_MS = 1000;

const WELCOMES = (since) => `select extract(epoch from m.created_at - o.created_at) * 1000 as ms from content.outbox o
  left join notifications.messages m on m.event_id = o.id where o.type = 'linli.content.v1.CircleJoined' and o.created_at > '${since}'`;

// A sale that begins when all are in the table; one of them asks by himself, which is what sets the reminding going.
async function audience(shop, count) {
  const { load, port, people } = shop;
  const startsAt = Date.now() + (LEAD_S + 20 + Math.ceil(count / ROWS_A_SECOND)) * 1000;
  const { campaignId } = await shop.newSale(1, { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(startsAt + 3600_000).toISOString() });
  await fillReminders(shop, campaignId, count - 1);
  const template = `PUT /v1/campaigns/${campaignId}/reminder HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {0}\r\nX-Forwarded-For: {1}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{}`;
  const asked = await load.run(port, { people, template }, { connections: 1, seconds: 5, warmUp: 0, requests: 1 });
  if (asked.successes !== 1) throw new Error(`nobody could ask to be reminded: ${JSON.stringify(asked.byStatus)}`);
  return { campaignId, startsMs: startsAt - LEAD_S * 1000 };
}

const toldOf = (shop, campaignId) => Number(shop.house.query(`select count(*) from notifications.messages where link_id = '${campaignId}' and kind = ${CAMPAIGN_STARTING}`)[0].count);

// MB of each of ours, at every look: { name: [mb] }.
function note(samples, parts) {
  for (const [name, { rss }] of parts) (samples[name] ??= []).push(rss);
}

async function tell(shop, { campaignId, startsMs }, count) {
  const samples = {};
  await until('it begins', () => Date.now() >= startsMs, { withinMs: 120_000 + (count / ROWS_A_SECOND) * 2000, everyMs: 500 });
  const [{ now }] = shop.house.query('select now()::text as now');
  const joined = { people: shop.people, template: joinOf(shop.circles[0]) };
  const began = Date.now();
  let joins = Promise.resolve();
  let told = 0;
  while (told < count) {
    if (Date.now() - began > TOLD_S_MAX * 1000) throw new Error(`${told} of ${count} were told within ${TOLD_S_MAX} s`);
    await joins;
    await shop.renewTokens();
    joins = shop.load.run(shop.port, joined, { connections: 4, seconds: 1, warmUp: 0, rate: JOINS_A_SECOND });
    joins.catch(() => {}); // told when it is waited for
    await sleep(LOOK_EVERY_MS);
    note(samples, shop.memory.parts());
    told = toldOf(shop, campaignId);
  }
  await joins;
  return { samples, now, seconds: (Date.now() - began) / 1000, told };
}

await scenario({
  name: 'broadcast', title: 'A message to everybody',
  defaults: { audience: 1_000_000 }, smallest: { audience: 1_000_000 },
  async measure({ audience: count }, open) {
    const shop = await open();
    await shop.prime();
    const { samples, now, seconds, told } = await tell(shop, await audience(shop, count), count);
    say(`${told} people were told in ${figure(seconds)} s`);
    await until('the last welcome is there', () => shop.house.query(WELCOMES(now)).every(({ ms }) => ms !== ''), { withinMs: 60_000, everyMs: 500 });
    const delays = shop.house.query(WELCOMES(now)).map(({ ms }) => Number(ms));
    // From the first look to the highest: a start that takes what it needs is not what is asked about.
    const grown = Object.entries(samples).map(([name, mb]) => [name, mb[0], Math.max(...mb), Math.max(...mb) - mb[0]]);
    return {
      rows: [
        judgeOne({ what: 'most that one of ours grew by meanwhile', of: 'broadcast-memory', unit: 'MB', most: GROWN_MB_MAX }, [Math.max(...grown.map(([, , , more]) => more))]),
        judgeOne({ what: 'p99 of the delay of other messages', of: 'broadcast-delay', unit: 'ms', most: DELAY_MS_MAX }, [quantile(delays, 0.99)]),
      ],
      tables: [
        { title: `${told.toLocaleString('en-US')} people told, others welcomed meanwhile`, head: ['told a second', 'welcomes', 'median delay, ms', 'p99, ms', 'longest, ms'], rows: [[told / seconds, delays.length, quantile(delays, 0.5), quantile(delays, 0.99), Math.max(...delays)]] },
        { title: 'Memory meanwhile, MB resident', head: ['process', 'at first', 'most', 'grown by'], rows: grown },
      ],
    };
  },
});
