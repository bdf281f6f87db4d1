// Does something now and again every so many milliseconds. Gives what ends it, which throws what went wrong on the way.

import { setTimeout as after } from 'node:timers/promises';

export function repeated(everyMs, act) {
  const stop = new AbortController();
  const going = (async () => {
    while (!stop.signal.aborted) {
      await act();
      await after(everyMs, null, { signal: stop.signal }).catch(() => {});
    }
  })();
  going.catch(() => {}); // told at the end
  return () => {
    stop.abort();
    return going;
  };
}
