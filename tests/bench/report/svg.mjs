// results.svg: how much of each goal is reached, as bars (the line is the goal, a mark what its floor reaches), and latencies, as a line
// from p50 to p99.9 each. Pure; a picture is a text.

import { shareOfGoal } from '../goals.mjs';
import { figure } from '../figures.mjs';
import { goalOf } from './words.mjs';

const WIDTH = 960;
const LEFT = 400; // where names end
const RIGHT = 160;
const BAR = 18;
const SHARE_MAX = 2; // a bar is cut there
const POINTS = [['p50Us', 'p50'], ['p90Us', 'p90'], ['p99Us', 'p99'], ['p999Us', 'p99.9']];
const LATENCY_HEIGHT = 320;
const COLOURS = ['#0b6e4f', '#c44536', '#197278', '#b8860b', '#5b3758', '#283d3b', '#772e25', '#3a7ca5', '#8a6d3b', '#6a4c93', '#2f6690', '#52796f'];

const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const n = (value) => Number(value.toFixed(1));
const text = (x, y, words, { anchor = 'start', size = 12, colour = '#222' } = {}) => `<text x="${n(x)}" y="${n(y)}" text-anchor="${anchor}" font-size="${size}" fill="${colour}">${escape(words)}</text>`;
const stroke = (x1, y1, x2, y2, colour = '#999', dash = '') => `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" stroke="${colour}"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`;

const place = (share) => LEFT + (Math.min(share, SHARE_MAX) / SHARE_MAX) * (WIDTH - LEFT - RIGHT);

function floorMark(row, top) {
  if (row.floor === undefined) return [];
  const x = place(shareOfGoal({ ...row, value: row.floor }));
  return [`<path d="M${n(x - 5)} ${n(top - 2)}h10l-5 7z" fill="#3a7ca5"><title>${escape(`the floor: ${figure(row.floor)}`)}</title></path>`];
}

function barOf(row, top) {
  const share = shareOfGoal(row);
  const ends = [row.low, row.high].map((value) => place(shareOfGoal({ ...row, value })));
  const middle = top + BAR / 2;
  const colour = row.reached ? '#0b6e4f' : share >= 0.5 ? '#d99a2b' : '#c44536';
  return [
    text(LEFT - 8, middle + 4, row.what, { anchor: 'end' }),
    `<rect x="${LEFT}" y="${n(top)}" width="${n(place(share) - LEFT)}" height="${BAR - 4}" fill="${colour}"><title>${escape(`${row.what}: ${figure(row.value)} (${goalOf(row)})`)}</title></rect>`,
    stroke(ends[0], middle - 2, ends[1], middle - 2, '#222'),
    ...floorMark(row, top),
    text(WIDTH - RIGHT + 8, middle + 4, `${figure(row.value)}${row.unit === '×' ? '' : ` ${row.unit}`}  (${goalOf(row)})`, { size: 11 }),
  ];
}

function goalsPart(rows, top) {
  const height = rows.length * BAR + 40;
  return {
    height,
    parts: [
      text(LEFT, top + 14, 'How much of each goal is reached; the line is the goal, a mark what its floor reaches', { size: 14 }),
      ...rows.flatMap((row, i) => barOf(row, top + 26 + i * BAR)),
      stroke(place(1), top + 22, place(1), top + 26 + rows.length * BAR, '#222', '4 3'),
    ],
  };
}

// Latencies differ by powers of ten, and so does the scale.
function latencyPart(latencies, top) {
  const all = latencies.flatMap((one) => POINTS.map(([point]) => Math.max(one[point], 1)));
  const lowest = Math.floor(Math.log10(Math.min(...all)));
  const powers = Math.max(1, Math.ceil(Math.log10(Math.max(...all))) - lowest);
  const bottom = top + 30 + LATENCY_HEIGHT;
  const x = (i) => 90 + (i * (WIDTH - 420)) / (POINTS.length - 1);
  const y = (us) => bottom - ((Math.log10(Math.max(us, 1)) - lowest) / powers) * LATENCY_HEIGHT;
  const grid = Array.from({ length: powers + 1 }, (_, i) => 10 ** (lowest + i)).flatMap((us) => [stroke(x(0), y(us), x(POINTS.length - 1), y(us), '#ddd'), text(x(0) - 8, y(us) + 4, `${figure(us / 1000)} ms`, { anchor: 'end', size: 11 })]);
  const lines = latencies.flatMap((one, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const points = POINTS.map(([point], at) => `${n(x(at))},${n(y(one[point]))}`).join(' ');
    return [`<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points}"/>`, text(WIDTH - 300, top + 44 + i * 18, `— ${one.name}, ${figure(one.rate)} a second`, { colour })];
  });
  return {
    height: LATENCY_HEIGHT + 70,
    parts: [text(x(0), top + 14, 'Latencies, open loop', { size: 14 }), ...grid, ...lines, ...POINTS.map(([, name], i) => text(x(i), bottom + 18, name, { anchor: 'middle' }))],
  };
}

export function svgOf(files) {
  const parts = [];
  let top = 20;
  const add = (part) => {
    parts.push(...part.parts);
    top += part.height;
  };
  for (const file of files) {
    parts.push(text(16, top + 14, file.small.length ? `${file.title} (only shown to run)` : file.title, { size: 16 }));
    top += 24;
    if (file.rows?.length) add(goalsPart(file.rows, top));
    if (file.latencies?.length) add(latencyPart(file.latencies, top));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${n(top)}" font-family="sans-serif">\n<rect width="100%" height="100%" fill="#fff"/>\n${parts.join('\n')}\n</svg>\n`;
}
