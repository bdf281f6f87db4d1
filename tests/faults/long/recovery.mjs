// How soon all is well again, each measured several times, with what was promised: a service that was killed, NATS, PostgreSQL and Redis
// that were, peers that are gone without a word; and that nobody notices a rolling restart. For a machine that does nothing else.
//
//     node --test tests/faults/long/recovery.mjs       LINLI_FAULTS_TIMES=3     each so often
//                                                      LINLI_FAULTS=nats,stop   only tests with such a word in their name

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fetchTransport } from '../../../clients/sdk/linli.mjs';
import { readStatus } from '../../../deploy/local/operator.mjs';
import { openHouse, program, sleep, until } from '../../support/house.mjs';
import { deliveries } from '../lab/jetstream.mjs';
import { whileDown } from '../lab/processes.mjs';
import { assertPid, signal, stopWhole } from '../lab/signals.mjs';
import { connectProxy } from '../lab/proxy.mjs';
import { psql } from '../lab/psql.mjs';
import { Callers, complaints, isWell, longest, Tokens } from '../support/callers.mjs';
import { convergence } from '../support/converge.mjs';
import { Crowd } from '../support/crowd.mjs';
import { Front } from '../support/front.mjs';
import { kill, OURS } from '../support/strike.mjs';
import { isInTime, lineOf } from '../support/times.mjs';
import { houseUrl } from '../wrecks.mjs';

const TIMES = Number(process.env.LINLI_FAULTS_TIMES ?? 3);
const WAITING_ROWS = 10_000;

// Milliseconds.
const SERVICE_MS_MAX = 2000;
const NATS_MS_MAX = 3000;
const DRAINED_MS_MAX = 10_000;
const POSTGRES_MS_MAX = 10_000;
const REDIS_MS_MAX = 3000;
const SILENT_MS_MAX = 15_000;
// Once somebody has heard 503. Of the bus a gateway knows by itself, and says so at once. Of PostgreSQL each service finds out for itself
// (PULSE_SILENT_MS, shared/db/pulse.h), and whoever asks one that has not, hears no at the end of his method's time at the latest: 2,000 ms
// by the contract, and 500 ms of the way there and back. Of Redis nobody hears.
const REFUSED_MS_MAX = { nats: 1000, postgres: 2000 + 500 };
const LOOK_MS_MAX = 1000;
const GIVE_UP_MS = 30_000;
const BREATH_MS = 1500;
const LOOK = { withinMs: GIVE_UP_MS, everyMs: 20 };

let opened, house, status, proxy, tokens;
let current; // of them, since the last calling began

before(async () => {
  const words = ['--any-ports', '--seed', '--through', program('../tests/linli-fault-proxy'), ...OURS.flatMap((name) => ['--replicas', `${name}=2`])];
  opened = await openHouse({ own: true, words });
  house = opened.house;
  status = readStatus(house.statusFile);
  proxy = await connectProxy(status);
  tokens = new Tokens(status);
});
after(async () => {
  proxy?.close();
  await opened?.close();
});

const ours = () => house.status().processes.filter(({ service }) => OURS.includes(service));

async function isReady({ opsPort }) {
  return fetch(`http://127.0.0.1:${opsPort}/readyz`, { signal: AbortSignal.timeout(LOOK_MS_MAX) }).then((answer) => answer.status === 200, () => false);
}

const allReady = () => until('all are ready', async () => (await Promise.all(ours().map(isReady))).every(Boolean), LOOK);

// Prints, and has the last word.
function judge(t, ...measured) {
  for (const one of measured) t.diagnostic(lineOf(one));
  const late = measured.filter((one) => !isInTime(one)).map(lineOf);
  assert.deepEqual(late, []);
}

const wanted = process.env.LINLI_FAULTS?.split(',');

function measure(name, run) {
  if (wanted && !wanted.some((word) => name.includes(word))) return;
  test(name, async (t) => {
    current = await tokens.fresh();
    await run(t);
  });
}

