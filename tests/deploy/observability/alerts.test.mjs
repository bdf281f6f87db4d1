// Each alert fires when it should and not before, by promtool's own tests; rules and dashboards are as generated.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ALERTS } from '../../../deploy/observability/alerts.mjs';
import { ruleOf } from '../../../deploy/observability/generate.mjs';
import { newFolder, ROOT } from '../../support/house.mjs';

const HERE = path.join(ROOT, 'deploy/observability');
const RULES = ['recording.yml', 'alerts.yml'].map((name) => path.join(HERE, 'rules', name));
const promtool = (...words) => {
  const { status, stdout, stderr, error } = spawnSync('promtool', words, { encoding: 'utf8' });
  assert.ifError(error);
  return { status, said: stdout + stderr };
};

// series: what is seen once a minute, or every so many («a+bxN»: a, and N times b more). fires: minutes by which it must, with these labels; silent:
// minutes by which it must not. others: series beside which it must not fire at all.
const METHOD = 'method="linli.groupbuy.v1.GroupBuy.PayOrder"';
const requests = (bad, good) => ({ [`linli_gateway_requests_total{${METHOD},class="5xx"}`]: bad, [`linli_gateway_requests_total{${METHOD},class="2xx"}`]: good });
const answers = (fast, all) => ({ [`linli_gateway_request_seconds_bucket{${METHOD},le="0.3"}`]: fast, [`linli_gateway_request_seconds_count{${METHOD}}`]: all });
const figure = (name, labels, value, fine) => ({ series: { [`${name}{${labels}}`]: `${value}x90` }, others: { [`${name}{${labels}}`]: `${fine}x90` } });
const GROUPBUY = { service: 'groupbuy' };
const HOST = { service: 'groupbuy', instance: 'a:9090', job: 'linli' };
const text = (labels) => Object.entries(labels).map(([name, value]) => `${name}="${value}"`).join(',');

