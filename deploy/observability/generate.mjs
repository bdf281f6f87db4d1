// Writes rules/*.yml and dashboards/*.json from objectives.mjs, alerts.mjs and dashboards.mjs.
//
//     node deploy/observability/generate.mjs [--check]      --check: fails, and writes nothing, when a file is not what it would be

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALERTS } from './alerts.mjs';
import { DASHBOARDS } from './dashboards.mjs';
import { RECORDED } from './objectives.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const NOTE = '# Written by deploy/observability/generate.mjs.\n';

export const ruleOf = ({ alert, expr, severity, summary, for: during }) => ({
  alert, expr, for: during, labels: { severity }, annotations: { summary, runbook: `deploy/runbooks/${alert}.md` },
});

// Texts are written as JSON has them, which is YAML, too.
function yaml(value, indent = '') {
  if (Array.isArray(value)) return value.map((one) => `${indent}- ${yaml(one, `${indent}  `).trimStart()}`).join('');
  return Object.entries(value).map(([key, one]) => (typeof one === 'object' ? `${indent}${key}:\n${yaml(one, `${indent}  `)}` : `${indent}${key}: ${JSON.stringify(one)}\n`)).join('');
}

const rules = (name, list) => `${NOTE}${yaml({ groups: [{ name, rules: list }] })}`;

const PANEL = { w: 12, h: 8 };

function panelOf([title, unit, queries], i) {
  return {
    id: i + 1, type: 'timeseries', title, datasource: { type: 'prometheus', uid: '${datasource}' },
    gridPos: { ...PANEL, x: (i % 2) * PANEL.w, y: Math.floor(i / 2) * PANEL.h },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: queries.map(([expr, legendFormat], k) => ({ refId: String.fromCharCode(65 + k), expr, legendFormat })),
  };
}

function dashboardOf({ uid, title, panels, refresh = '30s', from = 'now-6h' }) {
  return {
    uid, title, tags: ['linli'], schemaVersion: 38, editable: false, refresh, time: { from, to: 'now' },
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] },
    panels: panels.map(panelOf),
  };
}

const FILES = new Map([
  ['rules/recording.yml', rules('linli-recording', RECORDED)],
  ['rules/alerts.yml', rules('linli-alerts', ALERTS.map(ruleOf))],
  ...DASHBOARDS.map((one) => [`dashboards/${one.uid}.json`, `${JSON.stringify(dashboardOf(one), null, 1)}\n`]),
]);

// Those that are not as they would be written, or that nobody writes.
function stale() {
  const differ = [...FILES].filter(([name, text]) => !fs.existsSync(path.join(HERE, name)) || fs.readFileSync(path.join(HERE, name), 'utf8') !== text).map(([name]) => name);
  const there = ['rules', 'dashboards'].flatMap((folder) => fs.readdirSync(path.join(HERE, folder)).map((name) => `${folder}/${name}`));
  return [...differ, ...there.filter((name) => !FILES.has(name))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--check')) {
    const names = stale();
    for (const name of names) console.error(`deploy/observability/${name} is not what generate.mjs writes`);
    process.exit(names.length ? 1 : 0);
  }
  for (const [name, text] of FILES) fs.writeFileSync(path.join(HERE, name), text);
}
