// The report: a document and a picture of what was measured.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeOne } from '../../bench/goals.mjs';
import { markdownOf } from '../../bench/report/markdown.mjs';
import { svgOf } from '../../bench/report/svg.mjs';

const file = (more = {}) => ({
  name: 'bench', title: 'All & <sundry>', small: [], command: 'node tests/bench/run.mjs', date: '2026-11-22T17:05:00.000Z', commit: 'abcdef1', changed: false,
  machine: { cpu: 'a processor', cores: 2, memoryMb: 24105, kernel: '6.1', load: [0.1, 0.2, 0.3] }, versions: { postgres: 'postgres (PostgreSQL) 15.1', node: 'v20.1.0' },
  options: { passes: 5, only: '', selfCheck: false },
  rows: [judgeOne({ what: 'order / relay', of: 'order', least: 0.8 }, [0.7, 0.9, 1]), judgeOne({ what: 'start', of: 'start', unit: 's', most: 1 }, [4], [2])],
  rates: { order: [100, 300, 200] },
  latencies: [{ name: 'order', rate: 100, passes: 5, p50Us: 1000, p90Us: 2000, p99Us: 10_000, p999Us: 50_000, maxUs: 60_000 }],
  tables: [{ title: 'Pools', head: ['peer', 'orders'], rows: [['a|b', 1234.5]] }],
  ...more,
});

test('the document says what was measured where, when and how', () => {
  const text = markdownOf([file()]);
  for (const part of ['`node tests/bench/run.mjs`, 2026-11-22 17:05 UTC, commit abcdef1; passes 5.', 'a processor, 2 cores, 24 GB', 'load at the end 0.1 0.2 0.3', 'node v20.1.0']) assert.ok(text.includes(part), part);
  assert.ok(text.endsWith('\n') && !/[ \t]$/m.test(text));
});

test('a row has its median, spread, goal and verdict', () => {
  const lines = markdownOf([file()]).split('\n');
  assert.ok(lines.includes('| order / relay | 0.90 | 0.70 … 1.00 | 3 |  | ≥ 0.8 | reached |'));
  assert.ok(lines.includes('| start | 4.00 s | 4.00 … 4.00 | 1 | 2.00 s | ≤ 1 s | beyond the floor |'));
  assert.ok(lines.includes('| order | 200 | 100 … 300 |'));
  assert.ok(lines.includes('| order | 100 | 1.00 | 2.00 | 10.0 | 50.0 | 60.0 | 0.00 |'));
  assert.ok(lines.includes('| a\\|b | 1,235 |'));
});

test('a run that is too small says so in the document and in the picture', () => {
  const tiny = file({ small: ['passes'] });
  assert.match(markdownOf([tiny]), /Only shown to run: too small to say anything \(passes\)/);
  assert.match(svgOf([tiny]), /only shown to run/);
  assert.doesNotMatch(markdownOf([file()]), /Only shown to run/);
});

// Every element that is opened is closed, every text is a text.
function assertWellFormed(svg) {
  const open = [];
  for (const [, close, name, empty] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (close) assert.equal(open.pop(), name);
    else if (!empty) open.push(name);
  }
  assert.deepEqual(open, []);
  assert.doesNotMatch(svg, /&(?!amp;|lt;|gt;|quot;)|NaN|Infinity|undefined/);
}

test('the picture is well-formed, whatever the figures', () => {
  assertWellFormed(svgOf([file()]));
  assertWellFormed(svgOf([file({ latencies: [], rows: [] })]));
  assertWellFormed(svgOf([file({ rows: [judgeOne({ what: 'never', of: 'x', unit: 's', most: 5 }, [Infinity]), judgeOne({ what: 'nothing', of: 'y', unit: 'ms', most: 5 }, [0])] })]));
  assertWellFormed(svgOf([JSON.parse(JSON.stringify(file({ rows: [judgeOne({ what: 'never', of: 'x', unit: 's', most: 5 }, [Infinity])] })))]));
  assertWellFormed(svgOf([file({ latencies: [{ name: 'at once', rate: 1, p50Us: 0, p90Us: 0, p99Us: 1, p999Us: 1, maxUs: 1 }] })]));
});

test('a bar ends where its share of the goal does', () => {
  const widths = [...svgOf([file({ latencies: [] })]).matchAll(/<rect x="400" [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
  const goal = 200; // half of what a bar may be
  assert.deepEqual(widths, [goal * 1.125, goal * 0.25]);
});
