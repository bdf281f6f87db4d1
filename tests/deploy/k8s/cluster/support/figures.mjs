// Figures of a run: each is kept as a line of JSON as soon as it is known, and printed.

import fs from 'node:fs';

// part: which promise it belongs to, a heading of RESULTS.md; unit: '' for what is counted.
export function note(part, what, value, unit = '') {
  const figure = { part, what, value, unit };
  console.log(`    ${what}: ${value}${unit && ` ${unit}`}`);
  if (process.env.LINLI_FIGURES_FILE) fs.appendFileSync(process.env.LINLI_FIGURES_FILE, `${JSON.stringify(figure)}\n`);
}

export const seconds = (ms) => Math.round(ms / 100) / 10;
