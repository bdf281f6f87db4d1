// A page for each alert, and an alert for each page; what a page says to ask can be asked.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openHouse, ROOT } from '../support/house.mjs';

const PAGES = path.join(ROOT, 'deploy/runbooks');
const RULES = path.join(ROOT, 'deploy/observability');
const LINES_MAX = 40;

const pages = fs.readdirSync(PAGES).filter((file) => file !== 'README.md').map((file) => path.basename(file, '.md')).sort();
const textOf = (page) => fs.readFileSync(path.join(PAGES, `${page}.md`), 'utf8');

function filesUnder(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const inside = path.join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(inside) : [inside];
  });
}

const alertsIn = (text) => [...text.matchAll(/^\s*(?:- )?alert:\s*["']?(\w+)/gm)].map(([, name]) => name);

let opened;
before(async () => { opened = await openHouse(); });
after(() => opened?.close());

test('alerts are found where rules have them', () => {
  const rules = 'groups:\n  - rules:\n      - alert: One\n        expr: x\n      - expr: y\n        alert: "Two"\n      - record: alert:no\n';
  assert.deepEqual(alertsIn(rules), ['One', 'Two']);
});

test('each alert has its page, and each page its alert', (t) => {
  if (!fs.existsSync(RULES)) return t.skip('deploy/observability is not there');
  const rules = filesUnder(RULES).filter((file) => /\.ya?ml$/.test(file) && !/test/.test(path.basename(file)));
  const alerts = rules.flatMap((file) => alertsIn(fs.readFileSync(file, 'utf8')));
  assert.ok(alerts.length > 0, 'no alert was found');
  return assert.deepEqual(pages, [...new Set(alerts)].sort());
});

test('a page fits on a screen, and says what it means, where to look, what to do and what not', () => {
  assert.ok(pages.length > 20, `${pages.length} pages`);
  for (const page of pages) {
    const text = textOf(page);
    assert.ok(text.split('\n').length <= LINES_MAX + 1, `${page}: ${text.split('\n').length} lines`);
    assert.deepEqual([...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title), [page, 'Look', 'Do', 'Do not'], page);
  }
});

// Code spans that are a whole query; what stands in capitals is put in.
function queriesOf(text) {
  return [...text.replace(/\n\s+/g, ' ').matchAll(/`(select [^`]+)`/g)].map(([, query]) => query)
    .map((query) => query.replaceAll('SERVICE', 'groupbuy').replaceAll("'ID'", "'00000000-0000-0000-0000-000000000000'"));
}

test('every query that a page wants asked is one', () => {
  const queries = pages.flatMap((page) => queriesOf(textOf(page)).map((query) => ({ page, query })));
  assert.ok(queries.length > 10, `${queries.length} queries`);
  for (const { page, query } of queries) {
    if (/terminate_backend/.test(query)) continue;
    try {
      opened.house.query(query);
    } catch (error) {
      assert.fail(`${page}: ${error.stderr ?? error.message}`);
    }
  }
});

test('every setting that a page names is one', () => {
  const known = fs.readFileSync(path.join(ROOT, 'deploy/settings.md'), 'utf8');
  for (const page of pages) {
    for (const [name] of textOf(page).matchAll(/LINLI_[A-Z_<>]+[A-Z]/g)) assert.ok(known.includes(name.replace('<SERVICE>', 'GROUPBUY')), `${page}: ${name}`);
  }
});
