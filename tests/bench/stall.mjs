// The generator judged by itself: a server that stands still for a second in the middle must be seen in the p99 that is reported.
// A generator that waits for an answer before it asks again hides that: nobody was asking meanwhile.

import { signal } from '../faults/lab/signals.mjs';
import { sleep } from '../support/house.mjs';

const SECONDS = 4;
const STALL_MS = 1000;
const RATE = 400;

// Milliseconds of p99 and of the longest, and how often the server was asked. `server`: { pid, started }; throws when it is not there
// any more.
export async function stall({ load, port, server, request }) {
  const race = load.run(port, request, { connections: 64, seconds: SECONDS, warmUp: 0.5, rate: RATE });
  race.catch(() => {}); // told when it is waited for
  await sleep(2000);
  if (!signal(server, 'SIGSTOP')) throw new Error('stall: the server has ended');
  try {
    await sleep(STALL_MS);
  } finally {
    signal(server, 'SIGCONT');
  }
  // Connections that stood idle while it stood still may be closed as it wakes: who was just asking over one broke off.
  const result = await race;
  if (result.answers === 0 || result.byStatus[request.status] !== result.answers) throw new Error(`stall: not the answers that were expected: ${JSON.stringify(result.byStatus)}`);
  return { p99Ms: result.p99Us / 1000, maxMs: result.maxUs / 1000, p50Ms: result.p50Us / 1000, answers: result.answers };
}
