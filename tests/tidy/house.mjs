// What the tidy tests look at: the files of the house and their lines.

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/house.mjs';

const SKIPPED = /^(\.git|\.run|\.cache|node_modules|build.*)$/;

function walk(folder) {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = path.posix.join(folder, entry.name);
    if (SKIPPED.test(entry.name)) return [];
    if (entry.isDirectory()) return walk(inside);
    return entry.isFile() ? [inside] : [];
  });
}

const files = walk('.').sort();
const texts = new Map();

// Paths from the root that fit a pattern.
export const filesLike = (pattern) => files.filter((file) => pattern.test(file));

export function read(file) {
  if (!texts.has(file)) texts.set(file, fs.readFileSync(path.join(ROOT, file), 'utf8'));
  return texts.get(file);
}

// C without comments and texts, every line still in its place.
export function bareC(file) {
  return read(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/gm, (match) => (
    match[0] === '/' ? match.replace(/[^\n]/g, ' ') : `${match[0]}${match[0]}`));
}

// "path:line: sentence" for each line of `text` that fits.
export function* findings(file, text, pattern, sentence) {
  for (const [i, line] of text.split('\n').entries()) {
    const match = pattern.exec(line);
    if (match) yield `${file}:${i + 1}: ${typeof sentence === 'function' ? sentence(match) : sentence}`;
  }
}
