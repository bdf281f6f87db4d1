// What is done with numbers, and nothing else: medians, spreads, slopes. Pure.

const sorted = (list) => [...list].sort((a, b) => a - b);

export function median(list) {
  if (list.length === 0) throw new Error('no figure, no median');
  const all = sorted(list);
  const middle = all.length >> 1;
  return all.length % 2 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
}

// What so large a share of the list stays at or below.
export function quantile(list, share) {
  if (list.length === 0) throw new Error('no figure, no quantile');
  return sorted(list)[Math.min(list.length - 1, Math.floor(share * list.length))];
}

export const lowest = (list) => list.reduce((least, one) => Math.min(least, one), Infinity);
export const highest = (list) => list.reduce((most, one) => Math.max(most, one), -Infinity);

// Pass by pass: what was measured in the same minute is compared. Of several that stand below the line, the best counts.
export function ratios(above, below) {
  if (below.some((list) => list.length !== above.length)) throw new Error('passes of different numbers are not compared');
  return above.map((value, pass) => value / highest(below.map((list) => list[pass])));
}

// The straight line that is nearest to the points [x, y], by least squares: { slope, intercept }.
export function leastSquares(points) {
  if (points.length < 2) throw new Error('a line needs two points');
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  let both = 0;
  let square = 0;
  for (const [x, y] of points) {
    both += (x - meanX) * (y - meanY);
    square += (x - meanX) ** 2;
  }
  if (square === 0) throw new Error('all points stand above one another');
  return { slope: both / square, intercept: meanY - (both / square) * meanX };
}

// The first slice after which all are as before: most answers good, none of them slow. Milliseconds since the first slice began;
// undefined: never again. slices: { good, other, p99Us } of what was due in them.
export function backToNormal(slices, { sliceMs, dueASlice, p99UsMax, goodShareMin = 0.95 }) {
  const normal = ({ good, p99Us }) => good >= goodShareMin * dueASlice && p99Us <= p99UsMax;
  let since = slices.length;
  while (since > 0 && normal(slices[since - 1])) since--;
  return since === slices.length ? undefined : since * sliceMs;
}

// How much of the most that can be taken is left when `factor` times as many ask, all are answered, and a no costs the share
// `cost` of what a yes does: where both come from the same processors, what is said no to is taken from the rest.
export const leftBesideNoes = (factor, cost) => Math.min(1, Math.max(0, (1 - factor * cost) / (1 - cost)));

// The other way round: what a no may cost, as a share of a yes, so that so much is left.
export const costOfNoMax = (factor, left) => (1 - left) / (factor - left);

// Three figures that say something: 0.0123, 1.23, 123, 12,300.
export function figure(value) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 4);
}
