// What operators must know. Each has a page, deploy/runbooks/<alert>.md, and a case in tests/deploy/observability.

import { BURN_ALERTS } from './objectives.mjs';

const PAGE = 'page'; // wakes somebody
const TICKET = 'ticket'; // is looked at today

export const ALERTS = [
  { alert: 'LinliProcessMissing', severity: PAGE, for: '1m', expr: 'up{job="linli"} == 0', summary: '{{ $labels.service }} at {{ $labels.instance }} does not answer.' },
  { alert: 'LinliNotReady', severity: PAGE, for: '2m', expr: 'linli_ready == 0', summary: '{{ $labels.service }} at {{ $labels.instance }} says that it is not ready.' },
  {
    alert: 'LinliRestarts', severity: TICKET, for: '0m', expr: 'sum by (service) (changes(process_start_time_seconds{job="linli"}[15m])) >= 3',
    summary: '{{ $labels.service }} has begun anew three times or more in 15 minutes.',
  },
  ...BURN_ALERTS,
  {
    alert: 'LinliRefusing', severity: PAGE, for: '5m',
    expr: 'sum(rate(linli_gateway_admission_refused_total[5m])) / sum(rate(linli_gateway_requests_total[5m])) > 0.01',
    summary: 'The gateway turns away more than 1 % of requests for want of room.',
  },
  {
    alert: 'LinliWorkersExhausted', severity: PAGE, for: '1m', expr: 'linli_workers_busy >= linli_workers and linli_queue_age_seconds > 0.25',
    summary: 'All workers of {{ $labels.service }} ({{ $labels.lane }}) are busy, each with its database connection, and others wait.',
  },
  { alert: 'LinliDatabaseSilent', severity: PAGE, for: '15s', expr: 'linli_database_silent == 1', summary: 'PostgreSQL answers nobody in {{ $labels.service }}.' },
  {
    alert: 'LinliPostgresConnections', severity: TICKET, for: '5m', expr: 'max(linli_postgres_connections) / max(linli_postgres_connections_max) > 0.8',
    summary: 'More than 80 % of the connections that PostgreSQL takes are taken.',
  },
  {
    alert: 'LinliOutboxLag', severity: PAGE, for: '1m', expr: 'max by (service) (linli_outbox_age_seconds) > 60',
    summary: 'An event of {{ $labels.service }} has waited in its outbox for more than a minute.',
  },
  { alert: 'LinliNoRelay', severity: PAGE, for: '2m', expr: 'sum by (service) (linli_relay_active) == 0', summary: 'Nobody relays the outbox of {{ $labels.service }}.' },
  { alert: 'LinliDeadLetters', severity: TICKET, for: '5m', expr: 'max by (service) (linli_dead_letters) > 0', summary: 'Events for {{ $labels.service }} were given up.' },
  {
    alert: 'LinliConsumerLag', severity: TICKET, for: '10m', expr: 'max by (service, consumer) (linli_consumer_pending_events) > 1000',
    summary: 'More than 1,000 events wait for {{ $labels.consumer }}.',
  },
  {
    alert: 'LinliJobsLate', severity: TICKET, for: '2m', expr: 'max by (service) (linli_jobs_due_age_seconds) > 300',
    summary: 'A job of {{ $labels.service }} is due for more than five minutes.',
  },
  {
    alert: 'LinliJobsDead', severity: TICKET, for: '0m', expr: 'sum by (service, kind) (increase(linli_jobs_total{outcome="dead"}[1h])) > 0',
    summary: 'Jobs {{ $labels.kind }} of {{ $labels.service }} were given up.',
  },
  {
    alert: 'LinliOperationsUnfinished', severity: TICKET, for: '5m', expr: 'max by (service) (linli_operations_unfinished) > 0',
    summary: 'Operations of {{ $labels.service }} were begun, and nobody finishes them.',
  },
  {
    alert: 'LinliStreamFull', severity: PAGE, for: '5m', expr: 'linli_stream_bytes / linli_stream_bytes_max > 0.8',
    summary: '{{ $labels.stream }} has more than 80 % of the bytes it may have; full, it takes no event.',
  },
  {
    alert: 'LinliStreamLoss', severity: TICKET, for: '0m', expr: 'sum by (service) (increase(linli_stream_losses_total[1h])) > 0',
    summary: 'The stream of {{ $labels.service }} may have lost events; they were sent again.',
  },
  {
    alert: 'LinliBusRefusals', severity: PAGE, for: '0m', expr: 'sum by (service) (increase(linli_bus_refusals_total[5m])) > 0',
    summary: 'NATS refuses {{ $labels.service }} something: its rights are wrong, or its answer was half a minute late.',
  },
  {
    alert: 'LinliWeChatFailing', severity: PAGE, for: '5m',
    expr: 'sum by (function) (rate(linli_wechat_calls_total{outcome=~"BUSY|NOT_SENT|NO_ANSWER"}[5m])) / sum by (function) (rate(linli_wechat_calls_total[5m])) > 0.2',
    summary: 'More than a fifth of the calls of {{ $labels.function }} at WeChat fail.',
  },
  {
    alert: 'LinliRefundsLate', severity: PAGE, for: '1h', expr: 'max by (state) (linli_refunds_stuck) > 0',
    summary: 'Refunds that WeChat does not pay out: {{ $labels.state }}.',
  },
  {
    alert: 'LinliPaymentCases', severity: TICKET, for: '1h', expr: 'max by (reason) (linli_payment_cases_open) > 0',
    summary: 'Payments or refunds wait for somebody: {{ $labels.reason }}.',
  },
  { alert: 'LinliBillsLate', severity: TICKET, for: '10m', expr: 'max(linli_bills_late) > 0', summary: 'A day of WeChat bills is due and not compared.' },
  {
    alert: 'LinliSaleUnbalanced', severity: PAGE, for: '0m', expr: 'max(linli_sales_unbalanced) > 0',
    summary: 'Units of a running sale do not add up: oversold, or lost.',
  },
  { alert: 'LinliRedisAway', severity: TICKET, for: '5m', expr: 'linli_gateway_redis_connected == 0', summary: 'The gateway at {{ $labels.instance }} has no Redis.' },
  {
    alert: 'LinliConnectionsExhausted', severity: PAGE, for: '2m', expr: 'linli_gateway_connections / linli_gateway_connections_max > 0.9',
    summary: 'The gateway at {{ $labels.instance }} has more than 90 % of its connections.',
  },
  {
    alert: 'LinliFilesExhausted', severity: TICKET, for: '5m', expr: 'process_open_fds{job="linli"} / process_max_fds{job="linli"} > 0.8',
    summary: '{{ $labels.service }} at {{ $labels.instance }} has more than 80 % of the files it may open.',
  },
  {
    alert: 'LinliSigningKeyOld', severity: TICKET, for: '1h', expr: 'max(linli_signing_key_age_seconds) > 31 * 86400',
    summary: 'The newest signing key is older than 31 days: keys do not change any more.',
  },
  {
    alert: 'LinliFiguresMissing', severity: TICKET, for: '10m', expr: 'max by (service) (linli_measured) == 0',
    summary: '{{ $labels.service }} cannot read its figures from the database: alerts that need them are blind.',
  },
];
