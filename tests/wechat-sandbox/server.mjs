#!/usr/bin/env node
// The WeChat stand-in as a process: node server.mjs --state DIR [--port N] [--seed S] [--clock TIME] [--<setting> VALUE …]
// Prints one line of JSON when it is ready. Ends on SIGTERM, SIGINT, and when --with-parent is given also when its
// standard input ends.

import { startSandbox } from './lib/sandbox.mjs';
import { addNearHosts } from './lib/pay/rules.mjs';
import { settingOfFlag, settingsHelp } from './lib/settings.mjs';

const USAGE = `usage: node server.mjs --state DIR [options]

  --host ADDRESS             where it listens (127.0.0.1)
  --port N                   port; 0 takes a free one (0)
  --near-hosts LIST          hosts to which notices go by http, commas between, beside this machine
  --state DIR                folder of keys and journal; made on the first start
  --seed S                   seed of chance (1)
  --clock TIME               start at this time (RFC 3339)
  --merchants LIST           numbers of further merchants, commas between; those that are not there are made. Also by the
                             environment, as LINLI_WECHAT_MERCHANTS
  --with-parent              end when standard input ends
${settingsHelp()}
`;

const listOf = (text = '') => text.split(',').filter(Boolean);

function parse(words) {
  const options = { settings: {}, merchants: listOf(process.env.LINLI_WECHAT_MERCHANTS) };
  const plain = { '--host': (value) => (options.host = value), '--near-hosts': (value) => addNearHosts(listOf(value)),
    '--port': (value) => (options.port = Number(value)), '--state': (value) => (options.state = value),
    '--merchants': (value) => (options.merchants = listOf(value)), '--seed': (value) => (options.seed = value), '--clock': (value) => (options.clock = Date.parse(value)) };
  for (let i = 0; i < words.length; i++) {
    const flag = words[i];
    if (flag === '--with-parent') {
      options.withParent = true;
      continue;
    }
    const value = words[++i];
    const setting = settingOfFlag(flag);
    if (value === undefined || !(plain[flag] || setting)) throw new Error(`unknown or incomplete option ${flag}`);
    if (setting) options.settings[setting.name] = setting.parse(value);
    else plain[flag](value);
  }
  if (!options.state) throw new Error('--state is missing');
  if (options.clock !== undefined && Number.isNaN(options.clock)) throw new Error('--clock is no time');
  return options;
}

async function main() {
  let options;
  try {
    options = parse(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
  const { withParent, ...rest } = options;
  const sandbox = await startSandbox(rest);
  const stop = () => sandbox.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (withParent) process.stdin.on('end', stop).resume();
  const { port, url } = sandbox;
  process.stdout.write(JSON.stringify({
    ready: true, port, wx: `${url}/wx`, pay: `${url}/pay`, qy: `${url}/qy`, control: `${url}/_ctl`, state: options.state,
  }) + '\n');
}

await main();
