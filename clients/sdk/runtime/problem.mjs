// What a call fails with, always: the server's problem (RFC 9457), or NETWORK when there was no answer.

export const NETWORK = 'NETWORK';

export class LinliProblem extends Error {
  constructor(fields) {
    super(fields.code + ': ' + (fields.detail || fields.title || ''));
    this.name = 'LinliProblem';
    this.operation = fields.operation || '';
    // HTTP status; 0: no answer came.
    this.status = fields.status || 0;
    // Stable, e.g. SOLD_OUT. What a program decides by.
    this.code = fields.code;
    // For the user, in his language.
    this.title = fields.title || '';
    // For the developer.
    this.detail = fields.detail || '';
    this.requestId = fields.requestId || '';
    // The fields that are wrong: [{ field, reason }].
    this.errors = fields.errors || [];
    // Milliseconds after which another try makes sense; -1: nothing was said about it.
    this.retryAfterMs = fields.retryAfterMs === undefined ? -1 : fields.retryAfterMs;
    // The key of a call that changes something: the same call with this key cannot happen twice.
    this.idempotencyKey = fields.idempotencyKey || '';
  }

  is() {
    return Array.prototype.indexOf.call(arguments, this.code) >= 0;
  }
}

export function networkProblem(operation, error) {
  return new LinliProblem({ operation, code: NETWORK, title: '网络不可用，请稍后再试', detail: String((error && error.message) || error) });
}

// Seconds, or a date as proxies write it.
function retryAfterMs(headers) {
  const text = headers['retry-after'];
  if (text === undefined || text === '') return -1;
  const ms = Number(text) >= 0 ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return ms >= 0 ? ms : -1;
}

// The problem in an answer that is no success. An answer that did not come from Linli (a proxy's page) has code HTTP_<status>.
export function answerProblem(operation, answer) {
  const body = answer.body && typeof answer.body === 'object' ? answer.body : {};
  return new LinliProblem({
    operation,
    status: answer.status,
    code: body.code || 'HTTP_' + answer.status,
    title: body.title,
    detail: body.detail,
    errors: body.errors,
    requestId: body.requestId || answer.headers['x-request-id'],
    retryAfterMs: retryAfterMs(answer.headers),
  });
}
