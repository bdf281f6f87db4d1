// What went unanswered may still come: until its time is over no refusal is final for its key. Time is the test's.

import assert from 'node:assert/strict';
import test from 'node:test';
import { fakeClock, loadSdk } from './support.mjs';

const { createLinli } = loadSdk();
const OPEN_MS = 2000 + 2000; // x-linli-timeout-ms of the fixture, and the slack

const NOTHING = null;
const YES = { status: 201, body: { teamId: 't1' } };
const no = (code = 'SOLD_OUT', status = 400) => ({ status, body: { code } });
const busy = (code, retryAfter) => ({ status: 503, headers: retryAfter ? { 'retry-after': retryAfter } : {}, body: { code } });

// A server that gives these answers one after the other, the last on and on. `sent`: { key, attempt, atMs }.
function stage(answers, options = {}) {
  const clock = fakeClock();
  const sent = [];
  const transport = {
    send({ headers }) {
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      sent.push({ key: headers['Idempotency-Key'], attempt: headers['Idempotency-Attempt'], atMs: clock.now() });
      return { answer: answer ? Promise.resolve({ headers: {}, ...answer }) : Promise.reject(new Error('broken')), abort() {} };
    },
  };
  const linli = createLinli({ baseUrl: 'http://x', transport, clock, ...options });
  // What a call gives: the answer, or the code it is refused with.
  const hear = (call) => clock.run(call(linli).catch(({ code }) => code));
  return { sent, clock, hear, join: (callOptions) => hear(() => linli.joinTeam({ teamId: 't1' }, callOptions)) };
}

test('refused after an attempt that was not answered: asked once more when that one’s time is over', async () => {
  const { sent, join } = stage([NOTHING, no(), YES]);
  assert.deepEqual(await join(), YES.body);
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map(({ key }) => key)).size, 1);
  assert.deepEqual(sent.map(({ attempt }) => attempt), ['1', '2', '3']);
  assert.ok(sent[1].atMs < 1000, 'the first two follow each other quickly');
  assert.equal(sent[2].atMs, sent[0].atMs + OPEN_MS);
});

test('a second call under the same key is told no too early no more than the first', async () => {
  const { clock, hear } = stage([NOTHING, no(), no(), YES]);
  const heard = await hear(async (linli) => {
    const first = linli.joinTeam({ teamId: 't1' }, { idempotencyKey: 'k' }).catch(({ code }) => code);
    await clock.sleep(300); // the first one waits by then
    const second = linli.joinTeam({ teamId: 't1' }, { idempotencyKey: 'k' }).catch(({ code }) => code);
    return Promise.all([first, second]);
  });
  assert.deepEqual(heard, [YES.body, YES.body]);
});

test('what is answered then is final', async () => {
  const { sent, join } = stage([NOTHING, no(), no('TEAM_FULL', 409)]);
  assert.equal(await join(), 'TEAM_FULL');
  assert.equal(sent.length, 3);
});

test('the last attempt that was not answered counts, also when it is the one that was to be final', async () => {
  const { sent, join } = stage([NOTHING, no(), NOTHING, no(), YES]);
  assert.deepEqual(await join(), YES.body);
  assert.equal(sent[2].atMs, OPEN_MS);
  assert.equal(sent[4].atMs, 2 * OPEN_MS);
});

test('a refusal of what was always answered is final at once', async () => {
  for (const answers of [[no()], [busy('OVERLOADED'), no()], [busy('NOT_AVAILABLE'), no()], [{ status: 409, body: { code: 'IN_PROGRESS' } }, no()]]) {
    const { sent, join } = stage(answers);
    assert.equal(await join(), 'SOLD_OUT');
    assert.equal(sent.length, answers.length);
  }
});

test('an answer of somebody who does not know is none', async () => {
  for (const [status, code] of [[504, 'TIMED_OUT'], [502, undefined], [503, undefined]]) {
    const { sent, join } = stage([{ status, body: { code } }, no(), YES]);
    assert.deepEqual(await join(), YES.body, `${status} ${code}`);
    assert.equal(sent[2].atMs, OPEN_MS);
  }
});

