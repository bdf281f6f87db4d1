// A measurement for the terminal.

import { tablesOf } from './words.mjs';

function printTable({ title, head, rows }) {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  console.log(title);
  for (const row of all) console.log(`  ${row.map((one, i) => (i === 0 ? one.padEnd(widths[i]) : one.padStart(widths[i]))).join('   ').trimEnd()}`);
  console.log('');
}

export function printFile(file) {
  console.log(`\n${file.title}: ${file.commit}${file.changed ? ' (changed)' : ''}, ${file.machine.cores} cores, load ${file.machine.load.join(' ')}\n`);
  for (const table of tablesOf(file)) printTable(table);
  if (file.small.length) console.log(`Too small to say anything but that it runs: ${file.small.join(', ')}.`);
}
