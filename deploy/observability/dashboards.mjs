// Grafana's dashboards, a line a panel: title, unit (Grafana's name), queries as [PromQL, legend]. Written out by generate.mjs.

const SERVICES = ['auth', 'content', 'groupbuy', 'coupons', 'notifications'];

const quantiles = (name, by, filter = '') => [0.5, 0.99].map((q) => [
  `histogram_quantile(${q}, sum by (${[...by, 'le'].join(', ')}) (rate(${name}_bucket{${filter}}[$__rate_interval])))`,
  [...by.map((label) => `{{${label}}}`), `p${q * 100}`].join(' '),
]);
const rate = (name, by, filter = '') => [`sum by (${by.join(', ')}) (rate(${name}{${filter}}[$__rate_interval]))`, by.map((label) => `{{${label}}}`).join(' ')];

const overview = {
  uid: 'linli-overview', title: 'Linli: overview', panels: [
    ['Requests by class', 'reqps', [rate('linli_gateway_requests_total', ['class'])]],
    ['Answers, p50 and p99', 's', quantiles('linli_gateway_request_seconds', [])],
    ['Errors, share of requests (objective: 0.1 %)', 'percentunit', [['linli:gateway_errors:ratio_rate5m', '5 min'], ['linli:gateway_errors:ratio_rate1h', '1 h'], ['linli:gateway_errors:ratio_rate3d', '3 d']]],
    ['Slower than 300 ms, share of requests (objective: 1 %)', 'percentunit', [['linli:gateway_slow:ratio_rate5m', '5 min'], ['linli:gateway_slow:ratio_rate1h', '1 h'], ['linli:gateway_slow:ratio_rate3d', '3 d']]],
    ['Ready', 'short', [['min by (service) (linli_ready)', '{{service}}']]],
    ['Calls in flight', 'short', [['sum by (service) (linli_calls_in_flight)', '{{service}}'], ['sum(linli_gateway_in_flight)', 'gateway']]],
    ['Outbox: age of the oldest event', 's', [['max by (service) (linli_outbox_age_seconds)', '{{service}}']]],
    ['Events that wait for a consumer', 'short', [['topk(10, max by (consumer) (linli_consumer_pending_events))', '{{consumer}}']]],
    ['Dead letters', 'short', [['max by (service) (linli_dead_letters)', '{{service}}']]],
    ['Streams: share of their bytes', 'percentunit', [['linli_stream_bytes / linli_stream_bytes_max', '{{stream}}']]],
    ['PostgreSQL: connections', 'short', [['max(linli_postgres_connections)', 'taken'], ['max(linli_postgres_connections_max)', 'there are']]],
    ['WeChat: calls that failed', 'reqps', [rate('linli_wechat_calls_total', ['function', 'outcome'], 'outcome!="OK"')]],
    ['Memory', 'bytes', [['sum by (service) (process_resident_memory_bytes{job="linli"})', '{{service}}']]],
    ['Processors', 'short', [['sum by (service) (rate(process_cpu_seconds_total{job="linli"}[$__rate_interval]))', '{{service}}']]],
  ],
};

const ORDER = 'method="linli.groupbuy.v1.GroupBuy.PlaceFlashOrder"';
const sale = {
  uid: 'linli-flash-sale', title: 'Linli: a flash sale, live', refresh: '5s', from: 'now-15m', panels: [
    ['Unsold units', 'short', [['sum by (campaign) (max by (campaign, bucket) (linli_sale_unsold_units))', '{{campaign}}']]],
    ['Unsold units by bucket', 'short', [['max by (campaign, bucket) (linli_sale_unsold_units)', '{{campaign}} {{bucket}}']]],
    ['Orders by outcome', 'reqps', [rate('linli_calls_total', ['outcome'], ORDER)]],
    ['Orders at the gateway by class', 'reqps', [rate('linli_gateway_requests_total', ['class'], ORDER)]],
    ['«Sold out» said without asking', 'reqps', [['sum(rate(linli_gateway_refusal_repeated_total[$__rate_interval]))', 'repeated']]],
    ['Orders, p50 and p99 at the gateway', 's', quantiles('linli_gateway_request_seconds', [], ORDER)],
    ['Orders in a batch', 'short', [[`sum(rate(linli_batch_items_total{${ORDER}}[$__rate_interval])) / sum(rate(linli_batch_seconds_count{${ORDER}}[$__rate_interval]))`, 'mean']]],
    ['A batch, p50 and p99', 's', quantiles('linli_batch_seconds', [], ORDER)],
    ['Groupbuy: workers that are busy', 'percentunit', [['sum by (lane) (linli_workers_busy{service="groupbuy"}) / sum by (lane) (linli_workers{service="groupbuy"})', '{{lane}}']]],
    ['Groupbuy: what waits longest', 's', [['max by (lane) (linli_queue_age_seconds{service="groupbuy"})', '{{lane}}']]],
    ['Turned away for want of room', 'reqps', [['sum(rate(linli_gateway_admission_refused_total[$__rate_interval]))', 'gateway'], ['sum by (service) (rate(linli_refused_total[$__rate_interval]))', '{{service}}']]],
    ['Processes', 'short', [['count by (service) (linli_ready == 1)', '{{service}}']]],
    ['Payments asked of WeChat', 'reqps', [rate('linli_wechat_calls_total', ['function', 'outcome'], 'function=~"/v3/pay.*"')]],
    ['Sales whose units do not add up', 'short', [['max(linli_sales_unbalanced)', 'must be 0']]],
  ],
};

