// Rows of a measurement as cells of texts, for a terminal and for a document. Pure.

import { figure, highest, lowest, median } from '../figures.mjs';
import { verdict } from '../goals.mjs';

const ms = (us) => figure(us / 1000);

export const spread = (low, high) => `${figure(low)} … ${figure(high)}`;
export const goalOf = ({ least, most, unit }) => `${least === undefined ? '≤' : '≥'} ${figure(least ?? most).replace(/\.0+$/, '').replace(/(\.\d*?)0+$/, '$1')}${unit === '×' ? '' : ` ${unit}`}`;
const withUnit = ({ unit }, value) => `${figure(value)}${unit === '×' ? '' : ` ${unit}`}`;
const cell = (value) => (typeof value === 'number' && !Number.isInteger(value) ? figure(value) : value?.toLocaleString?.('en-US') ?? figure(value));

// Everything that is there, as { title, head, rows } of texts.
export function tablesOf({ rows = [], rates = {}, latencies = [], tables = [] }) {
  const all = [];
  if (rows.length) {
    all.push({
      title: 'Goals', head: ['what', 'median', 'spread', 'passes', 'its floor', 'goal', ''],
      rows: rows.map((row) => [row.what, withUnit(row, row.value), spread(row.low, row.high), String(row.passes), row.floor === undefined ? '' : withUnit(row, row.floor), goalOf(row), verdict(row)]),
    });
  }
  const names = Object.keys(rates);
  if (names.length) all.push({ title: 'Rates a second, closed loop', head: ['what', 'median', 'spread'], rows: names.map((name) => [name, figure(median(rates[name])), spread(lowest(rates[name]), highest(rates[name]))]) });
  if (latencies.length) {
    all.push({
      title: 'Latencies, open loop, milliseconds', head: ['what', 'a second', 'p50', 'p90', 'p99', 'p99.9', 'longest', 'unanswered, %'],
      rows: latencies.map((one) => [one.name, figure(one.rate), ms(one.p50Us), ms(one.p90Us), ms(one.p99Us), ms(one.p999Us), ms(one.maxUs), figure((one.unansweredShare ?? 0) * 100)]),
    });
  }
  return [...all, ...tables.map(({ title, head, rows: lines }) => ({ title, head, rows: lines.map((line) => line.map(cell)) }))];
}