const CASES = {
  LinliProcessMissing: { ...figure('up', text(HOST), 0, 1), labels: HOST, silent: 0, fires: 2 },
  LinliNotReady: { ...figure('linli_ready', text(HOST), 0, 1), labels: HOST, silent: 1, fires: 3 },
  LinliRestarts: {
    series: { [`process_start_time_seconds{${text(HOST)}}`]: '100+60x5 400x30' }, others: { [`process_start_time_seconds{${text(HOST)}}`]: '100x5 200x30' },
    labels: GROUPBUY, silent: 1, fires: 6,
  },
  LinliAvailabilityBurn: { series: requests('0+2x120', '0+98x120'), others: requests('0+1x120', '0+999x120'), labels: {}, silent: 1, fires: 60 },
  LinliAvailabilityBurnSlow: { series: requests('0+4x500', '0+996x500'), others: requests('0x500', '0+1000x500'), labels: {}, every: 10, silent: 10, fires: 4500 },
  LinliLatencyBurn: { series: answers('0+80x120', '0+100x120'), others: answers('0+995x120', '0+1000x120'), labels: {}, silent: 1, fires: 60 },
  LinliLatencyBurnSlow: { series: answers('0+96x500', '0+100x500'), others: answers('0+995x500', '0+1000x500'), labels: {}, every: 10, silent: 10, fires: 4500 },
  LinliRefusing: {
    series: { linli_gateway_admission_refused_total: '0+2x60', linli_gateway_requests_total: '0+100x60' },
    others: { linli_gateway_admission_refused_total: '0+1x60', linli_gateway_requests_total: '0+200x60' }, labels: {}, silent: 4, fires: 10,
  },
  LinliWorkersExhausted: {
    series: { 'linli_workers{service="groupbuy",lane="database"}': '4x30', 'linli_workers_busy{service="groupbuy",lane="database"}': '4x30', 'linli_queue_age_seconds{service="groupbuy",lane="database"}': '0.5x30' },
    others: { 'linli_workers{service="groupbuy",lane="database"}': '4x30', 'linli_workers_busy{service="groupbuy",lane="database"}': '4x30', 'linli_queue_age_seconds{service="groupbuy",lane="database"}': '0.2x30' },
    labels: { service: 'groupbuy', lane: 'database' }, silent: 0, fires: 2,
  },
  LinliDatabaseSilent: { ...figure('linli_database_silent', text(GROUPBUY), 1, 0), labels: GROUPBUY, silent: 0, fires: 1 },
  LinliPostgresConnections: {
    series: { linli_postgres_connections: '81x30', linli_postgres_connections_max: '100x30' }, others: { linli_postgres_connections: '80x30', linli_postgres_connections_max: '100x30' },
    labels: {}, silent: 4, fires: 6,
  },
  LinliOutboxLag: { ...figure('linli_outbox_age_seconds', text(GROUPBUY), 61, 60), labels: GROUPBUY, silent: 0, fires: 2 },
  LinliNoRelay: {
    series: { 'linli_relay_active{service="groupbuy",instance="a"}': '0x30', 'linli_relay_active{service="groupbuy",instance="b"}': '0x30' },
    others: { 'linli_relay_active{service="groupbuy",instance="a"}': '0x30', 'linli_relay_active{service="groupbuy",instance="b"}': '1x30' }, labels: GROUPBUY, silent: 1, fires: 3,
  },
  LinliDeadLetters: { ...figure('linli_dead_letters', text(GROUPBUY), 1, 0), labels: GROUPBUY, silent: 4, fires: 6 },
  LinliConsumerLag: {
    ...figure('linli_consumer_pending_events', 'service="coupons",consumer="coupons-on-OrderPaid"', 1001, 1000), labels: { service: 'coupons', consumer: 'coupons-on-OrderPaid' }, silent: 9, fires: 11,
  },
  LinliJobsLate: { ...figure('linli_jobs_due_age_seconds', text(GROUPBUY), 301, 300), labels: GROUPBUY, silent: 1, fires: 3 },
  LinliJobsDead: {
    series: { 'linli_jobs_total{service="groupbuy",kind="pay_out",outcome="dead"}': '0x5 1x30' }, others: { 'linli_jobs_total{service="groupbuy",kind="pay_out",outcome="failed"}': '0x5 1x30' },
    labels: { service: 'groupbuy', kind: 'pay_out' }, silent: 4, fires: 7,
  },
  LinliOperationsUnfinished: { ...figure('linli_operations_unfinished', text(GROUPBUY), 1, 0), labels: GROUPBUY, silent: 4, fires: 6 },
  LinliStreamFull: {
    series: { 'linli_stream_bytes{stream="EVT_GROUPBUY"}': '81x30', 'linli_stream_bytes_max{stream="EVT_GROUPBUY"}': '100x30' },
    others: { 'linli_stream_bytes{stream="EVT_GROUPBUY"}': '80x30', 'linli_stream_bytes_max{stream="EVT_GROUPBUY"}': '100x30' }, labels: { stream: 'EVT_GROUPBUY' }, silent: 4, fires: 6,
  },
  LinliStreamLoss: {
    series: { 'linli_stream_losses_total{service="groupbuy"}': '0x5 1x30' }, others: { 'linli_stream_losses_total{service="groupbuy"}': '1x30' }, labels: GROUPBUY, silent: 4, fires: 7,
  },
  LinliBusRefusals: {
    series: { 'linli_bus_refusals_total{service="groupbuy"}': '0x5 1x30' }, others: { 'linli_bus_refusals_total{service="groupbuy"}': '0x30' }, labels: GROUPBUY, silent: 4, fires: 7,
  },
  LinliWeChatFailing: {
    series: { 'linli_wechat_calls_total{function="/v3/x",outcome="BUSY"}': '0+3x60', 'linli_wechat_calls_total{function="/v3/x",outcome="OK"}': '0+7x60' },
    others: { 'linli_wechat_calls_total{function="/v3/x",outcome="REFUSED"}': '0+9x60', 'linli_wechat_calls_total{function="/v3/x",outcome="OK"}': '0+1x60' },
    labels: { function: '/v3/x' }, silent: 4, fires: 10,
  },
  LinliRefundsLate: { ...figure('linli_refunds_stuck', 'state="ABNORMAL"', 1, 0), labels: { state: 'ABNORMAL' }, silent: 59, fires: 61 },
  LinliPaymentCases: { ...figure('linli_payment_cases_open', 'reason="PAID_TWICE"', 1, 0), labels: { reason: 'PAID_TWICE' }, silent: 59, fires: 61 },
  LinliBillsLate: { ...figure('linli_bills_late', '', 1, 0), labels: {}, silent: 9, fires: 11 },
  LinliSaleUnbalanced: { ...figure('linli_sales_unbalanced', '', 1, 0), labels: {}, silent: null, fires: 1 },
  LinliRedisAway: { ...figure('linli_gateway_redis_connected', text(HOST), 0, 1), labels: HOST, silent: 4, fires: 6 },
  LinliConnectionsExhausted: {
    series: { [`linli_gateway_connections{${text(HOST)}}`]: '91x30', [`linli_gateway_connections_max{${text(HOST)}}`]: '100x30' },
    others: { [`linli_gateway_connections{${text(HOST)}}`]: '90x30', [`linli_gateway_connections_max{${text(HOST)}}`]: '100x30' }, labels: HOST, silent: 1, fires: 3,
  },
  LinliFilesExhausted: {
    series: { [`process_open_fds{${text(HOST)}}`]: '81x30', [`process_max_fds{${text(HOST)}}`]: '100x30' },
    others: { [`process_open_fds{${text(HOST)}}`]: '80x30', [`process_max_fds{${text(HOST)}}`]: '100x30' }, labels: HOST, silent: 4, fires: 6,
  },
  LinliSigningKeyOld: { ...figure('linli_signing_key_age_seconds', '', 32 * 86400, 30 * 86400), labels: {}, silent: 59, fires: 61 },
  LinliFiguresMissing: { ...figure('linli_measured', text(GROUPBUY), 0, 1), labels: GROUPBUY, silent: 9, fires: 11 },
};

