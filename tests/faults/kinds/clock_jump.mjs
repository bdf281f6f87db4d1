// The clock of all our processes jumps forward, by seconds or by minutes; WeChat's with it, or not.

import { between } from '../lab/plan.mjs';

const SKEW_MS_MAX = 20_000; // between two clocks that are each set by others

export default {
  kind: 'clock_jump',
  weight: 2,
  onceARun: true,
  targets: () => ['house'],
  words(chance) {
    const ms = between(chance, chance() < 0.6 ? [1000, SKEW_MS_MAX] : [60_000, 300_000]);
    return { ms, wechat: ms > SKEW_MS_MAX || chance() < 0.5 };
  },
  async strike(lab, { words: { ms, wechat } }) {
    await lab.forward(ms, { wechat });
    return () => {};
  },
};
