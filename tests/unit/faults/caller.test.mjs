// When who is not sure of what became of it asks again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { againMs } from '../../faults/workload/caller.mjs';

const flash = { timeoutMs: 2000 };
const silence = (t0, t1) => ({ t0, t1, status: 0, outcome: 'info' });
const no = (t0) => ({ t0, t1: t0 + 30, status: 400, outcome: 'fail' });
const record = (...attempts) => ({ key: 'k', attempts });

test('who heard nothing asks again, twice', () => {
  assert.deepEqual([1, 2, 3].map((i) => againMs(record(silence(0, 100)), flash, i)), [500, 1000, null]);
});

test('who then hears no asks once more when what was not answered had its time', () => {
  const at = (attempts, i) => againMs(record(...attempts), flash, i) + attempts[attempts.length - 1].t1;
  assert.equal(at([silence(0, 100), no(600)], 2), 100 + 2000 + 2000 + 1500 + 1);
  assert.equal(at([silence(0, 100), silence(600, 900), no(1900)], 3), 900 + 2000 + 2000 + 1500 + 1, 'also after his last try');
  assert.equal(againMs(record(silence(0, 100), no(600), no(5601)), flash, 3), null);
});

test('an overload is over when it is told, and what has no key is asked again as ever', () => {
  assert.equal(againMs(record({ ...silence(10_000, 10_100), status: 503 }, no(10_600)), flash, 2), null);
  assert.equal(againMs({ key: null, attempts: [silence(0, 100), no(600)] }, flash, 2), 1000);
});
