#!/usr/bin/env node
// The SDK from the contract: reads deploy/openapi.json, writes linli.js (require), linli.mjs (import) and linli.d.ts.
//
//   node clients/sdk/generate.mjs            writes them
//   node clients/sdk/generate.mjs --check    fails when what is committed is not what would be written
//   … --from FILE --to DIR                   other places

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readModel } from './generator/model.mjs';
import { emitScript } from './generator/script.mjs';
import { emitTypes } from './generator/types.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));

const header = (version) => `// Linli's client, version ${version}. Derived from the contract by clients/sdk/generate.mjs: change that, not this.`;

// File name → text.
export function generate(document) {
  const model = readModel(document);
  const core = fs.readFileSync(path.join(HERE, 'generator', 'core.d.ts'), 'utf8');
  return {
    'linli.js': emitScript(model, header(model.version), 'script'),
    'linli.mjs': emitScript(model, header(model.version), 'module'),
    'linli.d.ts': emitTypes(model, header(model.version), core),
  };
}

function argument(name, otherwise) {
  const place = process.argv.indexOf(name);
  return place < 0 ? otherwise : process.argv[place + 1];
}

function main() {
  const from = argument('--from', path.join(HERE, '..', '..', 'deploy', 'openapi.json'));
  const to = argument('--to', HERE);
  const files = generate(JSON.parse(fs.readFileSync(from, 'utf8')));
  const check = process.argv.includes('--check');
  let stale = 0;
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(to, name);
    if (!check) fs.writeFileSync(file, text);
    else if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) {
      process.stderr.write(`${path.relative(process.cwd(), file)} is not what the contract says; run: make generate\n`);
      stale++;
    }
  }
  process.exit(stale ? 1 : 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
