// One evening in 云山花园, played by residents through the public API of the house that runs here (make run).
//
//   node tests/journeys/demo.mjs [--residents 320] [--seed 20]
//
// A wrong book is a failing exit status. LINLI_STATUS_FILE names another house.

import { readStatus } from '../../deploy/local/operator.mjs';
import { printBooks } from './evening/books.mjs';
import { playEvening, WHOLE_EVENING } from './evening/evening.mjs';

const option = (name, preset) => {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? preset : Number(process.argv[place + 1]);
};

const { evening, books } = await playEvening(readStatus(), { ...WHOLE_EVENING, residents: option('residents', WHOLE_EVENING.residents), seed: option('seed', 20) });
evening.account.print();
const wrong = printBooks(books);
console.log(wrong === 0 ? '\nThe books are right.' : `\n${wrong} books are wrong.`);
process.exit(wrong === 0 ? 0 : 1);