test('a refusal after its time is final', async () => {
  const { sent, join } = stage([NOTHING, busy('OVERLOADED', '5'), no()]);
  assert.equal(await join(), 'SOLD_OUT');
  assert.equal(sent.length, 3);
});

test('a key that comes again in another call is remembered, until it was answered', async () => {
  const { sent, join } = stage([NOTHING, no(), YES]);
  assert.equal(await join({ idempotencyKey: 'mine', retry: { attemptsMax: 1 } }), 'NETWORK');
  assert.deepEqual(await join({ idempotencyKey: 'mine' }), YES.body);
  assert.equal(sent[2].atMs, OPEN_MS);

  const known = stage([NOTHING, YES, no()]);
  assert.deepEqual(await known.join({ idempotencyKey: 'mine' }), YES.body);
  assert.equal(await known.join({ idempotencyKey: 'mine' }), 'SOLD_OUT');
  assert.equal(known.sent.length, 3, 'at once');
});

test('another key is another matter', async () => {
  const { sent, join } = stage([NOTHING, no()]);
  assert.equal(await join({ idempotencyKey: 'mine', retry: { attemptsMax: 1 } }), 'NETWORK');
  assert.equal(await join({ idempotencyKey: 'other' }), 'SOLD_OUT');
  assert.equal(sent.length, 2);
});

test('who is refused for who he is, or for how often he asks, is told at once', async () => {
  for (const [status, code] of [[401, 'TOKEN_INVALID'], [429, 'RATE_LIMITED']]) {
    const { sent, join } = stage([NOTHING, no(code, status)]);
    assert.equal(await join(), code);
    assert.equal(sent.length, 2);
  }
});

test('who wants nothing repeated is told at once', async () => {
  const { sent, join } = stage([NOTHING, no()], { retry: { attemptsMax: 1 } });
  assert.equal(await join({ idempotencyKey: 'mine' }), 'NETWORK');
  assert.equal(await join({ idempotencyKey: 'mine' }), 'SOLD_OUT');
  assert.equal(sent.length, 2);
});

test('what has no key is refused at once', async () => {
  for (const call of [(linli) => linli.getTeam({ teamId: 't1' }), (linli) => linli.renameTeam({ teamId: 't1', name: 'x' })]) {
    const { sent, hear } = stage([NOTHING, no('NOT_HERE', 404)]);
    assert.equal(await hear(call), 'NOT_HERE');
    assert.equal(sent.length, 2);
  }
});

test('asked once more also when nothing is left to spend on repeating', async () => {
  const outage = [...Array(100).fill(busy('OVERLOADED')), NOTHING, no(), YES];
  const { sent, join } = stage(outage, { retry: { totalWaitMsMax: 400 } });
  while (sent.length < 100) await join();
  assert.equal(await join({ idempotencyKey: 'mine' }), 'NETWORK', 'nothing is left');
  assert.deepEqual(await join({ idempotencyKey: 'mine' }), YES.body);
});

test('a clock that is set back makes nobody wait for longer', async () => {
  const { clock, join } = stage([NOTHING, no(), YES]);
  assert.equal(await join({ idempotencyKey: 'mine', retry: { attemptsMax: 1 } }), 'NETWORK');
  clock.pass(-3_600_000);
  assert.deepEqual(await join({ idempotencyKey: 'mine' }), YES.body);
  assert.deepEqual(clock.slept, [OPEN_MS]);

  const meanwhile = stage([NOTHING, no(), no()], { onExchange: () => meanwhile.clock.pass(meanwhile.sent.length === 3 ? -3_600_000 : 0) });
  assert.equal(await meanwhile.join(), 'SOLD_OUT');
  assert.equal(meanwhile.sent.length, 3);
});