const filled = (summary, labels) => summary.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name) => labels[name]);

function casesOf({ alert, severity, summary }) {
  const { series, others, labels, silent, fires, every = 1 } = CASES[alert];
  const input = (some) => Object.entries(some).map(([name, values]) => ({ series: name, values }));
  const at = (minutes, firing) => ({
    eval_time: `${minutes}m`, alertname: alert,
    exp_alerts: firing ? [{ exp_labels: { severity, ...labels }, exp_annotations: { summary: filled(summary, labels), runbook: `deploy/runbooks/${alert}.md` } }] : [],
  });
  return [
    { interval: `${every}m`, input_series: input(series), alert_rule_test: [...(silent === null ? [] : [at(silent, false)]), at(fires, true)] },
    { interval: `${every}m`, input_series: input(others), alert_rule_test: [at(fires, false)] },
  ];
}

test('rules and dashboards are as they are generated, and promtool takes the rules', () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(HERE, 'generate.mjs'), '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const checked = promtool('check', 'rules', ...RULES);
  assert.equal(checked.status, 0, checked.said);
});

test('every alert has a case, a page to read and nothing that is missing', () => {
  assert.deepEqual(ALERTS.map(({ alert }) => alert).sort(), Object.keys(CASES).sort());
  for (const rule of ALERTS.map(ruleOf)) {
    assert.match(rule.alert, /^Linli[A-Z][A-Za-z]+$/);
    assert.ok(['page', 'ticket'].includes(rule.labels.severity) && rule.annotations.summary.endsWith('.'), rule.alert);
    assert.equal(rule.annotations.runbook, `deploy/runbooks/${rule.alert}.md`);
  }
});

test('every alert fires when it should, and not before or beside it', () => {
  const folder = newFolder();
  try {
    for (const every of [1, 10]) {
      const file = path.join(folder, `every_${every}.yml`);
      const tests = ALERTS.filter(({ alert }) => (CASES[alert].every ?? 1) === every).flatMap(casesOf);
      fs.writeFileSync(file, JSON.stringify({ rule_files: RULES, group_eval_order: ['linli-recording', 'linli-alerts'], evaluation_interval: `${every}m`, tests })); // YAML, too
      const tried = promtool('test', 'rules', file);
      assert.equal(tried.status, 0, tried.said);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