const ofService = (service) => ({
  uid: `linli-${service}`, title: `Linli: ${service}`, panels: [
    ['Calls by method', 'reqps', [rate('linli_calls_total', ['method'], `service="${service}"`)]],
    ['Calls that were not OK', 'reqps', [rate('linli_calls_total', ['method', 'outcome'], `service="${service}",outcome!="OK"`)]],
    ['From arrival to answer, p99', 's', [quantiles('linli_call_seconds', ['method'], `service="${service}"`)[1]]],
    ['Calls in flight', 'short', [[`linli_calls_in_flight{service="${service}"}`, '{{instance}}']]],
    ['Workers that are busy', 'percentunit', [[`sum by (lane) (linli_workers_busy{service="${service}"}) / sum by (lane) (linli_workers{service="${service}"})`, '{{lane}}']]],
    ['Waiting for a worker, p99', 's', [quantiles('linli_queue_wait_seconds', ['lane'], `service="${service}"`)[1]]],
    ['Exchanges with PostgreSQL, p50 and p99', 's', quantiles('linli_db_exchange_seconds', [], `service="${service}"`)],
    ['Connections to PostgreSQL', 'short', [[`sum(linli_db_connections{service="${service}"})`, 'open'], [`sum(linli_db_connections_waiting{service="${service}"})`, 'waiting for an answer']]],
    ['Calls of other services', 'reqps', [rate('linli_outgoing_calls_total', ['method', 'outcome'], `service="${service}"`)]],
    ['Events published', 'reqps', [[`sum(rate(linli_outbox_published_total{service="${service}"}[$__rate_interval]))`, 'published']]],
    ['Outbox', 'short', [[`max(linli_outbox_events{service="${service}"})`, 'events that wait']]],
    ['Events by outcome', 'reqps', [rate('linli_events_total', ['outcome'], `service="${service}"`)]],
    ['Events: from true to handled, p99', 's', [quantiles('linli_event_delay_seconds', ['consumer'], `service="${service}"`)[1]]],
    ['Jobs by outcome', 'reqps', [rate('linli_jobs_total', ['kind', 'outcome'], `service="${service}"`)]],
    ['Jobs that are due', 'short', [[`max(linli_jobs_due{service="${service}"})`, 'due']]],
    ['WeChat, p99', 's', [quantiles('linli_wechat_call_seconds', ['function'], `service="${service}"`)[1]]],
  ],
});

const gateway = {
  uid: 'linli-gateway', title: 'Linli: gateway', panels: [
    ['Requests by method', 'reqps', [rate('linli_gateway_requests_total', ['method'])]],
    ['5xx by method', 'reqps', [rate('linli_gateway_requests_total', ['method'], 'class="5xx"')]],
    ['Answers by method, p99', 's', [quantiles('linli_gateway_request_seconds', ['method'])[1]]],
    ['Calls under way, by service', 'short', [['sum by (called) (linli_gateway_service_in_flight)', '{{called}}']]],
    ['Share of what may be under way', 'percentunit', [['linli_gateway_in_flight / linli_gateway_in_flight_max', '{{instance}}']]],
    ['Requests that wait to be packed', 'short', [['sum(linli_gateway_pack_waiting)', 'waiting']]],
    ['Requests in a pack', 'short', [['sum(rate(linli_gateway_packed_items_total[$__rate_interval])) / sum(rate(linli_gateway_packs_total[$__rate_interval]))', 'mean']]],
    ['Refused here', 'reqps', [
      ['sum(rate(linli_gateway_admission_refused_total[$__rate_interval]))', 'no room'], ['sum(rate(linli_gateway_rate_limited_total[$__rate_interval]))', 'too often'],
      ['sum(rate(linli_gateway_malformed_total[$__rate_interval]))', 'malformed'], ['sum(rate(linli_gateway_body_timed_out_total[$__rate_interval]))', 'body too slow'],
    ]],
    ['Connections', 'short', [['linli_gateway_connections', '{{instance}}'], ['linli_gateway_connections_max', 'at most']]],
    ['Answers from memory', 'percentunit', [['sum(rate(linli_gateway_microcache_hits_total[$__rate_interval])) / (sum(rate(linli_gateway_microcache_hits_total[$__rate_interval])) + sum(rate(linli_gateway_microcache_misses_total[$__rate_interval])))', 'hits']]],
    ['Tokens', 'reqps', [['sum(rate(linli_gateway_token_hits_total[$__rate_interval]))', 'known'], ['sum(rate(linli_gateway_tokens_verified_total[$__rate_interval]))', 'verified'], ['sum(rate(linli_gateway_tokens_refused_total[$__rate_interval]))', 'refused']]],
    ['Long polls', 'short', [['sum(linli_gateway_live_waiters)', 'waiting']]],
    ['Redis', 'short', [['min(linli_gateway_redis_connected)', '1: there']]],
  ],
};

export const DASHBOARDS = [overview, sale, gateway, ...SERVICES.map(ofService)];