// Callers ask on until `act` is over and a while longer. Gives when somebody who asked after the strike was last not served, since then.
async function whileAsked(act, { msAfter = BREATH_MS } = {}) {
  current = await tokens.fresh();
  const callers = new Callers(status.urls.gateway, current).begin();
  await sleep(BREATH_MS);
  const struckAt = callers.now();
  const result = await act(callers);
  await sleep(msAfter);
  await callers.end();
  const earlier = callers.heard.filter(({ at, ms }) => at + ms < struckAt);
  assert.ok(earlier.length > 10 && earlier.every(isWell), `before: ${complaints(earlier)}`);
  const bad = callers.heard.filter((one) => one.at + one.ms >= struckAt && !isWell(one));
  return { result, bad, struckAt, wellMs: Math.max(0, ...bad.map(({ at }) => at - struckAt)), underWay: callers.heard.filter(({ at }) => at >= struckAt) };
}

// ---- kill -9

measure('each of ours is ready again after kill -9', async (t) => {
  await allReady();
  const ms = Object.fromEntries(OURS.map((name) => [name, []]));
  for (let time = 0; time < TIMES; time++) {
    for (const { name, service } of ours()) {
      const { pid, at } = kill(house, name);
      await until(`${name} is back`, () => house.process(name).ready && house.process(name).pid !== pid, LOOK);
      ms[service].push(Date.now() - at);
      await sleep(BREATH_MS);
    }
  }
  judge(t, ...OURS.map((name) => ({ name: `${name}: ready again`, goalMs: SERVICE_MS_MAX, ms: ms[name] })));
});

// Names of who is connected, each as often as he is.
async function connected() {
  const answer = await fetch(`http://127.0.0.1:${house.port('nats.monitor')}/connz?limit=1000`).then((response) => response.json(), () => ({ connections: [] }));
  return answer.connections.map(({ name }) => name).sort();
}

const has = (there, before) => before.every((name) => there.filter((one) => one === name).length >= before.filter((one) => one === name).length);

measure('nats is killed: everybody is connected again, and served', async (t) => {
  await allReady();
  const again = [], served = [];
  for (let time = 0; time < TIMES; time++) {
    const before = await connected();
    assert.ok(before.length >= ours().length, `${before.length} connections`);
    const { result, wellMs } = await whileAsked(async () => {
      const { at } = kill(house, 'nats');
      await sleep(100);
      await until('all are connected again', async () => has(await connected(), before), LOOK);
      return Date.now() - at;
    }, { msAfter: 2 * NATS_MS_MAX });
    again.push(result);
    served.push(wellMs);
  }
  judge(t, { name: 'NATS: all connected again', goalMs: NATS_MS_MAX, ms: again }, { name: 'NATS: all served again', goalMs: NATS_MS_MAX, ms: served });
});

// Events of their own, as they would have been told meanwhile.
const TELL = `insert into groupbuy.outbox (id, type, aggregate_id, version, payload)
  select gen_random_uuid(), type, gen_random_uuid(), 1, payload from (select type, payload from groupbuy.outbox where type like '%.ProductPublished' limit 1) one, generate_series(1, ${WAITING_ROWS})`;
const waiting = () => Number(house.query('select count(*) from groupbuy.outbox where published_at is null')[0].count);

measure(`nats comes back to ${WAITING_ROWS} events that wait`, async (t) => {
  await allReady();
  const drained = [];
  for (let time = 0; time < TIMES; time++) {
    await whileDown(house, 'nats', async () => {
      await psql(houseUrl('admin', house.statusFile), ['-c', TELL]);
      assert.ok(waiting() >= WAITING_ROWS);
    });
    const at = Date.now();
    await until('nothing waits', () => waiting() === 0, { withinMs: 2 * GIVE_UP_MS, everyMs: 100 });
    drained.push(Date.now() - at);
    await allReady();
  }
  judge(t, { name: `${WAITING_ROWS} events that waited are published`, goalMs: DRAINED_MS_MAX, ms: drained });
});

measure('postgres is killed: everybody is ready again, and served', async (t) => {
  await allReady();
  const ready = [], served = [];
  for (let time = 0; time < TIMES; time++) {
    const { result, wellMs } = await whileAsked(async () => {
      const { pid, at } = kill(house, 'postgres');
      await until('PostgreSQL is back', () => house.process('postgres').ready && house.process('postgres').pid !== pid, LOOK);
      await allReady();
      return Date.now() - at;
    }, { msAfter: 2 * BREATH_MS });
    ready.push(result);
    served.push(wellMs);
  }
  judge(t, { name: 'PostgreSQL: all ready again', goalMs: POSTGRES_MS_MAX, ms: ready }, { name: 'PostgreSQL: all served again', goalMs: POSTGRES_MS_MAX, ms: served });
});

