// Times that were measured again and again, against what was promised. Pure.

export const medianOf = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

// { name, goalMs, ms: [each] } as a line; with goalMs null nothing was promised.
export function lineOf({ name, goalMs, ms }) {
  const goal = goalMs === null ? 'no goal' : `goal ${goalMs}`;
  return `${name} | ${ms.length} times | median ${Math.round(medianOf(ms))} ms | worst ${Math.round(Math.max(...ms))} ms | ${goal}`;
}

// Every one has to be in time, and there has to be one.
export const isInTime = ({ goalMs, ms }) => ms.length > 0 && (goalMs === null || ms.every((one) => one <= goalMs));
