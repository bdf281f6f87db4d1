// Up to ten reads in one round trip.

import { answerProblem } from './problem.mjs';
import { encodeCall } from './encoding.mjs';

const READS_MAX = 10;

function outcome(name, answer) {
  if (answer.status >= 200 && answer.status < 300) return { ok: true, value: answer.body };
  return { ok: false, problem: answerProblem(name, { status: answer.status, headers: {}, body: answer.body }) };
}

// batch([['getCampaign', { campaignId }], ['listPosts', { circleId }]]) gives { ok, value } or { ok, problem } for each.
export function createBatch(operations, raw) {
  return async (reads, callOptions) => {
    if (reads.length > READS_MAX) throw new TypeError('linli: a batch takes at most ' + READS_MAX + ' reads');
    const requests = reads.map((read) => {
      const operation = operations[read[0]];
      if (!operation || operation.method !== 'GET') throw new TypeError('linli: ' + read[0] + ' is not a read');
      return { method: 'GET', path: encodeCall(Object.assign({ name: read[0] }, operation), read[1] || {}).path };
    });
    const answer = await raw('batch', 'POST', '/v1:batch', { requests }, callOptions);
    return answer.responses.map((response, i) => outcome(reads[i][0], response));
  };
}