const gateways = () => ours().filter(({ service }) => service === 'gateway');

async function redisSeen(one) {
  const text = await (await fetch(`http://127.0.0.1:${one.opsPort}/metrics`)).text();
  return /^linli_gateway_redis_connected 1$/m.test(text);
}

// Who asks at a gateway makes it ask Redis: a request without a key would not do.
async function askAll() {
  for (const { port } of gateways()) await fetch(`http://127.0.0.1:${port}/v1/me`, { headers: { authorization: `Bearer ${current[0]}` } }).then((answer) => answer.arrayBuffer());
}

const allSee = (expected) => until(`every gateway ${expected ? 'has' : 'misses'} Redis`, async () => {
  await askAll();
  return (await Promise.all(gateways().map(redisSeen))).every((seen) => seen === expected);
}, LOOK);

measure('redis is killed: gateways limit together again, and nobody notices', async (t) => {
  await allReady();
  await allSee(true);
  const together = [], noticed = [];
  for (let time = 0; time < TIMES; time++) {
    const { result, bad } = await whileAsked(async () => {
      const { pid, at } = kill(house, 'redis');
      await until('Redis is back', () => house.process('redis').ready && house.process('redis').pid !== pid, LOOK);
      await allSee(true);
      return Date.now() - at;
    });
    together.push(result);
    noticed.push(...bad);
  }
  judge(t, { name: 'Redis: gateways limit together again', goalMs: REDIS_MS_MAX, ms: together });
  assert.equal(complaints(noticed), '');
});

// ---- gone without a word

const stopped = (name) => {
  const struck = stopWhole(house.process(name).pid);
  return () => struck.forEach((one) => signal(one, 'SIGCONT'));
};
const held = (name) => proxy.hold(`*.${name}`).then(() => () => proxy.heal(`*.${name}`));
const SILENCES = { stop: stopped, hold: held };

// Who needs it says that he is not ready; of Redis, gateways say that they miss it.
const mind = { nats: () => ours(), postgres: () => ours().filter(({ service }) => service !== 'gateway') };
const found = (name) => (name === 'redis' ? allSee(false) : until(`who needs ${name} is not ready`, async () => (await Promise.all(mind[name]().map(isReady))).every((ready) => !ready), LOOK));

// { foundMs: until all who need it said so, refusedMs: the longest that anybody waited for his no, atOnceMs: and of those who asked when
// somebody had heard 503 (NaN: nobody did), bad }
async function silence(how, name) {
  const { result: { foundMs, healedAt }, bad } = await whileAsked(async (callers) => {
    const at = callers.now();
    const heal = await SILENCES[how](name);
    try {
      await found(name);
      const ms = callers.now() - at;
      await sleep(2 * BREATH_MS);
      return { foundMs: ms, healedAt: callers.now() };
    } finally {
      await heal();
    }
  });
  await (name === 'redis' ? allSee(true) : allReady());
  const knownAt = Math.min(...bad.filter(({ status: heard }) => heard === 503).map(({ at, ms }) => at + ms));
  return { foundMs, refusedMs: longest(bad), atOnceMs: longest(bad.filter(({ at, ms }) => at > knownAt && at + ms < healedAt)), bad };
}

for (const how of Object.keys(SILENCES)) {
  for (const name of ['nats', 'postgres', 'redis']) {
    measure(`${how} ${name}: it is found out, and callers know at once`, async (t) => {
      await allReady();
      const seen = [];
      for (let time = 0; time < TIMES; time++) seen.push(await silence(how, name));
      t.diagnostic(`${name}: ${complaints(seen.flatMap(({ bad }) => bad)) || 'nobody noticed'}`);
      const told = [{ name: `${how} ${name}: found out`, goalMs: SILENT_MS_MAX, ms: seen.map(({ foundMs }) => foundMs) }];
      if (name === 'redis') {
        judge(t, ...told);
        return assert.ok(seen.every(({ bad }) => bad.length === 0), 'nobody needs Redis');
      }
      return judge(t, ...told,
        { name: `${how} ${name}: a no takes, at all`, goalMs: null, ms: seen.map(({ refusedMs }) => refusedMs) },
        { name: `${how} ${name}: a no takes, once somebody has heard 503`, goalMs: REFUSED_MS_MAX[name], ms: seen.map(({ atOnceMs }) => atOnceMs) });
    });
  }
}

