// RESULTS.md from what was measured. Pure.

import { tablesOf } from './words.mjs';

const escape = (text) => text.replaceAll('|', '\\|');
const line = (cells) => `| ${cells.map(escape).join(' | ')} |`;

const tableOf = ({ title, head, rows }) => [`**${title}**`, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''];

function whereOf({ machine, versions }) {
  return `${machine.cpu}, ${machine.cores} cores, ${(machine.memoryMb / 1000).toFixed(0)} GB, Linux ${machine.kernel}; load at the end ${machine.load.join(' ')}. `
    + `${Object.entries(versions).map(([name, version]) => (version.toLowerCase().includes(name) ? version : `${name} ${version}`)).join(', ')}.`;
}

function sectionOf(file) {
  const options = Object.entries(file.options).filter(([, value]) => value !== '' && value !== false).map(([name, value]) => `${name} ${value}`).join(', ');
  return [
    `## ${file.title}`, '',
    ...(file.small.length ? [`**Only shown to run: too small to say anything (${file.small.join(', ')}).**`, ''] : []),
    `\`${file.command}\`, ${file.date.slice(0, 16).replace('T', ' ')} UTC, commit ${file.commit}${file.changed ? ' with changes' : ''}; ${options}.`, '',
    whereOf(file), '',
    ...tablesOf(file).flatMap(tableOf),
  ];
}

export function markdownOf(files) {
  return [
    '# Results of the speed bench', '',
    'Written by `node tests/bench/report.mjs` from what the commands below measured; how and why stands in [README.md](README.md).',
    'Only ratios of one run count: the machine’s speed is not ours. Medians of all passes, with the lowest and the highest.', '',
    '![Shares of the goals, and latencies](results.svg)', '',
    ...files.flatMap(sectionOf),
  ].join('\n');
}
