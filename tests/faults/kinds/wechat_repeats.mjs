// WeChat tells everything several times, out of order, between probes, and forged once in a while.

import { sleep } from '../../support/house.mjs';
import { between, pick } from '../lab/plan.mjs';

const FLAWS = ['bad_signature', 'no_signature', 'wrong_serial', 'stale_timestamp', 'tampered', 'other_key'];
const EVERY_MS = 150;

// What was told before, again, some of it with a flaw that must be refused.
async function again(lab, { flaw }, isOver) {
  for (let turn = 0; !isOver(); turn++) {
    const { notices } = await lab.wechat.call('GET', '/notices?state=taken');
    const notice = notices[(turn * 37) % (notices.length || 1)];
    if (notice) await lab.wechat.call('POST', '/notice', { id: notice.id, ...(turn % 5 === 4 && { flaw }) });
    await sleep(EVERY_MS);
  }
}

export default {
  kind: 'wechat_repeats',
  lasts: [2000, 9000],
  targets: () => ['notices'],
  words: (chance) => ({ payNoticeDuplicates: between(chance, [1, 4]), payNoticeReorderMs: between(chance, [0, 1500]), payNoticeProbeShare: pick(chance, [0, 0.3]), flaw: pick(chance, FLAWS) }),
  async strike(lab, { words }) {
    const { flaw, ...settings } = words;
    await lab.wechat.settings(settings);
    let over = false;
    const telling = again(lab, words, () => over);
    telling.catch(() => {}); // told when it is waited for
    return async () => {
      over = true;
      await lab.wechat.settings({ payNoticeDuplicates: 0, payNoticeReorderMs: 0, payNoticeProbeShare: 0 });
      await telling;
    };
  },
};
