// Many who ask at once: how often a key was sent is told truly, and a yes is heard whenever it comes.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import test from 'node:test';
import { Rush } from '../../faults/support/rush.mjs';

// A gateway that answers with these, one after the other, [status, answer]; { rush, attempts: [which try each said it was] }.
async function asking(t, answers) {
  const attempts = [];
  const server = http.createServer((request, response) => {
    attempts.push(request.headers['idempotency-attempt']);
    const [status, answer] = answers.shift();
    request.resume().on('end', () => response.writeHead(status).end(JSON.stringify(answer)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const rush = new Rush([server.address().port], 'sale');
  t.after(() => {
    rush.end();
    server.close();
  });
  return { rush, attempts };
}

const PERSON = { user: 'li', token: 'x', address: '10.0.0.1' };
const NO = [400, { code: 'SOLD_OUT' }], YES = [201, { orderId: 'o1' }], NOTHING = [503, { code: 'NOT_AVAILABLE' }];

test('who asks again under his key says that it is not the first time', async (t) => {
  const { rush, attempts } = await asking(t, [NOTHING, YES, YES]);
  await rush.ask(PERSON, 'a', { again: true });
  assert.deepEqual(attempts, ['1', '2', '3']);
});

test('a yes after a no is his, and stands in the account with the no', async (t) => {
  const { rush } = await asking(t, [NO, YES]);
  const { heard, orderId } = await rush.ask(PERSON, 'a', { again: true });
  assert.deepEqual([heard, orderId], ['yes', 'o1']);
  const [{ heard: last, earlier: [{ heard: first, code }] }] = rush.asked;
  assert.deepEqual([first, code, last], ['no', 'SOLD_OUT', 'yes']);
});
