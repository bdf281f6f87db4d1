// WeChat answers wrongly: errors of its own and of what stands before it, half an answer, a signature that is not its own; before
// it has done what was asked, or after.

import { pick } from '../lab/plan.mjs';

const OF_ANY = [{ kind: 'http', status: 502 }, { kind: 'http', status: 500 }, { kind: 'truncate' }, { kind: 'reset' }];
const OF_PAY = [
  ...OF_ANY, { kind: 'bad_signature' }, { kind: 'no_signature' }, { kind: 'wrong_serial' }, { kind: 'stale_timestamp' },
  { kind: 'error', status: 500, body: { code: 'SYSTEM_ERROR', message: '系统繁忙' } }, { kind: 'error', status: 429, body: { code: 'FREQUENCY_LIMITED', message: '频率过高' } },
];
const OF_WX = [...OF_ANY, { kind: 'error', body: { errcode: -1, errmsg: 'system error' } }, { kind: 'error', body: { errcode: 45009, errmsg: 'reach max api daily quota limit' } }];

export default {
  kind: 'wechat_wrong',
  weight: 2,
  lasts: [1500, 8000],
  targets: () => ['pay', 'wx'],
  words: (chance, target) => ({ ...pick(chance, target === 'pay' ? OF_PAY : OF_WX), when: pick(chance, ['before', 'after']), probability: pick(chance, [0.2, 0.5, 1]) }),
  strike: (lab, { target, words }) => lab.wrongWeChat([{ match: `* /${target}/*`, ...words }]),
};
