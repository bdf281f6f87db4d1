// What was begun last is ended first, and nothing is left out.

import assert from 'node:assert/strict';
import test from 'node:test';
import { endsOf } from '../../faults/support/ends.mjs';

// A test that is over when `over()` is called.
function newTest() {
  const hooks = [];
  return { after: (hook) => hooks.push(hook), over: async () => { for (const hook of hooks) await hook(); } };
}

test('the last that was begun is ended first, one after the other', async () => {
  const t = newTest();
  const ended = [];
  const atEnd = endsOf(t);
  atEnd(() => { ended.push('house'); });
  atEnd(async () => { await new Promise(setImmediate); ended.push('killer'); });
  await t.over();
  assert.deepEqual(ended, ['killer', 'house']);
});

test('an end that fails fails the test, and the others are played', async () => {
  const t = newTest();
  const ended = [];
  const atEnd = endsOf(t);
  atEnd(() => { ended.push('house'); });
  atEnd(() => { throw new Error('the killer was killed'); });
  await assert.rejects(t.over(), /the killer was killed/);
  assert.deepEqual(ended, ['house']);
});
