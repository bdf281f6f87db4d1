// What can be set, on the command line (--retry-scale 0.001) or later (`POST /_ctl/settings {"retryScale": 0.001}`).
// One row a setting: name, default, help. A default's type is the setting's type; null is a text that may stay unset.

import { DEFAULT_LIMITS } from './limits.mjs';

export const SETTINGS = [
  ['retryScale', 0.001, 'factor on the delays between repeated payment notices (15 s becomes 15 ms)'],
  ['payNoticeDelayMs', 20, 'from a payment or a finished refund to its notice'],
  ['payNoticeDuplicates', 0, 'how many times a notice is sent again although it was taken'],
  ['payNoticeReorderMs', 0, 'notices wait up to this long, drawn by chance, so that they overtake each other'],
  ['payNoticeLostShare', 0, 'share of payments whose notice never comes (0 to 1)'],
  ['payNoticeProbeShare', 0, 'share of notices before which WeChat probes with a WECHATPAY/SIGNTEST signature (0 to 1)'],
  ['payNoticeTimeoutMs', 5000, 'how long the merchant may take to answer a notice'],
  ['paySigning', 'public_key', 'public_key, certificate, or both (a merchant who is changing over gets either)'],
  ['prepayLifeMs', 2 * 3600_000, 'how long a prepay_id can be paid with'],
  ['refundOutcome', 'SUCCESS', 'SUCCESS, ABNORMAL, CLOSED, or HOLD (stays PROCESSING until told)'],
  ['refundDelayMs', 200, 'how long a refund is PROCESSING'],
  ['refundGapMs', 60_000, 'least time between two refunds of one payment'],
  ['sharingGapMs', 60_000, 'how long after a payment nothing of it can be shared'],
  ['tradeFeePerMyriad', 0, 'what WeChat keeps of a payment: 60 is 0.60 %; a refund gives its part back'],
  ['openingBalanceFen', 0, "what was on each of the merchant's accounts before the first payment"],
  ['transferAcceptMs', 0, 'how long a transfer is ACCEPTED before the user can confirm it'],
  ['transferDelayMs', 200, 'from the confirmation (or the cancellation) of a transfer to its end'],
  ['transferConfirmMs', 24 * 3600_000, 'how long a transfer waits for the user'],
  ['transferMinFen', 10, 'least amount of a transfer'],
  ['transferMaxFen', 2_000_000, 'largest amount of a transfer'],
  ['transferFundsFen', 1_000_000_000, 'what is on the operation account for transfers; more is NOT_ENOUGH'],
  ['sharingPercentMax', 30, 'how much of a payment can be shared, percent'],
  ['sharingReturnMs', 0, 'how long a return from a receiver is PROCESSING; 0: done at once'],
  ['sharingAfterReceipt', 1, 'a payment can be shared only once its goods were received (a trade-managed mini-program); 0: at once'],
  ['tradeManaged', 1, 'what is_trade_managed says: 1 yes, 0 no'],
  ['shippingBlindMs', 0, 'for how long after a payment shipping management does not know it (10060001)'],
  ['shippingRemindMs', 48 * 3600_000, 'how long after a payment WeChat reminds of goods that were not shipped'],
  ['billReadyHour', 10, 'hour of the next day (Beijing) from which a bill exists; -1: at any time'],
  ['pushUrl', null, 'where messages and events are pushed'],
  ['pushMode', 'safe', 'safe or plain'],
  ['pushTries', 3, 'how often a push is tried'],
  ['pushTimeoutMs', 5000, 'how long the receiver may take to answer a push'],
  ['pushDuplicates', 0, 'how many times a push is sent again although it was taken'],
  ['mediaCheckDelayMs', 200, 'from media_check_async to its push'],
  ['sendDelayMs', 2, 'how long one subscribe message is on its way; a second one for the same user meanwhile is 43108'],
  ['activeWindowMs', 2 * 3600_000, 'how long a user counts as active after a login'],
];

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function defaultSettings() {
  const settings = Object.fromEntries(SETTINGS.map(([name, value]) => [name, value]));
  settings.limits = structuredClone(DEFAULT_LIMITS);
  return settings;
}

// Changes `settings` in place; throws on a name that is not there or a value of another type.
export function changeSettings(settings, changes) {
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'limits') {
      for (const [limit, windows] of Object.entries(value)) {
        if (!Object.hasOwn(settings.limits, limit)) throw new Error(`no limit is called ${limit}`);
        settings.limits[limit] = windows;
      }
      continue;
    }
    const row = SETTINGS.find(([known]) => known === name);
    if (!row) throw new Error(`no setting is called ${name}`);
    const wanted = row[1] === null ? 'string' : typeof row[1];
    if (typeof value !== wanted && !(row[1] === null && value === null)) throw new Error(`${name} must be a ${wanted}`);
    settings[name] = value;
  }
}

export function settingOfFlag(flag) {
  const row = SETTINGS.find(([name]) => `--${kebab(name)}` === flag);
  if (!row) return null;
  return { name: row[0], parse: typeof row[1] === 'number' ? Number : String };
}

export function settingsHelp() {
  return SETTINGS.map(([name, value, help]) => `  --${kebab(name).padEnd(24)} ${help} (${value ?? 'unset'})`).join('\n');
}
