// WeChat says nothing: no answer before we give up, and no notice of what was paid, then or later.

export default {
  kind: 'wechat_silent',
  lasts: [1500, 7000],
  targets: () => ['all', 'answers', 'notices'],
  async strike(lab, { target }) {
    const end = target === 'notices' ? () => {} : await lab.wrongWeChat([{ match: '* /pay/*', kind: 'delay', delayMs: 60_000 }, { match: '* /wx/*', kind: 'delay', delayMs: 60_000 }]);
    const share = (payNoticeLostShare) => lab.wechat.settings({ payNoticeLostShare });
    if (target !== 'answers') await share(1);
    return async () => {
      await end();
      if (target !== 'answers') await share(0);
    };
  },
};
