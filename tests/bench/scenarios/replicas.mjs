// One sale, and one, two, four replicas of groupbuy that have a part of a processor each: does a second one sell as much again? The
// gateway, PostgreSQL, NATS and who asks are outside of the cap.
//
//     node tests/bench/scenarios/replicas.mjs [--cap 0.2] [--counts 1,2,4] [--passes 5] [--seconds 3] [--build DIR]

import fs from 'node:fs';
import { Cgroup } from '../cgroup.mjs';
import { judgeOne } from '../goals.mjs';
import { figure } from '../figures.mjs';
import { capacityOf, say, scenario } from './scenario.mjs';

const GOALS = { 2: 1.9, 4: 3.6 };
const CONNECTIONS = 256;

// Of all processors, since the machine started: [busy, all].
function processorTime() {
  const [, ...ticks] = fs.readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/);
  const all = ticks.slice(0, 8).reduce((sum, one) => sum + Number(one), 0);
  return { busy: all - Number(ticks[3]) - Number(ticks[4]), all };
}

// Orders a second of each pass, how busy the machine was, and how often the replicas had used up their part.
async function withReplicas(open, close, { count, cap, passes, seconds }) {
  const shop = await open({ words: ['--replicas', `groupbuy=${count}`] });
  const replicas = shop.house.status().processes.filter(({ service }) => service === 'groupbuy').map(({ pid }) => pid);
  if (replicas.length !== count) throw new Error(`${replicas.length} replicas of groupbuy, not ${count}`);
  const groups = replicas.map((pid) => {
    const group = new Cgroup(`groupbuy-${pid}`);
    group.take([pid]);
    group.cap(cap);
    return group;
  });
  try {
    const before = processorTime();
    const { rates } = await capacityOf(shop, { passes, seconds, connections: CONNECTIONS, refusals: true });
    const after = processorTime();
    return { count, rates, busy: (after.busy - before.busy) / (after.all - before.all), throttled: groups.reduce((sum, group) => sum + group.throttled(), 0) / count };
  } finally {
    for (const group of groups) group.close();
    await close();
  }
}

await scenario({
  name: 'replicas', title: 'One, two, four replicas of groupbuy',
  defaults: { cap: 0.2, counts: '1,2,4', passes: 5, seconds: 3 }, smallest: { passes: 5, seconds: 3 },
  async measure({ cap, counts, passes, seconds }, open, close) {
    const all = [];
    for (const count of counts.split(',').map(Number)) {
      all.push(await withReplicas(open, close, { count, cap, passes, seconds }));
      say(`${count}: the machine was ${figure(all.at(-1).busy * 100)} % busy`);
    }
    const [first] = all;
    return {
      rows: all.slice(1).map(({ count, rates }) => judgeOne({ what: `orders of ${count} replicas / of ${first.count}, each ${cap} of a processor`, of: `replicas-${count}`, least: GOALS[count] ?? count * 0.9 }, rates.map((rate, pass) => rate / first.rates[pass]))),
      rates: Object.fromEntries(all.map(({ count, rates }) => [`${count} × groupbuy`, rates])),
      tables: [{ title: 'What stood in the way', head: ['replicas', 'machine busy, %', 'their part was used up, % of the time'], rows: all.map(({ count, busy, throttled }) => [count, busy * 100, throttled * 100]) }],
    };
  },
});
