// The conversation in the README, held with a house as `make run` leaves it (its own: others' journeys found communities), word
// for word but for the addresses.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openHouse, ROOT } from '../support/house.mjs';

let opened;
before(async () => { opened = await openHouse({ own: true, words: ['--any-ports', '--seed'] }); });
after(() => opened?.close());

for (const file of ['README.md', 'README.zh-CN.md']) {
  test(`${file}: the conversation goes as it says`, () => {
    const { urls } = opened.house.status();
    const session = /```sh\n([\s\S]*?)```/.exec(fs.readFileSync(path.join(ROOT, file), 'utf8'))[1];
    const script = session.replace(/^API=\S+ WECHAT=\S+/, `API=${urls.gateway} WECHAT=${urls.wechat}`);
    assert.notEqual(script, session);
    const said = execFileSync('bash', ['-euo', 'pipefail', '-c', script], { encoding: 'utf8' });
    for (const expected of [/"membership":"MEMBER"/, /"kind":"COUPON_ISSUED"/, /"kind":"CIRCLE_WELCOME"/, /"status":400,"code":"FIELDS_INVALID"/,
      /"field":"campaignId".*"field":"quantity".*"field":"colour"/]) assert.match(said, expected);
  });
}
