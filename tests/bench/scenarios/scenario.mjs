// What all scenarios share: words of the command line, a house that is closed whatever happens, the file of what was measured.

import { median } from '../figures.mjs';
import { check } from '../load.mjs';
import { readOptions, tooSmall } from '../options.mjs';
import { writeFile } from '../report/file.mjs';
import { printFile } from '../report/text.mjs';
import { PEOPLE, Shop } from '../shop.mjs';

const DEFAULTS = { build: 'build', people: PEOPLE };

// smallest: options below which a run only shows that it runs. measure(options, open) gives { rows, latencies, tables };
// open(words of Shop) gives an open one, closed in the end.
export async function scenario({ name, title, defaults, smallest, measure }) {
  const options = readOptions(process.argv.slice(2), { ...DEFAULTS, out: `bench-${name}.json`, ...defaults });
  process.env.LINLI_BUILD = options.build;
  process.env.LINLI_CLOCK = 'database'; // what production has
  const shops = [];
  const open = async (how = {}) => {
    const shop = new Shop({ build: options.build, people: options.people, ...how });
    shops.push(shop);
    return shop.open();
  };
  const close = async () => {
    while (shops.length) await shops.pop().close();
  };
  try {
    const measured = await measure(options, open, close);
    printFile(writeFile(options, { name, title, small: tooSmall(options, smallest), ...measured }));
  } finally {
    await close();
  }
}

export const say = (words) => process.stderr.write(`  ${words}\n`);

// Orders a second, closed loop, in a sale of its own: the median of some passes. refusals: some may hear that the house is full;
// those who were let in count.
export async function capacityOf(shop, { passes, seconds, connections = 128, refusals = false }) {
  await shop.prime();
  const request = shop.orderRequest(await shop.newSale());
  const rates = [];
  for (let pass = 0; pass < passes; pass++) {
    const result = await shop.load.run(shop.port, request, { connections, seconds, warmUp: 1 });
    if (!refusals) check('order', result, request.status);
    const rate = (result.outcomes[request.status]?.inTime ?? 0) / seconds;
    await shop.settled();
    rates.push(rate);
    say(`capacity, pass ${pass + 1}: ${rate.toFixed(0)} orders a second`);
  }
  return { rates, peak: median(rates) };
}
