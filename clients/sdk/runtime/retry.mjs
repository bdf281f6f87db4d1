// When a call is tried again, and after how long. Only what may be repeated is: reads, calls that set a state, and calls
// with an idempotency key. A process that starts again is back within 5 s, a database within 10: who asked meanwhile should
// not notice, so the attempts last for the 15 s that anybody waits.

import { NETWORK } from './problem.mjs';

const ATTEMPTS_MAX = 9;
const FIRST_WAIT_MS = 200;
const WAIT_MS_MAX = 4000;
const TOTAL_WAIT_MS_MAX = 15000;

export const DEFAULT_RETRY = {
  attemptsMax: ATTEMPTS_MAX, firstWaitMs: FIRST_WAIT_MS, waitMsMax: WAIT_MS_MAX, totalWaitMsMax: TOTAL_WAIT_MS_MAX,
};

function passesByItself(problem) {
  if (problem.code === NETWORK) return true;
  if (problem.status === 409) return problem.code === 'IN_PROGRESS' || problem.code === 'CONFLICT';
  return problem.status === 502 || problem.status === 503 || problem.status === 504;
}

// Milliseconds to wait before the next attempt; -1: give up. Doubles, drawn by chance so that a crowd does not come back
// at once; what the server asks for is the least.
export function waitBeforeRetry(problem, attempt, waitedMs, retry) {
  if (attempt >= retry.attemptsMax || !passesByItself(problem)) return -1;
  const most = Math.min(retry.firstWaitMs * Math.pow(2, attempt - 1), retry.waitMsMax);
  const chance = most / 2 + Math.random() * (most / 2);
  const wait = problem.retryAfterMs >= 0 ? problem.retryAfterMs + Math.random() * most : chance;
  return waitedMs + wait > retry.totalWaitMsMax ? -1 : Math.round(wait);
}

export function sleep(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
