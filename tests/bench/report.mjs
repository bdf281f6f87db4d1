// Writes tests/bench/RESULTS.md and tests/bench/results.svg from what was measured.
//
//     node tests/bench/report.mjs build/bench*.json

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/house.mjs';
import { markdownOf } from './report/markdown.mjs';
import { svgOf } from './report/svg.mjs';

const names = process.argv.slice(2);
if (names.length === 0) throw new Error('node tests/bench/report.mjs build/bench*.json');

// The run itself first, then what was done to it.
const files = names.map((name) => JSON.parse(fs.readFileSync(name, 'utf8'))).sort((a, b) => Number(b.name === 'bench') - Number(a.name === 'bench') || a.name.localeCompare(b.name));
for (const [name, content] of [['RESULTS.md', markdownOf(files)], ['results.svg', svgOf(files)]]) {
  const file = path.join(ROOT, 'tests/bench', name);
  fs.writeFileSync(file, content);
  console.log(path.relative(ROOT, file));
}
