// How much a client asks of a server that is not well. Time and chance are the test's.

import assert from 'node:assert/strict';
import test from 'node:test';
import { fakeClock, loadSdk } from './support.mjs';

const { createLinli } = loadSdk();

// answers(nowMs) gives { status, headers?, code? }.
function stage(answers, options = {}) {
  const clock = fakeClock();
  const stageOf = { sent: 0, clock };
  const transport = {
    send() {
      stageOf.sent++;
      const { status, headers = {}, code = 'OVERLOADED' } = answers(clock.now());
      return { answer: Promise.resolve({ status, headers, body: status < 300 ? { teamId: 't1' } : { code } }), abort() {} };
    },
  };
  stageOf.linli = createLinli({ baseUrl: 'http://x', transport, clock, ...options });
  return stageOf;
}

const quiet = (promise) => promise.catch((problem) => problem);

test('in an outage that goes on, a client asks little more than its user does', async () => {
  const asked = stage(() => ({ status: 503 }));
  for (let i = 0; i < 600; i++) {
    await asked.clock.run(quiet(asked.linli.getTeam({ teamId: 't1' })));
    asked.clock.pass(100);
  }
  const seconds = asked.clock.now() / 1000;
  assert.ok(asked.sent <= 600 + 40 + seconds * 0.25 + 1, `${asked.sent} requests for 600 calls in ${seconds} s`);
  assert.ok(asked.sent >= 640, 'at first it does repeat');
});

test('a tenth of what is answered may be repeated, no more', async () => {
  let number = 0;
  const half = stage(() => ({ status: number++ % 2 ? 503 : 200 }));
  for (let i = 0; i < 2000; i++) await half.clock.run(quiet(half.linli.getTeam({ teamId: 't1' })));
  const allowed = 2000 + 40 + 200 + (half.clock.now() / 1000) * 0.25 + 1;
  assert.ok(half.sent <= allowed, `${half.sent} requests for 2,000 calls, ${allowed} allowed`);
});

test('a restart of ten seconds is not noticed by an app that has just been opened', async () => {
  const { linli, clock } = stage((nowMs) => (nowMs < 10_000 ? { status: 503, code: 'NOT_AVAILABLE' } : { status: 200 }));
  const answers = await clock.run(Promise.all(Array.from({ length: 4 }, () => linli.getTeam({ teamId: 't1' }))));
  assert.equal(answers.length, 4);
});

test('what was spent comes back with time', async () => {
  let well = false;
  const slow = stage(() => ({ status: well ? 200 : 503 }));
  for (let i = 0; i < 20; i++) await slow.clock.run(quiet(slow.linli.getTeam({ teamId: 't1' })));
  const before = slow.sent;
  await slow.clock.run(quiet(slow.linli.getTeam({ teamId: 't1' })));
  assert.ok(slow.sent - before <= 3, 'nothing is left');
  slow.clock.pass(60_000);
  const later = slow.sent;
  await slow.clock.run(quiet(slow.linli.getTeam({ teamId: 't1' })));
  assert.ok(slow.sent - later >= 8);
  well = true;
});

test('Retry-After is the least, in seconds or as a date', async () => {
  for (const text of ['3', new Date(Date.now() + 4000).toUTCString()]) {
    const asked = stage((nowMs) => (nowMs === 0 ? { status: 503, headers: { 'retry-after': text } } : { status: 200 }));
    await asked.clock.run(asked.linli.getTeam({ teamId: 't1' }));
    assert.equal(asked.sent, 2);
    assert.ok(asked.clock.slept[0] >= 2000 && asked.clock.slept[0] <= 4300, String(asked.clock.slept[0]));
  }
});

test('who waits for what another attempt holds waits to the end of the fifteen seconds', async () => {
  const held = (nowMs) => (nowMs < 14_900 ? { status: 409, headers: { 'retry-after': '1' }, code: 'IN_PROGRESS' } : { status: 200 });
  const { linli, clock } = stage(held);
  clock.random = () => 1;
  assert.equal((await clock.run(linli.getTeam({ teamId: 't1' }))).teamId, 't1');
  assert.equal(clock.now(), 15_000);

  const late = stage(() => ({ status: 409, headers: { 'retry-after': '1' }, code: 'IN_PROGRESS' }));
  assert.equal((await late.clock.run(quiet(late.linli.getTeam({ teamId: 't1' })))).code, 'IN_PROGRESS');
  assert.ok(late.clock.now() <= 15_000);
});

test('a person who asks too often is told at once, a script waits for its turn', async () => {
  const limited = (nowMs) => (nowMs < 1000 ? { status: 429, headers: { 'retry-after': '1' }, code: 'RATE_LIMITED' } : { status: 200 });

  const person = stage(limited);
  assert.equal((await person.clock.run(quiet(person.linli.getTeam({ teamId: 't1' })))).code, 'RATE_LIMITED');
  assert.equal(person.sent, 1);

  const script = stage(limited, { retry: { waitWhenLimited: true } });
  assert.equal((await script.clock.run(script.linli.getTeam({ teamId: 't1' }))).teamId, 't1');
  assert.equal(script.sent, 2);
  assert.ok(script.clock.slept[0] >= 1000, 'not before the server said');
});
