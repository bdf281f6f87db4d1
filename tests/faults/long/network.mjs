// Each kind of trouble of the network, one after the other, on a house with two of each of ours that is being asked all the
// time: how long callers wait for their refusal meanwhile, and how soon after the healing all is well again.
//
//     node --test tests/faults/long/network.mjs        LINLI_FAULTS=hold,'strand *.postgres'    only these

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readStatus } from '../../../deploy/local/operator.mjs';
import { openHouse, program, sleep } from '../../support/house.mjs';
import { connectProxy } from '../lab/proxy.mjs';
import { Callers, complaints, counts, isWell, most, Tokens } from '../support/callers.mjs';
import { OURS } from '../support/strike.mjs';

const HELD_MS = 6000;
const STRANDED_MS = 24_000;
const WATCH_MS = 12_000;

// Milliseconds: after a healing the bus is there again; a peer that is gone without a word has been given up; a caller knows
// that he is not served; the gateway, when its own bus is silent, has found out, and from then on callers know at once.
const RECONNECT_MS_MAX = 3000;
const SILENT_MS_MAX = 15_000;
const REFUSED_MS_MAX = 2500;
const FOUND_OUT_MS_MAX = 1500;
const AT_ONCE_MS_MAX = 1000;

let opened, proxy, tokens, url;

before(async () => {
  opened = await openHouse({ own: true, words: ['--any-ports', '--through', program('../tests/linli-fault-proxy'), ...OURS.flatMap((name) => ['--replicas', `${name}=2`])] });
  const status = readStatus(opened.house.statusFile);
  proxy = await connectProxy(status);
  url = status.urls.gateway;
  tokens = new Tokens(status);
});
after(async () => {
  proxy?.close();
  await opened?.close();
});

// Strikes, waits, heals, watches. `wellMs`: since the healing (or the strike, when it should pass by itself), until when
// somebody who asked was not served.
async function trouble(t, route, strike, { ms = HELD_MS, byItself = false } = {}) {
  const callers = new Callers(url, await tokens.fresh()).begin();
  await sleep(1000);
  const struckAt = callers.now();
  await strike();
  await sleep(ms);
  await proxy.heal('*');
  const healedAt = callers.now();
  await sleep(WATCH_MS);
  await callers.end();
  const earlier = callers.heard.filter(({ at }) => at < struckAt - 200);
  const during = callers.heard.filter(({ at }) => at >= struckAt && at < healedAt);
  const from = byItself ? struckAt : healedAt;
  const bad = callers.heard.filter((one) => one.at >= struckAt && !isWell(one));
  const seen = {
    wellMs: bad.length ? Math.round(bad[bad.length - 1].at - from) : -Infinity,
    refusedMs: most(bad.map((one) => one.ms)), slowestMs: most(during.map((one) => one.ms)),
    onceFoundMs: most(bad.filter(({ at }) => at > struckAt + FOUND_OUT_MS_MAX).map((one) => one.ms)),
  };
  t.diagnostic(`${t.name}: ${during.length} asked, ${counts(during, ({ status }) => status)}; slowest ${seen.slowestMs} ms, refused after at most ${seen.refusedMs} ms, ${seen.onceFoundMs} ms once it was found out; last not served ${seen.wellMs} ms after the ${byItself ? 'strike' : 'healing'}`);
  if (bad.length) t.diagnostic(`  ${complaints(bad)}`);
  assert.ok(earlier.length > 10 && earlier.every(isWell), `before: ${complaints(earlier)}`);
  assert.ok(seen.wellMs <= (byItself ? SILENT_MS_MAX : RECONNECT_MS_MAX), `not served ${seen.wellMs} ms after`);
  assert.ok(seen.refusedMs <= REFUSED_MS_MAX, `heard of it after ${seen.refusedMs} ms`);
  if (/^(gateway|\*)\.nats$/.test(route)) assert.ok(seen.onceFoundMs <= AT_ONCE_MS_MAX, `heard of it after ${seen.onceFoundMs} ms`);
}

// What a nats-server before 2.9.16 delivers to a dead connection counts as a sign of its life: as long as it is sent
// requests it is never asked, and goes on swallowing them. So no service of two is stranded on the bus here.
const EVERYWHERE = ['gateway.nats', '*.nats', 'groupbuy-2.postgres', '*.postgres', '*.redis', 'auth.*'];
const KINDS = {
  hold: { strike: (route) => proxy.hold(route) },
  up: { strike: (route) => proxy.hold(route, 'up'), targets: ['gateway.nats', '*.postgres'] },
  down: { strike: (route) => proxy.hold(route, 'down'), targets: ['gateway.nats', '*.postgres'] },
  refuse: { strike: (route) => proxy.refuse(route), targets: ['*.nats', '*.postgres'] },
  reset: { strike: (route) => proxy.reset(route), targets: ['*.nats', '*.postgres'] },
  cut: { strike: (route) => proxy.cut(route, 'down', 500), targets: ['*.nats', '*.postgres'] },
  strand: { strike: (route) => proxy.strand(route), targets: ['gateway.nats', 'groupbuy-2.postgres', '*.postgres', '*.redis'], ms: STRANDED_MS, byItself: true },
};

const only = process.env.LINLI_FAULTS?.split(',');

for (const [kind, { strike, targets = EVERYWHERE, ...how }] of Object.entries(KINDS)) {
  for (const target of targets) {
    if (only && !only.includes(kind) && !only.includes(`${kind} ${target}`)) continue;
    test(`${kind} ${target}`, (t) => trouble(t, target, () => strike(target), how));
  }
}
