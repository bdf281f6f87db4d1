// What is promised, and the rules that follow from it: how fast the budget of errors is used up, over windows long and short.

export const OBJECTIVES = [
  { name: 'Availability', ratio: 'errors', promise: 0.999, text: 'requests at the gateway are answered without a 5xx' },
  { name: 'Latency', ratio: 'slow', promise: 0.99, text: 'requests at the gateway are answered within 300 ms' },
];

// Long polls wait, and files take what their sender takes: neither is slow.
const TIMED = 'method!~"linli[.]gateway[.].*|.*[.]UploadMedia"';

const RATIOS = {
  errors: (window) => `(sum(rate(linli_gateway_requests_total{class="5xx"}[${window}])) or vector(0)) / (sum(rate(linli_gateway_requests_total[${window}])) > 0)`,
  slow: (window) => `1 - sum(rate(linli_gateway_request_seconds_bucket{${TIMED},le="0.3"}[${window}]))`
    + ` / (sum(rate(linli_gateway_request_seconds_count{${TIMED}}[${window}])) > 0)`,
};

const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

// Both windows must see it: the long one that it matters, the short one that it goes on. A budget of 30 days is gone in 2 days at
// 14.4 times the speed, in 5 at 6 times, in 10 at 3 times, in 30 at once.
const PAGES = [[14.4, '1h', '5m'], [6, '6h', '30m']];
const TICKETS = [[3, '1d', '2h'], [1, '3d', '6h']];

export const RECORDED = [
  ...Object.entries(RATIOS).flatMap(([name, expr]) => WINDOWS.map((window) => ({ record: `linli:gateway_${name}:ratio_rate${window}`, expr: expr(window) }))),
  { record: 'linli:gateway_requests:rate5m', expr: 'sum by (method) (rate(linli_gateway_requests_total[5m]))' },
  { record: 'linli:calls:rate5m', expr: 'sum by (service, method, outcome) (rate(linli_calls_total[5m]))' },
  {
    record: 'linli:call_seconds:p99_rate5m',
    expr: 'histogram_quantile(0.99, sum by (service, method, le) (rate(linli_call_seconds_bucket[5m])))',
  },
];

const burns = ({ ratio, promise }, pairs) => pairs
  .map(([speed, long, short]) => [long, short].map((window) => `linli:gateway_${ratio}:ratio_rate${window} > ${speed} * ${(1 - promise).toFixed(3)}`).join(' and '))
  .map((expr) => `(${expr})`).join(' or ');

export const BURN_ALERTS = OBJECTIVES.flatMap((objective) => [
  { alert: `Linli${objective.name}Burn`, severity: 'page', for: '2m', pairs: PAGES },
  { alert: `Linli${objective.name}BurnSlow`, severity: 'ticket', for: '15m', pairs: TICKETS },
].map(({ pairs, ...rest }) => ({
  ...rest, expr: burns(objective, pairs), summary: `Too few ${objective.text}: at this speed the error budget of 30 days does not last.`,
})));
