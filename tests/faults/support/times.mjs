// Times that were measured again and again, against what was promised. Pure.

export const medianOf = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

// How many times longer something takes among others than alone, each measured several times: the best of each counts, as a machine that
// has its moods makes any of them longer and none shorter. NaN, which is within no limit, when nothing was measured alone.
export const timesAlone = (alone, among) => (alone.length ? Math.min(...among) / Math.min(...alone) : NaN);

// { name, goalMs, ms: [each] } as a line; with goalMs null nothing was promised.
export function lineOf({ name, goalMs, ms }) {
  const goal = goalMs === null ? 'no goal' : `goal ${goalMs}`;
  return `${name} | ${ms.length} times | median ${Math.round(medianOf(ms))} ms | worst ${Math.round(Math.max(...ms))} ms | ${goal}`;
}

// Every one has to be in time, and there has to be one.
export const isInTime = ({ goalMs, ms }) => ms.length > 0 && (goalMs === null || ms.every((one) => one <= goalMs));
