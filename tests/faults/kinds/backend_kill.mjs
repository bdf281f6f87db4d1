// PostgreSQL ends sessions of a service, any of them: one that waits, or one in the middle of a transaction.

import { sleep } from '../../support/house.mjs';
import { between } from '../lab/plan.mjs';

const anyOf = (service) => `select count(pg_terminate_backend(pid)) from (
  select pid from pg_stat_activity where usename = 'linli_${service}' order by state = 'active' desc, random() limit 1) one`;

export default {
  kind: 'backend_kill',
  weight: 2,
  targets: ({ services }) => services.filter((name) => name !== 'gateway'),
  words: (chance) => ({ times: between(chance, [1, 8]), everyMs: between(chance, [50, 400]) }),
  async strike(lab, { target, words: { times, everyMs } }) {
    const ending = (async () => {
      for (let i = 0; i < times; i++) {
        await lab.insist(`a session of ${target} ends`, () => lab.ask(anyOf(target)));
        await sleep(everyMs);
      }
    })();
    ending.catch(() => {}); // told when it is waited for
    return () => ending;
  },
};
