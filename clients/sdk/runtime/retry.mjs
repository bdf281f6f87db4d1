// When a call is tried again, and after how long. Only what may be repeated is: reads, calls that set a state, and calls
// with an idempotency key. A process that starts again is back within 5 s, a database within 10: who asked meanwhile should
// not notice, so the attempts last for the 15 s that anybody waits.

import { NETWORK } from './problem.mjs';

const ATTEMPTS_MAX = 12;
const FIRST_WAIT_MS = 200;
const WAIT_MS_MAX = 4000;
const TOTAL_WAIT_MS_MAX = 15000;

// What a client may spend on repeating, over all its calls. It lasts for an app that is opened while a process restarts; in an
// outage that goes on it is soon gone, and then a call is one request: a crowd of clients adds little to what its people ask for.
const BUDGET_MAX = 40;
const BUDGET_PER_ANSWER = 0.1;
const BUDGET_PER_S = 0.25;

export const DEFAULT_RETRY = {
  attemptsMax: ATTEMPTS_MAX, firstWaitMs: FIRST_WAIT_MS, waitMsMax: WAIT_MS_MAX, totalWaitMsMax: TOTAL_WAIT_MS_MAX,
  // Who asks too often is told at once; a script with a list to work off rather waits for its turn.
  waitWhenLimited: false,
};

export function passesByItself(problem) {
  if (problem.code === NETWORK) return true;
  if (problem.status === 409) return problem.code === 'IN_PROGRESS' || problem.code === 'CONFLICT';
  return problem.status === 502 || problem.status === 503 || problem.status === 504;
}

// clock: { now(), random() }.
export function createRetryBudget(clock) {
  let left = BUDGET_MAX;
  let atMs = clock.now();

  function fill(more) {
    const nowMs = clock.now();
    left = Math.min(BUDGET_MAX, left + more + (Math.max(0, nowMs - atMs) / 1000) * BUDGET_PER_S);
    atMs = nowMs;
  }

  return {
    // The server is well: it answered, if only with a refusal.
    earn: () => fill(BUDGET_PER_ANSWER),
    // False when there is nothing left to spend.
    spend() {
      fill(0);
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

const isWorthWaiting = (problem, retry) => passesByItself(problem) || (retry.waitWhenLimited && problem.status === 429);

// What is left of the time is worth one more attempt, if the server may be asked by then.
function lastWait(problem, waitedMs, retry) {
  const left = retry.totalWaitMsMax - waitedMs;
  return left > 0 && left >= problem.retryAfterMs ? left : -1;
}

// Milliseconds to wait before the next attempt; -1: give up. Doubles, drawn by chance so that a crowd does not come back
// at once; what the server asks for is the least.
export function waitBeforeRetry(problem, attempt, waitedMs, retry, clock) {
  if (attempt >= retry.attemptsMax || !isWorthWaiting(problem, retry)) return -1;
  const most = Math.min(retry.firstWaitMs * Math.pow(2, attempt - 1), retry.waitMsMax);
  const chance = most / 2 + clock.random() * (most / 2);
  const wait = problem.retryAfterMs >= 0 ? problem.retryAfterMs + clock.random() * most : chance;
  return Math.round(waitedMs + wait > retry.totalWaitMsMax ? lastWait(problem, waitedMs, retry) : wait);
}

// Measures whiles, whatever becomes of the time of day. A mini-program may lack `performance` (and wx.getPerformance() counts in other
// units on some phones): there the time of day has to do, and whoever sets it forward meanwhile is told a refusal as final too early.
const timer = typeof performance === 'object' && performance && typeof performance.now === 'function' ? performance : Date;

export const realClock = { now: () => timer.now(), random: () => Math.random(), sleep };

export function sleep(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
