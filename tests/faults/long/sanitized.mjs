// An evening in a house whose processes were built with a sanitizer (cmake -DLINLI_SANITIZE=thread): with people in it and
// strikes upon it, no process has anything to report.
//
//     LINLI_BUILD=build-thread node --test tests/faults/long/sanitized.mjs

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SMALL_EVENING } from '../../journeys/evening/evening.mjs';
import { newFolder, PrivateHouse } from '../../support/house.mjs';
import { assertBooks } from '../support/assert_books.mjs';
import { atTheSale, knockedEvening } from '../support/knocked.mjs';
import { emptyRedis, isBack, kill } from '../support/strike.mjs';

const STRUCK = ['nats', 'redis', 'postgres'];
// The address sanitizer says so of every program with a makecontext; shared/rpc/fiber.c tells it of each change of stack.
const NO_REPORT = /^==\d+==WARNING: ASan doesn't fully support makecontext\/swapcontext functions and may produce false positives in some cases!$/gm;
const GAP_MS_MAX = 30_000; // it is slow; tests/faults/kills.test.mjs looks at the clock

const SIZE = { ...SMALL_EVENING, residents: 45, talkMs: 2000, flash: { stock: 15, unpaidS: 30 }, teams: { count: 8, complete: 5, size: 3, lifeS: 40 } };

test('nothing is reported', async () => {
  const folder = newFolder();
  const house = new PrivateHouse(folder);
  const reports = path.join(folder, 'report');
  // What settings are called is kept as long as the process: no leak. Leaks are looked for in the programs of each tier.
  const options = ['TSAN_OPTIONS', 'ASAN_OPTIONS', 'UBSAN_OPTIONS'].map((name) => [name, `detect_leaks=0 log_path=${reports} ${process.env[name] ?? ''}`]);
  try {
    await house.start({ words: ['--any-ports', '--seed'], settings: Object.fromEntries(options) });
    const struck = STRUCK.map((name) => ({ name, strike: () => isBack(house, kill(house, name)), msMax: GAP_MS_MAX }));
    const { books } = await knockedEvening(house, [...struck, { name: 'Redis emptied', strike: () => emptyRedis(house), msMax: GAP_MS_MAX }], { size: SIZE, when: atTheSale });
    assertBooks(books.filter(({ name }) => !name.startsWith('memory')));
  } finally {
    await house.stop();
    const said = fs.readdirSync(folder).filter((name) => name.startsWith('report')).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
    house.forget();
    assert.equal(said.join('\n').replace(NO_REPORT, '').trim(), '');
  }
});
