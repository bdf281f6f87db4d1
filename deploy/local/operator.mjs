// Signs in the operator of a house on this machine: made by `linlictl operator create`, known to the WeChat stand-in by a fixed
// openid. Node's own modules and our SDK alone.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinli, fetchTransport } from '../../clients/sdk/linli.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const OPENID = 'oDemoOperatorOfTheEstate00001';

export const STATUS_FILE = process.env.LINLI_STATUS_FILE ?? path.join(ROOT, '.run', 'status.json');

// What runs here: pids, ports, addresses; `run` is the folder of its data.
export function readStatus(file = STATUS_FILE) {
  return { ...JSON.parse(fs.readFileSync(file, 'utf8')), run: path.dirname(path.resolve(file)) };
}

async function wechatCodes(wechat, openid) {
  const response = await fetch(`${wechat}/_ctl/user`, { method: 'POST', body: JSON.stringify({ openid, phone: '13800000001' }) });
  if (!response.ok) throw new Error(`the WeChat stand-in answered ${response.status}`);
  return response.json();
}

// A client of the operator, who is there. `gateway`, `wechat`: where they answer.
export async function signInOperator({ gateway, wechat }, options) {
  const operator = createLinli({ baseUrl: gateway, transport: fetchTransport(fetch), language: 'zh', retry: { waitWhenLimited: true }, ...options });
  // Where the clock has just been moved the first answer may be that it is too late: a code is for one try.
  const signIn = async () => ({ code: (await wechatCodes(wechat, OPENID)).code, device: 'operator' });
  const verifyPhone = async () => ({ code: (await wechatCodes(wechat, OPENID)).phoneCode });
  await operator.signIn(await signIn(), { renew: signIn });
  const me = await operator.getMe({});
  if (!me.phoneVerified) await operator.verifyPhone(await verifyPhone(), { renew: verifyPhone });
  return operator;
}

// The same, made when he is not there. `program`: where linlictl is.
export async function operatorClient(status, { program = path.join(process.env.LINLI_BIN_DIR ?? path.resolve(ROOT, process.env.LINLI_BUILD ?? 'build', 'bin'), 'linlictl'), options = {} } = {}) {
  const appId = fs.readFileSync(path.join(status.run, 'wechat', 'app_id'), 'utf8').trim();
  execFileSync(program, ['operator', 'create', appId, OPENID, '物业小云'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, LINLI_ROOT: ROOT, LINLI_STATE_DIR: status.run } });
  return signInOperator({ gateway: status.urls.gateway, wechat: `http://127.0.0.1:${status.ports.wechat}` }, options);
}
