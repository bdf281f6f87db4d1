// `make watch`: Prometheus with the rules beside a house that runs, until Ctrl-C or the house's end. Its data is forgotten with it.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readStatus, STATUS_FILE } from '../local/operator.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ADDRESS = process.env.LINLI_WATCH_ADDRESS ?? '127.0.0.1:9091';
const LOOK_MS = 2000;

// Replicas are called groupbuy, groupbuy-2 …: the service is what stands before the number. NATS tells of itself in JSON alone.
const targetsOf = ({ processes }) => processes.filter(({ name, opsPort, pid }) => opsPort && pid && name !== 'nats')
  .map(({ name, opsPort }) => ({ targets: [`127.0.0.1:${opsPort}`], labels: { service: name.replace(/-\d+$/, '') } }));

const CONFIGURATION = (targets) => ({
  global: { scrape_interval: '5s', evaluation_interval: '5s' },
  rule_files: ['recording.yml', 'alerts.yml'].map((name) => path.join(HERE, 'rules', name)),
  scrape_configs: [{ job_name: 'linli', file_sd_configs: [{ files: [targets], refresh_interval: '5s' }] }],
});

const alive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

// Written beside and moved: nobody reads half of it.
function writeWhole(file, value) {
  fs.writeFileSync(`${file}.new`, JSON.stringify(value));
  fs.renameSync(`${file}.new`, file);
}

const { supervisor } = readStatus(STATUS_FILE);
if (!alive(supervisor)) {
  console.error('No house runs here: make run, in another terminal.');
  process.exit(1);
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-watch-'));
const targets = path.join(folder, 'targets.json');
const configuration = path.join(folder, 'prometheus.yml');
const follow = () => writeWhole(targets, targetsOf(readStatus(STATUS_FILE)));

follow();
writeWhole(configuration, CONFIGURATION(targets)); // JSON is YAML, too
const prometheus = spawn('prometheus', [
  `--config.file=${configuration}`, `--storage.tsdb.path=${path.join(folder, 'data')}`, `--web.listen-address=${ADDRESS}`, '--log.level=warn',
], { stdio: 'inherit' });
const looking = setInterval(() => {
  if (alive(supervisor)) follow();
  else prometheus.kill('SIGTERM');
}, LOOK_MS);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => prometheus.kill('SIGTERM'));
prometheus.on('error', (error) => console.error(`Prometheus does not start: ${error.message}`));
prometheus.on('spawn', () => console.log(
  `Prometheus watches the house: http://${ADDRESS}/targets (processes), /alerts, /rules, /graph; Ctrl-C ends it.\nDashboards for Grafana are in deploy/observability/dashboards.`,
));
prometheus.on('close', (code) => {
  clearInterval(looking);
  fs.rmSync(folder, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
