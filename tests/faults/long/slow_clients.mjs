// Two thousand clients whose headers do not end, and two thousand whose bodies do not: the others hardly notice, and each is cut within
// ten seconds. A gateway of its own, with room for them. For a machine that does nothing else.
//
//     node --test tests/faults/long/slow_clients.mjs       LINLI_FAULTS_SLOW=2000    so many of each kind

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import readline from 'node:readline';
import { test } from 'node:test';
import { GatewayHouse } from '../../support/gateway.mjs';
import { ROOT, until } from '../../support/house.mjs';
import { endsOf } from '../support/ends.mjs';
import { timesAlone } from '../support/times.mjs';

const SLOW = Number(process.env.LINLI_FAULTS_SLOW ?? 2000);
const TURNS = 3;
const BASES = 3; // a turn
const ASKED = 600;
const CUT_MS_MAX = 10_000;
const TIMES_BASE_MAX = 2;
const RATES = 'read=100000/1:100000 write=1/1:1 login=1/1:1 money=1/1:1 callback=1/1:1';
// As long as they may take, so that all of them are there while the others are measured.
const SETTINGS = { LINLI_GATEWAY_CONNECTIONS_MAX: '8192', LINLI_GATEWAY_HEADER_MS: '7000', LINLI_GATEWAY_BODY_MS: '7000', LINLI_GATEWAY_USER_RATES: RATES, LINLI_GATEWAY_ADDRESS_RATES: RATES };

async function p99(house, agent) {
  const times = [];
  for (let i = 0; i < ASKED; i++) {
    const began = performance.now();
    assert.equal((await house.request('GET', '/v1/things/1', { agent })).status, 200);
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.ceil(ASKED * 0.99) - 1];
}

// Gives { next }: what it says, one after the other.
function slowCrowd(port) {
  const child = spawn(process.execPath, [path.join(ROOT, 'tests', 'faults', 'support', 'slow_crowd.mjs'), port, SLOW, SLOW].map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'close');
  return { next: async () => JSON.parse((await lines.next()).value), end: () => { child.kill('SIGKILL'); return ended; } };
}

test(`${SLOW} slow headers and ${SLOW} slow bodies: others' p99 at most twice what it was, each cut within ${CUT_MS_MAX} ms`, async (t) => {
  const house = await GatewayHouse.start({ settings: SETTINGS });
  const atEnd = endsOf(t);
  atEnd(() => house.stop());
  await house.play('linli.sample.v1.Sample.GetThing', ({ text }) => [[1, text(1)]]);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  atEnd(() => agent.destroy());
  await p99(house, agent);
  const turns = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const bases = [];
    for (let i = 0; i < BASES; i++) bases.push(await p99(house, agent));
    const crowd = slowCrowd(house.port);
    atEnd(() => crowd.end());
    await crowd.next();
    const held = await house.metric('linli_gateway_connections');
    const among = await p99(house, agent);
    const heldAfter = await house.metric('linli_gateway_connections');
    const { cut, medianMs, worstMs } = await crowd.next();
    const p99s = `p99 ${bases.map((ms) => ms.toFixed(2)).join(', ')} ms, among ${held} to ${heldAfter} connections ${among.toFixed(2)} ms`;
    t.diagnostic(`${p99s}; ${cut} cut after ${medianMs} ms (median), ${worstMs} ms at most`);
    assert.ok(Math.min(held, heldAfter) > SLOW, `only ${held} to ${heldAfter} of ${2 * SLOW} were there`);
    assert.equal(cut, 2 * SLOW);
    assert.ok(worstMs <= CUT_MS_MAX, `one was borne ${worstMs} ms`);
    turns.push({ bases, among });
    await until('they are gone', async () => (await house.metric('linli_gateway_connections')) < 10);
  }
  const times = timesAlone(turns.flatMap(({ bases }) => bases), turns.map(({ among }) => among));
  assert.ok(times <= TIMES_BASE_MAX, `${times.toFixed(2)} times: ${JSON.stringify(turns)}`);
});
