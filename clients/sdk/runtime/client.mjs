// The client: one method an operation, and what is not one call of one operation (batch, pages, live).

import { answerProblem, networkProblem } from './problem.mjs';
import { encodeCall, newIdempotencyKey } from './encoding.mjs';
import { defaultTransport } from './transports.mjs';
import { createSession } from './session.mjs';
import { DEFAULT_RETRY, createRetryBudget, passesByItself, realClock, waitBeforeRetry } from './retry.mjs';
import { createUnanswered } from './unanswered.mjs';
import { createBatch } from './batch.mjs';
import { createLive } from './live.mjs';
import { createPages } from './pages.mjs';

const TIMEOUT_MS = 20000;
const REFRESH_WAIT_MS_MAX = 5000;

function assertKnown(operations, name) {
  if (!Object.prototype.hasOwnProperty.call(operations, name)) throw new TypeError('linli: there is no operation ' + name);
  return Object.assign({ name }, operations[name]);
}

// `operations` is the table derived from the contract. options: { baseUrl, transport, tokens, onTokens, signIn, language,
// timeoutMs, retry, headers, onExchange, clock }.
export function createCore(operations, options) {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const transport = options.transport || defaultTransport();
  const retry = Object.assign({}, DEFAULT_RETRY, options.retry);
  const clock = options.clock || realClock;
  const budget = createRetryBudget(clock);
  const unanswered = createUnanswered(clock);

  // ---- one exchange: sent once, answered once -------------------------------------------------------------------------

  function headersOf(call, attempt, token) {
    const headers = Object.assign({ Accept: 'application/json' }, options.headers, call.options.headers);
    if (call.body !== undefined) headers['Content-Type'] = 'application/json';
    if (options.language) headers['Accept-Language'] = options.language;
    if (token) headers.Authorization = 'Bearer ' + token;
    if (call.key) headers['Idempotency-Key'] = call.key;
    // Only of a key made here is it known that nobody has tried it before.
    if (call.key && call.key !== call.options.idempotencyKey) headers['Idempotency-Attempt'] = String(attempt);
    return headers;
  }

  async function exchange(call, attempt, token) {
    const sent = transport.send({
      method: call.operation.method,
      url: baseUrl + call.path,
      headers: headersOf(call, attempt, token),
      body: call.body,
      file: call.file,
      timeoutMs: call.options.timeoutMs || options.timeoutMs || TIMEOUT_MS,
    });
    if (call.options.onSent) call.options.onSent(sent.abort);
    let answer;
    try {
      answer = await sent.answer;
    } catch (error) {
      throw networkProblem(call.operation.name, error);
    }
    if (options.onExchange) {
      options.onExchange({ operation: call.operation.name, method: call.operation.method, path: call.path, request: call.request, answer, attempt });
    }
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw answerProblem(call.operation.name, answer);
  }

  // ---- one attempt: with a good token -----------------------------------------------------------------------------------

  const noToken = () => '';
  const currentToken = () => (session.tokens ? session.tokens.accessToken : '');

  async function attemptCall(call, attempt, token) {
    try {
      return await exchange(call, attempt, token);
    } catch (problem) {
      if (!token || !session.isEnded(problem) || !(await session.renew(token))) throw problem;
      return exchange(call, attempt + 1, currentToken());
    }
  }

  // ---- one call: as often as it makes sense -------------------------------------------------------------------------------

  // Without a key a call may be repeated as it is, the contract says: it reads or sets a state. But a session begins with a
  // code that works once: it needs `renew`. Asking once more after a refusal that is not final costs no budget: at most one
  // request comes of one that went unanswered, and to tell a no that may become a yes would cost more.
  async function repeatCall(call, tokenOf) {
    const rules = Object.assign({}, retry, call.options.retry);
    const repeatable = call.options.renew || call.operation.refresh || !call.operation.session;
    let waitedMs = 0;
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await attemptCall(call, attempt, tokenOf());
        budget.earn();
        unanswered.answered(call);
        return result;
      } catch (problem) {
        problem.idempotencyKey = call.key || '';
        if (!passesByItself(problem)) budget.earn();
        const finalMs = unanswered.waitBeforeFinal(call, problem, rules);
        const waitMs = finalMs || (repeatable ? waitBeforeRetry(problem, attempt, waitedMs, rules, clock) : -1);
        if (waitMs < 0 || (!finalMs && !budget.spend())) throw problem;
        waitedMs += waitMs;
        await clock.sleep(waitMs);
        if (call.options.renew) Object.assign(call, newRequest(call.operation, await call.options.renew()));
      }
    }
  }

  function newRequest(operation, request) {
    const encoded = encodeCall(operation, request);
    return { request, path: encoded.path, body: encoded.body, file: encoded.file };
  }

  function prepare(name, request, callOptions) {
    const operation = assertKnown(operations, name);
    const given = callOptions || {};
    const key = operation.keyed ? given.idempotencyKey || newIdempotencyKey() : '';
    return Object.assign({ operation, key, options: given }, newRequest(operation, request || {}));
  }

  async function call(name, request, callOptions) {
    const prepared = prepare(name, request, callOptions);
    // Signing in is no matter for the token there was before.
    const result = await repeatCall(prepared, prepared.operation.session ? noToken : currentToken);
    if (prepared.operation.session && result && result.accessToken) session.set(result);
    return result;
  }

  // Renewal goes past the session: no token, no renewal of the renewal. It may be repeated for a short while: within ten
  // seconds a spent refresh token gives the same new one.
  const session = createSession(options, (refreshToken) => {
    const name = Object.keys(operations).filter((candidate) => operations[candidate].refresh)[0];
    if (!name) return Promise.resolve(null);
    const rules = Object.assign({}, retry, { totalWaitMsMax: Math.min(retry.totalWaitMsMax, REFRESH_WAIT_MS_MAX) });
    return repeatCall(prepare(name, { refreshToken }, { retry: rules }), noToken);
  });

  // A request that is no operation of the contract: batch and live.
  function raw(name, method, path, body, callOptions) {
    return repeatCall({
      operation: { name, method }, request: body, path,
      body: body === undefined ? undefined : JSON.stringify(body), key: '', options: callOptions || {},
    }, currentToken);
  }

  const core = {
    call,
    get tokens() {
      return session.tokens;
    },
    setTokens: (tokens) => session.set(tokens),
  };
  core.batch = createBatch(operations, raw);
  core.live = createLive(raw);
  core.pages = createPages(call);
  return core;
}
