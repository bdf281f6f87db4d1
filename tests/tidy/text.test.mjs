// Rules of every text: nothing left half done, nothing of one machine, no setting that no document mentions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesLike, findings, read } from './house.mjs';

const texts = filesLike(/(\.(c|h|mjs|js|ts|md|proto|sql|cmake|conf|sh|txt)|CMakeLists\.txt|Makefile|run)$/).filter((file) => !/^tests\/tidy\/|package-lock\.json$|^LICENSE/.test(file));

test('nothing is left for later', () => {
  const pattern = /\b(TODO|FIXME|XXX|HACK)\b|\bfor now\b|\bplaceholder\b|\bnot (yet )?implemented\b/i;
  assert.deepEqual(texts.flatMap((file) => [...findings(file, read(file), pattern, (match) => match[0])]), []);
});

test('nothing of one machine', () => {
  const pattern = /\/(work|root|home|Users)\/[a-z]|\.\.\/shared\/(design|reference)|\blocalhost:\d+\/(simple|npm)\b/;
  assert.deepEqual(texts.flatMap((file) => [...findings(file, read(file), pattern, (match) => match[0])]), []);
});

test('files end with a new line, lines with no blank', () => {
  const found = texts.flatMap((file) => [...findings(file, read(file), /[ \t]+$/, 'white space at the end')]);
  for (const file of texts) if (read(file) && !read(file).endsWith('\n')) found.push(`${file}: no new line at the end`);
  assert.deepEqual(found, []);
});

// Named in a table of settings, by a name of its own or one per service.
function settingNames() {
  const names = new Set();
  for (const file of filesLike(/^(shared|services)\/.*\.[ch]$/)) {
    const text = read(file).replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, name] of text.matchAll(/SETTING_(?:TEXT|INT|BOOL)\(\s*[^;]*?"(LINLI_[A-Z_]+)"/g)) names.add(name);
    for (const [, what] of text.matchAll(/SETTING_(?:TEXT|INT|BOOL)\([^;]*?NAMED\("([A-Z_]+)"\)/g)) names.add(`_${what}`);
  }
  return [...names];
}

test('every setting stands in a document', () => {
  const documents = filesLike(/\.md$/).map(read).join('\n');
  const names = settingNames();
  assert.ok(names.length > 10, `${names.length} settings`);
  assert.deepEqual(names.filter((name) => !documents.includes(name)), []);
});

test('links of documents lead somewhere', () => {
  const wrong = [];
  for (const file of filesLike(/\.md$/)) {
    for (const [, target] of read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)) {
      const full = new URL(target, `file:///${file}`).pathname.slice(1);
      if (!filesLike(new RegExp(`^${full.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(/|$)`)).length && full.replace(/\/$/, '') !== '') wrong.push(`${file}: ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});
