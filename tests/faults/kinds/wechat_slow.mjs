// WeChat answers late, and tells late.

import { between, pick } from '../lab/plan.mjs';

export default {
  kind: 'wechat_slow',
  lasts: [2000, 9000],
  targets: () => ['pay', 'wx'],
  words: (chance) => ({ delayMs: between(chance, [300, 6000]), probability: pick(chance, [0.3, 1]), noticeMs: between(chance, [0, 5000]) }),
  async strike(lab, { target, words: { delayMs, probability, noticeMs } }) {
    const end = await lab.wrongWeChat([{ match: `* /${target}/*`, kind: 'delay', delayMs, probability }]);
    await lab.wechat.settings({ payNoticeDelayMs: noticeMs });
    return async () => {
      await end();
      await lab.wechat.settings({ payNoticeDelayMs: 20 });
    };
  },
};