// Who was connected is not told that nobody is there any more; who connects anew is welcome. What a nats-server before 2.9.16 delivers to
// a dead connection counts as a sign of its life, so no service is stranded on the bus here.
for (const route of ['gateway*.nats', '*.postgres', '*.redis']) {
  measure(`strand ${route}: it is given up`, async (t) => {
    await allReady();
    await allSee(true);
    const again = [], served = [];
    for (let time = 0; time < TIMES; time++) {
      const { open, opened: openedBefore } = await proxy.stat(route);
      assert.ok(open >= 2, `${open} connections`);
      const { result, wellMs } = await whileAsked(async () => {
        const at = Date.now();
        await proxy.strand(route);
        await until('there are connections again', async () => {
          if (route === '*.redis') await askAll();
          return (await proxy.stat(route)).opened - openedBefore >= 2;
        }, LOOK);
        return Date.now() - at;
      }, { msAfter: SILENT_MS_MAX });
      await proxy.heal(route);
      await allReady();
      again.push(result);
      served.push(wellMs);
    }
    judge(t, { name: `strand ${route}: two connect anew`, goalMs: SILENT_MS_MAX, ms: again }, { name: `strand ${route}: all served again`, goalMs: SILENT_MS_MAX, ms: served });
  });
}

// ---- a rolling restart

// How often each durable's events were handled, once each.
function handled() {
  const services = ['auth', 'content', 'groupbuy', 'coupons', 'notifications'];
  const rows = house.query(services.map((name) => `select consumer, count(*) from ${name}.inbox group by 1`).join(' union all '));
  return new Map(rows.map(({ consumer, count }) => [consumer, Number(count)]));
}

// So many deliveries of each durable were of what had been delivered before.
const repeats = async () => {
  const there = handled();
  return [...(await deliveries(house))].reduce((sum, [name, { delivered }]) => sum + delivered - (there.get(name) ?? 0), 0);
};

const underWayOf = async (service) => [...(await deliveries(house))].reduce((sum, [name, { underWay }]) => sum + (name.startsWith(`${service}-`) ? underWay : 0), 0);

async function endOneAfterTheOther() {
  let underWay = 0;
  for (const { name, service } of ours()) {
    underWay += await underWayOf(service);
    const { pid, started } = house.process(name);
    assert.ok(signal({ pid: assertPid(pid, name), started }, 'SIGTERM'), `${name} has just ended`);
    await until(`${name} is back`, () => house.process(name).ready && house.process(name).pid !== pid, LOOK);
    await sleep(BREATH_MS / 3);
  }
  return underWay;
}

measure('a rolling restart of everything: nobody notices', async (t) => {
  await allReady();
  const front = new Front(house).begin();
  const crowd = await Crowd.gather(house, { transport: fetchTransport(front.fetch) });
  await crowd.newSale();
  await convergence(house);
  const repeatsBefore = await repeats();
  const callers = new Callers(status.urls.gateway, await tokens.fresh(), front.fetch).begin();
  crowd.begin();
  await sleep(BREATH_MS);
  const began = Date.now();
  const underWay = await endOneAfterTheOther();
  const tookMs = Date.now() - began;
  await sleep(BREATH_MS);
  await Promise.all([crowd.end(), callers.end()]);
  await front.end();
  const { ms } = await convergence(house);
  const repeated = (await repeats()) - repeatsBefore;
  const failed = callers.heard.filter((one) => !isWell(one));
  const orders = crowd.heard.filter(({ status: heard }) => heard !== 200);
  t.diagnostic(`${ours().length} processes in ${tookMs} ms: ${callers.heard.length + crowd.heard.length} requests, ${failed.length + orders.length} failed (${complaints(failed)} ${orders.map(({ status: heard }) => heard).join(' ')}); ${repeated} events delivered again, ${underWay} were under way; all handled ${ms} ms after`);
  assert.ok(callers.heard.length > 100 && crowd.heard.length > 100, 'somebody asked');
  assert.deepEqual([complaints(failed), orders.map(({ status: heard }) => heard)], ['', []]);
  assert.ok(repeated <= underWay, `${repeated} events were delivered again, ${underWay} were under way`);
});
