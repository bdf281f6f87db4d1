// deploy/settings.md is what the programs themselves say.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { program, ROOT } from '../support/house.mjs';

test('deploy/settings.md is up to date (build/bin/linlictl settings > deploy/settings.md)', () => {
  const said = execFileSync(program('linlictl'), ['settings'], { cwd: ROOT, encoding: 'utf8' });
  assert.equal(fs.readFileSync(path.join(ROOT, 'deploy/settings.md'), 'utf8'), said);
});
