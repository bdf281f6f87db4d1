// What happens while somebody watches: a long poll that starts again by itself, from where it was.

import { sleep } from './retry.mjs';

const WAIT_MS = 25000;
const ANSWER_MS = 15000;
const PAUSE_MS_MAX = 30000;

// live({ watch: ['campaign:<id>'], onHint(hint), onResync(), onProblem(problem) }) gives { stop() }.
// A hint { type, id, version } says that something has changed, not what: read it again. onResync: hints were missed, read
// everything again.
export function createLive(raw) {
  return (options) => {
    let stopped = false;
    let abort = null;
    let after = '';
    let failures = 0;

    function path() {
      const parts = (options.watch || []).map((topic) => 'watch=' + encodeURIComponent(topic));
      if (after) parts.push('after=' + encodeURIComponent(after));
      return '/v1/live?' + parts.concat('waitMs=' + (options.waitMs || WAIT_MS)).join('&');
    }

    function tell(answer) {
      after = answer.after || '';
      if (answer.resync && options.onResync) options.onResync();
      (answer.hints || []).forEach((hint) => options.onHint(hint));
    }

    async function turn() {
      const answer = await raw('live', 'GET', path(), undefined, {
        timeoutMs: (options.waitMs || WAIT_MS) + ANSWER_MS,
        retry: { attemptsMax: 1 },
        onSent: (cancel) => {
          abort = cancel;
        },
      });
      failures = 0;
      if (!stopped) tell(answer);
    }

    async function run() {
      while (!stopped) {
        try {
          await turn();
        } catch (problem) {
          if (stopped) return;
          failures++;
          if (options.onProblem) options.onProblem(problem);
          if (problem.status === 401 || problem.status === 403) return;
          await sleep(Math.min(500 * Math.pow(2, failures), PAUSE_MS_MAX) * (0.5 + Math.random() / 2));
        }
      }
    }

    run();
    return {
      stop() {
        stopped = true;
        if (abort) abort();
      },
    };
  };
}
