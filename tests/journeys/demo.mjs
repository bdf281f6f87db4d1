// One evening in 云山花园, played by residents through the public API of the house that runs here (make run); with WEEK=1 a leader's
// week, in which days pass by the house's clock.
//
//   node tests/journeys/demo.mjs [--residents 320] [--seed 20]
//   WEEK=1 node tests/journeys/demo.mjs [--neighbours 180] [--seed 7]
//
// A wrong book is a failing exit status. LINLI_STATUS_FILE names another house.

import fs from 'node:fs';
import path from 'node:path';
import { readStatus } from '../../deploy/local/operator.mjs';
import { Watch } from '../faults/support/watch.mjs';
import { printBooks } from './evening/books.mjs';
import { playEvening, WHOLE_EVENING } from './evening/evening.mjs';
import { printLedger } from './week/books.mjs';
import { playWeek, WHOLE_WEEK } from './week/week.mjs';

const option = (name, preset) => {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? preset : Number(process.argv[place + 1]);
};

async function evening() {
  const played = await playEvening(readStatus(), { ...WHOLE_EVENING, residents: option('residents', WHOLE_EVENING.residents), seed: option('seed', 20) });
  played.evening.account.print('The evening');
  return played.books;
}

// Of another number of neighbours nobody can say how many order in the end: some do.
async function week() {
  const neighbours = option('neighbours', WHOLE_WEEK.neighbours);
  const size = neighbours === WHOLE_WEEK.neighbours ? WHOLE_WEEK : { ...WHOLE_WEEK, neighbours, ordersMin: 1 };
  const played = await playWeek(readStatus(), size, { seed: option('seed', 7) });
  played.week.account.print('The week');
  printLedger(played.week.query);
  return played.books;
}

// Meanwhile the rules that hold at every moment are asked every second.
async function watched(play, options) {
  const watch = new Watch(fs.readFileSync(path.join(readStatus().secrets, 'postgres.auditor-url'), 'utf8').trim(), options);
  watch.begin();
  const books = await play();
  return [...books, ...(await watch.end())];
}

const wrong = printBooks(await (process.env.WEEK === '1' ? watched(week, { week: true }) : watched(evening)));
console.log(wrong === 0 ? '\nThe books are right.' : `\n${wrong} books are wrong.`);
process.exit(wrong === 0 ? 0 : 1);
