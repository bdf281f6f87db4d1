// Linli's client, version 1.0. Derived from the contract by clients/sdk/generate.mjs: change that, not this.

// What a call fails with, always: the server's problem (RFC 9457), or NETWORK when there was no answer.

const NETWORK = 'NETWORK';

class LinliProblem extends Error {
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

function networkProblem(operation, error) {
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
function answerProblem(operation, answer) {
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

// Requests as text, without URL, URLSearchParams or crypto, which mini-programs do not have.

// Fields of `request` as name=value pairs: lists repeat the name, messages inside are written with a dot.
function queryPairs(request, prefix, pairs) {
  Object.keys(request).forEach((name) => {
    const values = Array.isArray(request[name]) ? request[name] : [request[name]];
    values.forEach((value) => {
      if (value === undefined || value === null) return;
      if (typeof value === 'object') queryPairs(value, prefix + name + '.', pairs);
      else pairs.push(encodeURIComponent(prefix + name) + '=' + encodeURIComponent(String(value)));
    });
  });
  return pairs;
}

// Path and body of a call. A field that the path names goes there; the others into the query (GET, DELETE, beside a file) or
// the body.
function encodeCall(operation, request) {
  const rest = Object.assign({}, request);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => {
    const value = rest[name];
    if (value === undefined || value === null || value === '') throw new TypeError(operation.name + ' needs ' + name);
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  const file = operation.upload ? rest.file : undefined;
  if (operation.upload) {
    if (!file) throw new TypeError(operation.name + ' needs file');
    delete rest.file;
  } else if (operation.method === 'POST' || operation.method === 'PUT') {
    return { path, body: JSON.stringify(rest) };
  }
  const pairs = queryPairs(rest, '', []);
  return { path: pairs.length ? path + '?' + pairs.join('&') : path, file };
}

let counter = 0;

// 32 hexadecimal digits that no other call of this user has: time, a counter, and chance.
function newIdempotencyKey() {
  counter = (counter + 1) % 0x10000;
  const hex = (value, length) => ('0'.repeat(length) + Math.floor(value).toString(16)).slice(-length);
  const random = () => hex(Math.random() * 0x100000000, 8);
  return hex(Date.now(), 12) + hex(counter, 4) + random() + random();
}

// Ways to send a request. A transport is { send({ method, url, headers, body, timeoutMs }) } and gives
// { answer, abort }: `answer` becomes { status, headers (lower case), body } or fails when nothing came back.

const REQUESTS_AT_ONCE = 8;

function lowerCase(headers) {
  const result = {};
  Object.keys(headers || {}).forEach((name) => {
    result[name.toLowerCase()] = String(headers[name]);
  });
  return result;
}

function parse(body) {
  if (typeof body !== 'string') return body;
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch (error) {
    return undefined;
  }
}

// wx.request and uni.request. A mini-program may have ten requests under way; two places are kept for the app's own.
function requestTransport(host) {
  let underWay = 0;
  const waiting = [];

  // A file goes by uploadFile, which makes the form itself.
  function start(request, resolve, reject) {
    underWay++;
    const means = request.file
      ? { filePath: request.file, name: 'file' }
      : { method: request.method, data: request.body, dataType: 'text', responseType: 'text' };
    return (request.file ? host.uploadFile : host.request).call(host, Object.assign(means, {
      url: request.url,
      header: request.headers,
      timeout: request.timeoutMs,
      success: (result) => resolve({ status: result.statusCode, headers: lowerCase(result.header), body: parse(result.data) }),
      fail: (error) => reject(new Error((error && error.errMsg) || 'request:fail')),
      complete: () => {
        underWay--;
        if (waiting.length) waiting.shift()();
      },
    }));
  }

  function send(request) {
    let abort;
    const answer = new Promise((resolve, reject) => {
      let task = null;
      const begin = () => {
        task = start(request, resolve, reject);
      };
      abort = () => {
        const place = waiting.indexOf(begin);
        if (place >= 0) waiting.splice(place, 1);
        if (task && task.abort) task.abort();
        reject(new Error('request:fail abort'));
      };
      if (underWay < REQUESTS_AT_ONCE) begin();
      else waiting.push(begin);
    });
    return { answer, abort };
  }
  return { send };
}

// fetch of Node 18 and browsers.
function fetchTransport(fetch) {
  function form(file) {
    /* global FormData */
    const data = new FormData();
    data.append('file', file);
    return data;
  }

  async function exchange(request, signal) {
    const body = request.file ? form(request.file) : request.body;
    const response = await fetch(request.url, { method: request.method, headers: request.headers, body, signal });
    const headers = {};
    response.headers.forEach((value, name) => {
      headers[name.toLowerCase()] = value;
    });
    return { status: response.status, headers, body: parse(await response.text()) };
  }

  function send(request) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), request.timeoutMs);
    const answer = exchange(request, controller.signal).then(
      (result) => {
        clearTimeout(timer);
        return result;
      },
      (error) => {
        clearTimeout(timer);
        throw error;
      },
    );
    return { answer, abort: () => controller.abort() };
  }
  return { send };
}

// What this place offers: wx in a mini-program, uni in an app of uni-app, fetch in Node and browsers.
function defaultTransport() {
  /* global wx, uni, fetch */
  if (typeof uni !== 'undefined' && uni.request) return requestTransport(uni);
  if (typeof wx !== 'undefined' && wx.request) return requestTransport(wx);
  if (typeof fetch !== 'undefined') return fetchTransport(fetch);
  throw new Error('linli: no wx.request, uni.request or fetch here; pass a transport');
}

// The two tokens of a sign-in, and their renewal: one flight however many calls have noticed that the access token is old.

const ENDED = ['TOKEN_EXPIRED', 'TOKEN_STALE'];

// options: { tokens, onTokens(tokens|null), signIn() => tokens }; refresh(refreshToken) asks the server for new tokens.
function createSession(options, refresh) {
  let tokens = options.tokens || null;
  let renewal = null;

  function set(next) {
    tokens = next ? { accessToken: next.accessToken, refreshToken: next.refreshToken } : null;
    if (options.onTokens) options.onTokens(tokens);
  }

  // New tokens by the refresh token; when the server will have none of it, by signing in again; otherwise none.
  async function obtain() {
    if (tokens && tokens.refreshToken) {
      try {
        return await refresh(tokens.refreshToken);
      } catch (problem) {
        if (problem.status !== 400 && problem.status !== 401 && problem.status !== 403) throw problem;
      }
    }
    return options.signIn ? options.signIn() : null;
  }

  async function renewNow() {
    const next = await obtain();
    set(next);
    return next !== null && next !== undefined;
  }

  return {
    get tokens() {
      return tokens;
    },
    set,
    // Whether a refusal can be cured by new tokens.
    isEnded: (problem) => problem.status === 401 && ENDED.indexOf(problem.code) >= 0,
    // Renews after `usedToken` was refused; at once true when somebody else has done it meanwhile.
    renew(usedToken) {
      if (tokens && tokens.accessToken !== usedToken) return Promise.resolve(true);
      if (!renewal) {
        const done = () => {
          renewal = null;
        };
        renewal = renewNow();
        renewal.then(done, done);
      }
      return renewal;
    },
  };
}

// When a call is tried again, and after how long. Only what may be repeated is: reads, calls that set a state, and calls
// with an idempotency key. A process that starts again is back within 5 s, a database within 10: who asked meanwhile should
// not notice, so the attempts last for the 15 s that anybody waits.


const ATTEMPTS_MAX = 12;
const FIRST_WAIT_MS = 200;
const WAIT_MS_MAX = 4000;
const TOTAL_WAIT_MS_MAX = 15000;

// What a client may spend on repeating, over all its calls. It lasts for an app that is opened while a process restarts; in an
// outage that goes on it is soon gone, and then a call is one request: a crowd of clients adds little to what its people ask for.
const BUDGET_MAX = 40;
const BUDGET_PER_ANSWER = 0.1;
const BUDGET_PER_S = 0.25;

const DEFAULT_RETRY = {
  attemptsMax: ATTEMPTS_MAX, firstWaitMs: FIRST_WAIT_MS, waitMsMax: WAIT_MS_MAX, totalWaitMsMax: TOTAL_WAIT_MS_MAX,
  // Who asks too often is told at once; a script with a list to work off rather waits for its turn.
  waitWhenLimited: false,
};

function passesByItself(problem) {
  if (problem.code === NETWORK) return true;
  if (problem.status === 409) return problem.code === 'IN_PROGRESS' || problem.code === 'CONFLICT';
  return problem.status === 502 || problem.status === 503 || problem.status === 504;
}

// clock: { now(), random() }.
function createRetryBudget(clock) {
  let left = BUDGET_MAX;
  let atMs = clock.now();

  function fill(more) {
    const nowMs = clock.now();
    left = Math.min(BUDGET_MAX, left + more + (Math.max(0, nowMs - atMs) / 1000) * BUDGET_PER_S);
    atMs = nowMs;
  }

  return {
    // The server is well: it answered, if only with a refusal.
    earn: () => fill(BUDGET_PER_ANSWER),
    // False when there is nothing left to spend.
    spend() {
      fill(0);
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

const isWorthWaiting = (problem, retry) => passesByItself(problem) || (retry.waitWhenLimited && problem.status === 429);

// What is left of the time is worth one more attempt, if the server may be asked by then.
function lastWait(problem, waitedMs, retry) {
  const left = retry.totalWaitMsMax - waitedMs;
  return left > 0 && left >= problem.retryAfterMs ? left : -1;
}

// Milliseconds to wait before the next attempt; -1: give up. Doubles, drawn by chance so that a crowd does not come back
// at once; what the server asks for is the least.
function waitBeforeRetry(problem, attempt, waitedMs, retry, clock) {
  if (attempt >= retry.attemptsMax || !isWorthWaiting(problem, retry)) return -1;
  const most = Math.min(retry.firstWaitMs * Math.pow(2, attempt - 1), retry.waitMsMax);
  const chance = most / 2 + clock.random() * (most / 2);
  const wait = problem.retryAfterMs >= 0 ? problem.retryAfterMs + clock.random() * most : chance;
  return Math.round(waitedMs + wait > retry.totalWaitMsMax ? lastWait(problem, waitedMs, retry) : wait);
}

// Measures whiles, whatever becomes of the time of day. A mini-program may lack `performance` (and wx.getPerformance() counts in other
// units on some phones): there the time of day has to do, and whoever sets it forward meanwhile is told a refusal as final too early.
const timer = typeof performance === 'object' && performance && typeof performance.now === 'function' ? performance : Date;

const realClock = { now: () => timer.now(), random: () => Math.random(), sleep };

function sleep(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

// Attempts that nobody answered. Such a one may have been taken all the same, and take effect until the operation's time is over:
// until then a refusal of a later attempt is not final for their key. Its time is counted from when it broke off, as it may have been
// read as late as then.


const SLACK_MS = 2000; // of a commit on its way: PostgreSQL bears no transaction that is idle for longer

// No answer, or one that does not know: only these two of 5xx say that nothing was done.
const isUnanswered = ({ status, code }) => status === 0 || (status >= 500 && code !== 'OVERLOADED' && code !== 'NOT_AVAILABLE');

// It was judged what is asked for; 401 and 429 judge who asks, and when.
const isRefusal = (problem) => problem.status >= 400 && problem.status < 500 && problem.status !== 401 && problem.status !== 429 && !passesByItself(problem);

// Of all calls of a client, as a key may come again in another call.
function createUnanswered(clock) {
  const open = new Map(); // key → { sinceMs, forMs }

  // Where only the time of day is at hand (retry.mjs) it may be set back meanwhile: nobody waits for longer than he would from the beginning.
  const leftOf = ({ sinceMs, forMs }) => Math.min(forMs, sinceMs + forMs - clock.now());

  function note(call) {
    open.forEach((one, key) => {
      if (leftOf(one) <= 0) open.delete(key);
    });
    open.set(call.key, { sinceMs: clock.now(), forMs: call.operation.deadlineMs + SLACK_MS });
  }

  return {
    // Milliseconds after which to ask once more under the same key, as this problem of the call is not final; 0: it is. What is
    // asked then is answered for good, unless something has gone unanswered since. Each call waits for itself: two may have one key.
    // Who wants nothing repeated is told at once.
    waitBeforeFinal(call, problem, { attemptsMax }) {
      if (!call.key) return 0;
      if (isUnanswered(problem)) note(call);
      const one = open.get(call.key);
      if (!isRefusal(problem) || !one || attemptsMax <= 1 || call.waitedFor === one) return 0;
      call.waitedFor = one;
      return Math.max(0, Math.ceil(leftOf(one)));
    },
    answered: (call) => open.delete(call.key),
  };
}

// Up to ten reads in one round trip.


const READS_MAX = 10;

function outcome(name, answer) {
  if (answer.status >= 200 && answer.status < 300) return { ok: true, value: answer.body };
  return { ok: false, problem: answerProblem(name, { status: answer.status, headers: {}, body: answer.body }) };
}

// batch([['getCampaign', { campaignId }], ['listPosts', { circleId }]]) gives { ok, value } or { ok, problem } for each.
function createBatch(operations, raw) {
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

// What happens while somebody watches: a long poll that starts again by itself, from where it was.


const WAIT_MS = 25000;
const ANSWER_MS = 15000;
const PAUSE_MS_MAX = 30000;

// live({ watch: ['campaign:<id>'], onHint(hint), onResync(), onProblem(problem) }) gives { stop() }.
// A hint { type, id, version } says that something has changed, not what: read it again. onResync: hints were missed, read
// everything again.
function createLive(raw) {
  return (options) => {
    let stopped = false;
    let abort = null;
    let after = '';
    let failures = 0;

    function path() {
      const parts = (options.watch || []).map((topic) => 'watch=' + encodeURIComponent(topic));
      if (after) parts.push('after=' + encodeURIComponent(after));
      return '/v1/live?' + parts.concat('waitMs=' + (options.waitMs || WAIT_MS)).join('&');
    }

    function tell(answer) {
      after = answer.after || '';
      if (answer.resync && options.onResync) options.onResync();
      (answer.hints || []).forEach((hint) => options.onHint(hint));
    }

    async function turn() {
      const answer = await raw('live', 'GET', path(), undefined, {
        timeoutMs: (options.waitMs || WAIT_MS) + ANSWER_MS,
        retry: { attemptsMax: 1 },
        onSent: (cancel) => {
          abort = cancel;
        },
      });
      failures = 0;
      if (!stopped) tell(answer);
    }

    async function run() {
      while (!stopped) {
        try {
          await turn();
        } catch (problem) {
          if (stopped) return;
          failures++;
          if (options.onProblem) options.onProblem(problem);
          if (problem.status === 401 || problem.status === 403) return;
          await sleep(Math.min(500 * Math.pow(2, failures), PAUSE_MS_MAX) * (0.5 + Math.random() / 2));
        }
      }
    }

    run();
    return {
      stop() {
        stopped = true;
        if (abort) abort();
      },
    };
  };
}

// Lists, page after page: `for await (const post of linli.pages('listPosts', { circleId }))`, or with next() where the
// language has no `for await`.

// The one field of an answer that is a list.
function itemsOf(page) {
  const name = Object.keys(page).filter((field) => Array.isArray(page[field]))[0];
  return name ? page[name] : [];
}

function createPages(call) {
  return (name, request, callOptions) => {
    let pageToken = '';
    let over = false;
    let items = [];
    let place = 0;

    // The next page's items; null when there are no more.
    async function nextPage() {
      if (over) return null;
      const page = await call(name, Object.assign({}, request, pageToken ? { pageToken } : {}), callOptions);
      pageToken = page.nextPageToken || '';
      over = !pageToken;
      return itemsOf(page);
    }

    async function next() {
      while (place >= items.length) {
        const page = await nextPage();
        if (!page) return { done: true, value: undefined };
        items = page;
        place = 0;
      }
      return { done: false, value: items[place++] };
    }

    const pages = { nextPage, next };
    if (typeof Symbol !== 'undefined' && Symbol.asyncIterator) pages[Symbol.asyncIterator] = () => pages;
    return pages;
  };
}

// The client: one method an operation, and what is not one call of one operation (batch, pages, live).


const TIMEOUT_MS = 20000;
const REFRESH_WAIT_MS_MAX = 5000;

function assertKnown(operations, name) {
  if (!Object.prototype.hasOwnProperty.call(operations, name)) throw new TypeError('linli: there is no operation ' + name);
  return Object.assign({ name }, operations[name]);
}

// `operations` is the table derived from the contract. options: { baseUrl, transport, tokens, onTokens, signIn, language,
// timeoutMs, retry, headers, onExchange, clock }.
function createCore(operations, options) {
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

const OPERATIONS = {
  acceptBuyer: { method: 'DELETE', path: '/v1/me/refused-buyers/{userId}' },
  addAddress: { method: 'POST', path: '/v1/addresses', keyed: true, deadlineMs: 2000 },
  addBookingPhotos: { method: 'POST', path: '/v1/bookings/{bookingId}/photos', keyed: true, deadlineMs: 2000 },
  addOrderNote: { method: 'POST', path: '/v1/desk/orders/{orderId}/notes', keyed: true, deadlineMs: 2000 },
  addPointStaff: { method: 'PUT', path: '/v1/pick-up-points/{pointId}/staff/{userId}' },
  addRoundStock: { method: 'POST', path: '/v1/rounds/{roundId}/items/{itemId}:addStock', keyed: true, deadlineMs: 2000 },
  adjustGrowth: { method: 'POST', path: '/v1/growth-adjustments', keyed: true, deadlineMs: 2000 },
  adjustRoundSheet: { method: 'POST', path: '/v1/rounds/{roundId}/places/{placeId}/adjustments', keyed: true, deadlineMs: 2000 },
  adjustStock: { method: 'POST', path: '/v1/skus/{skuId}:adjust', keyed: true, deadlineMs: 2000 },
  agreeToHousehold: { method: 'PUT', path: '/v1/me/households/{userId}' },
  answerComplaint: { method: 'POST', path: '/v1/complaints/{complaintId}:answer', keyed: true, deadlineMs: 2000 },
  answerSubstitution: { method: 'POST', path: '/v1/orders/{orderId}/substitutions/{substitutionId}:answer', keyed: true, deadlineMs: 2000 },
  applyAsLeader: { method: 'POST', path: '/v1/leader-applications', keyed: true, deadlineMs: 2000 },
  askApproval: { method: 'POST', path: '/v1/approvals', keyed: true, deadlineMs: 2000 },
  askRoundApproval: { method: 'POST', path: '/v1/rounds/{roundId}:askApproval', keyed: true, deadlineMs: 2000 },
  askSubscriptions: { method: 'GET', path: '/v1/subscriptions/ask' },
  askSubstitution: { method: 'POST', path: '/v1/rounds/{roundId}/places/{placeId}/substitutions', keyed: true, deadlineMs: 2000 },
  bindMerchant: { method: 'POST', path: '/v1/merchants/{merchantId}:bind' },
  blockUser: { method: 'PUT', path: '/v1/me/blocks/{userId}' },
  cancelBooking: { method: 'POST', path: '/v1/bookings/{bookingId}:cancel', keyed: true, deadlineMs: 5000 },
  cancelOrder: { method: 'POST', path: '/v1/orders/{orderId}:cancel', keyed: true, deadlineMs: 10000 },
  cancelRound: { method: 'POST', path: '/v1/rounds/{roundId}:cancel', keyed: true, deadlineMs: 2000 },
  cancelSkuRefund: { method: 'POST', path: '/v1/sku-refunds/{skuRefundId}:cancel', keyed: true, deadlineMs: 2000 },
  checkCampaign: { method: 'POST', path: '/v1/campaigns:check' },
  checkRound: { method: 'GET', path: '/v1/rounds/{roundId}/check' },
  claimCoupon: { method: 'POST', path: '/v1/coupon-templates/{templateId}/coupons', keyed: true, deadlineMs: 2000 },
  clearCart: { method: 'DELETE', path: '/v1/cart' },
  closeMerchant: { method: 'POST', path: '/v1/merchants/{merchantId}:close' },
  closeMonth: { method: 'POST', path: '/v1/finance/months/{month}:close', keyed: true, deadlineMs: 10000 },
  closePickUpPoint: { method: 'POST', path: '/v1/pick-up-points/{pointId}:close' },
  closeRound: { method: 'POST', path: '/v1/rounds/{roundId}:close', keyed: true, deadlineMs: 2000 },
  completeComplaint: { method: 'POST', path: '/v1/complaints/{complaintId}:complete', keyed: true, deadlineMs: 2000 },
  confirmReceipt: { method: 'POST', path: '/v1/orders/{orderId}:confirmReceipt', keyed: true, deadlineMs: 2000 },
  confirmReceiving: { method: 'POST', path: '/v1/rounds/{roundId}/places/{placeId}/receiving:confirm', keyed: true, deadlineMs: 2000 },
  copyRound: { method: 'POST', path: '/v1/rounds/{roundId}:copy', keyed: true, deadlineMs: 2000 },
  createBookingSlots: { method: 'POST', path: '/v1/products/{productId}/booking-slots', keyed: true, deadlineMs: 2000 },
  createCampaign: { method: 'POST', path: '/v1/campaigns', keyed: true, deadlineMs: 2000 },
  createCircle: { method: 'POST', path: '/v1/circles', keyed: true, deadlineMs: 2000 },
  createCodes: { method: 'POST', path: '/v1/coupon-templates/{templateId}/codes', keyed: true, deadlineMs: 2000 },
  createComment: { method: 'POST', path: '/v1/posts/{postId}/comments', keyed: true, deadlineMs: 8000 },
  createCommunity: { method: 'POST', path: '/v1/communities', keyed: true, deadlineMs: 2000 },
  createGrantPlan: { method: 'POST', path: '/v1/grant-plans', keyed: true, deadlineMs: 2000 },
  createLink: { method: 'POST', path: '/v1/links', keyed: true, deadlineMs: 8000 },
  createMerchant: { method: 'POST', path: '/v1/merchants', keyed: true, deadlineMs: 2000 },
  createPayLink: { method: 'POST', path: '/v1/orders/{orderId}/pay-links', keyed: true, deadlineMs: 2000 },
  createPickUpPoint: { method: 'POST', path: '/v1/pick-up-points', keyed: true, deadlineMs: 2000 },
  createPointsRule: { method: 'POST', path: '/v1/points-rules', keyed: true, deadlineMs: 2000 },
  createPost: { method: 'POST', path: '/v1/circles/{circleId}/posts', keyed: true, deadlineMs: 8000 },
  createProduct: { method: 'POST', path: '/v1/products', keyed: true, deadlineMs: 2000 },
  createReport: { method: 'POST', path: '/v1/reports', keyed: true, deadlineMs: 2000 },
  createRound: { method: 'POST', path: '/v1/rounds', keyed: true, deadlineMs: 2000 },
  createSupplier: { method: 'POST', path: '/v1/suppliers', keyed: true, deadlineMs: 2000 },
  createTemplate: { method: 'POST', path: '/v1/coupon-templates', keyed: true, deadlineMs: 2000 },
  decideAdjustment: { method: 'POST', path: '/v1/points-adjustments/{adjustmentId}:decide' },
  decideAfterSale: { method: 'POST', path: '/v1/after-sales/{afterSaleId}:decide', keyed: true, deadlineMs: 2000 },
  decideApproval: { method: 'POST', path: '/v1/approvals/{approvalId}:decide', keyed: true, deadlineMs: 2000 },
  decideComplaintRefund: { method: 'POST', path: '/v1/complaints/{complaintId}:decideRefund', keyed: true, deadlineMs: 2000 },
  decideLeaderApplication: { method: 'POST', path: '/v1/leader-applications/{applicationId}:decide', keyed: true, deadlineMs: 2000 },
  decideMedia: { method: 'POST', path: '/v1/media/{mediaId}:decide', keyed: true, deadlineMs: 2000 },
  decidePayout: { method: 'POST', path: '/v1/finance/payouts/{payoutId}:decide', keyed: true, deadlineMs: 2000 },
  decidePickUpPoint: { method: 'POST', path: '/v1/pick-up-points/{pointId}:decide' },
  decideReport: { method: 'POST', path: '/v1/reports/{reportId}:decide', keyed: true, deadlineMs: 2000 },
  decideReview: { method: 'POST', path: '/v1/reviews/{reviewId}:decide', keyed: true, deadlineMs: 2000 },
  deleteComment: { method: 'DELETE', path: '/v1/comments/{commentId}' },
  deletePost: { method: 'DELETE', path: '/v1/posts/{postId}' },
  deleteWord: { method: 'DELETE', path: '/v1/words/{text}' },
  deliverRoundOrder: { method: 'POST', path: '/v1/round-orders/{orderId}:deliver', keyed: true, deadlineMs: 2000 },
  editReview: { method: 'PUT', path: '/v1/reviews/{reviewId}', keyed: true, deadlineMs: 5000 },
  escalateAfterSale: { method: 'POST', path: '/v1/after-sales/{afterSaleId}:escalate', keyed: true, deadlineMs: 2000 },
  exchangeCoupon: { method: 'POST', path: '/v1/coupon-templates/{templateId}:exchange', keyed: true, deadlineMs: 2000 },
  exportOrders: { method: 'POST', path: '/v1/desk/orders:export' },
  exportSheet: { method: 'GET', path: '/v1/rounds/{roundId}/places/{placeId}/sheets/{sheet}' },
  extendRound: { method: 'POST', path: '/v1/rounds/{roundId}:extend', keyed: true, deadlineMs: 2000 },
  findParcels: { method: 'POST', path: '/v1/pick-up-points/{pointId}/parcels:find' },
  followLeader: { method: 'PUT', path: '/v1/me/followed-leaders/{userId}' },
  getAfterSale: { method: 'GET', path: '/v1/after-sales/{afterSaleId}' },
  getArticle: { method: 'GET', path: '/v1/articles/{articleId}' },
  getBooking: { method: 'GET', path: '/v1/bookings/{bookingId}' },
  getBookingTerms: { method: 'GET', path: '/v1/products/{productId}/booking-terms' },
  getCampaign: { method: 'GET', path: '/v1/campaigns/{campaignId}' },
  getCard: { method: 'GET', path: '/v1/cards/{cardId}' },
  getCardTerms: { method: 'GET', path: '/v1/skus/{skuId}/card-terms' },
  getCart: { method: 'GET', path: '/v1/cart' },
  getCircle: { method: 'GET', path: '/v1/circles/{circleId}' },
  getCommunity: { method: 'GET', path: '/v1/communities/{communityId}' },
  getComplaint: { method: 'GET', path: '/v1/complaints/{complaintId}' },
  getContentOffer: { method: 'GET', path: '/v1/content-offers/{productId}' },
  getCoupon: { method: 'GET', path: '/v1/coupons/{couponId}' },
  getDeliveryList: { method: 'GET', path: '/v1/rounds/{roundId}/places/{placeId}/delivery-list' },
  getDeliveryRule: { method: 'GET', path: '/v1/delivery-rules/{name}' },
  getDeskOrder: { method: 'GET', path: '/v1/desk/orders/{orderId}' },
  getHousehold: { method: 'GET', path: '/v1/me/household' },
  getKeySet: { method: 'GET', path: '/.well-known/jwks.json' },
  getLeaderMinute: { method: 'GET', path: '/v1/rounds/{roundId}/minute' },
  getLeaderRecord: { method: 'GET', path: '/v1/records/leaders/{leaderId}' },
  getLevels: { method: 'GET', path: '/v1/levels' },
  getLinkCode: { method: 'GET', path: '/v1/links/{key}/code' },
  getManagedProduct: { method: 'GET', path: '/v1/managed-products/{productId}' },
  getMe: { method: 'GET', path: '/v1/me' },
  getMedia: { method: 'GET', path: '/v1/media/{mediaId}' },
  getMonth: { method: 'GET', path: '/v1/finance/months/{month}' },
  getMyLevel: { method: 'GET', path: '/v1/level' },
  getMyPayout: { method: 'GET', path: '/v1/me/payouts/{payoutId}' },
  getMyRecord: { method: 'GET', path: '/v1/me/record' },
  getOrder: { method: 'GET', path: '/v1/orders/{orderId}' },
  getPayee: { method: 'GET', path: '/v1/me/payee' },
  getPickUpPoint: { method: 'GET', path: '/v1/pick-up-points/{pointId}' },
  getPoints: { method: 'GET', path: '/v1/points' },
  getPost: { method: 'GET', path: '/v1/posts/{postId}' },
  getProduct: { method: 'GET', path: '/v1/products/{productId}' },
  getProductImport: { method: 'GET', path: '/v1/product-imports/{importKey}' },
  getPurchaseSheet: { method: 'GET', path: '/v1/rounds/{roundId}/purchase-sheet' },
  getReceipt: { method: 'GET', path: '/v1/orders/{orderId}/receipt' },
  getReceiving: { method: 'GET', path: '/v1/rounds/{roundId}/places/{placeId}/receiving' },
  getRound: { method: 'GET', path: '/v1/rounds/{roundId}' },
  getRoundBooks: { method: 'GET', path: '/v1/rounds/{roundId}/books' },
  getRoundOrder: { method: 'GET', path: '/v1/round-orders/{orderId}' },
  getSettlementRule: { method: 'GET', path: '/v1/finance/settlement-rule' },
  getSkuRefund: { method: 'GET', path: '/v1/sku-refunds/{skuRefundId}' },
  getStatement: { method: 'GET', path: '/v1/me/statement' },
  getSupplier: { method: 'GET', path: '/v1/suppliers/{supplierId}' },
  getSupplierRecord: { method: 'GET', path: '/v1/records/suppliers/{supplierId}' },
  getSupplierStatement: { method: 'GET', path: '/v1/suppliers/{supplierId}/statement' },
  getTeam: { method: 'GET', path: '/v1/teams/{teamId}' },
  getTemplate: { method: 'GET', path: '/v1/coupon-templates/{templateId}' },
  getUnread: { method: 'GET', path: '/v1/inbox/unread' },
  getUser: { method: 'GET', path: '/v1/users/{userId}' },
  grantCoupons: { method: 'POST', path: '/v1/coupon-templates/{templateId}:grant', keyed: true, deadlineMs: 2000 },
  grantRole: { method: 'POST', path: '/v1/roles', keyed: true, deadlineMs: 2000 },
  handOver: { method: 'POST', path: '/v1/pick-up-points/{pointId}/hand-overs', keyed: true, deadlineMs: 5000 },
  helpSellRound: { method: 'POST', path: '/v1/rounds/{roundId}:helpSell', keyed: true, deadlineMs: 2000 },
  importProducts: { method: 'POST', path: '/v1/product-imports/{importKey}', upload: true },
  issueInvoice: { method: 'POST', path: '/v1/finance/invoices/{invoiceId}:issue', keyed: true, deadlineMs: 2000 },
  joinCircle: { method: 'POST', path: '/v1/circles/{circleId}:join' },
  joinCommunity: { method: 'POST', path: '/v1/communities/{communityId}:join' },
  joinOpenTeam: { method: 'POST', path: '/v1/campaigns/{campaignId}/teams:join', keyed: true, deadlineMs: 5000 },
  joinTeam: { method: 'POST', path: '/v1/teams/{teamId}:join', keyed: true, deadlineMs: 5000 },
  leaveCircle: { method: 'POST', path: '/v1/circles/{circleId}:leave' },
  leaveHousehold: { method: 'DELETE', path: '/v1/me/households/{userId}' },
  likePost: { method: 'PUT', path: '/v1/posts/{postId}/like' },
  listAddresses: { method: 'GET', path: '/v1/addresses' },
  listAdjustments: { method: 'GET', path: '/v1/points-adjustments' },
  listAfterSales: { method: 'GET', path: '/v1/after-sales' },
  listApprovals: { method: 'GET', path: '/v1/approvals' },
  listArticles: { method: 'GET', path: '/v1/columns/{productId}/articles' },
  listBillCases: { method: 'GET', path: '/v1/finance/bill-days/{day}/cases' },
  listBillDays: { method: 'GET', path: '/v1/finance/bill-days' },
  listBlocks: { method: 'GET', path: '/v1/me/blocks' },
  listBookingSlots: { method: 'GET', path: '/v1/products/{productId}/booking-slots' },
  listCampaigns: { method: 'GET', path: '/v1/campaigns' },
  listCardUses: { method: 'GET', path: '/v1/pick-up-points/{pointId}/card-uses' },
  listCircles: { method: 'GET', path: '/v1/communities/{communityId}/circles' },
  listCodes: { method: 'GET', path: '/v1/coupon-templates/{templateId}/codes' },
  listComments: { method: 'GET', path: '/v1/posts/{postId}/comments' },
  listCommunities: { method: 'GET', path: '/v1/communities' },
  listComplaints: { method: 'GET', path: '/v1/complaints' },
  listCouponAudit: { method: 'GET', path: '/v1/audit/coupons' },
  listCoupons: { method: 'GET', path: '/v1/coupons' },
  listDeliveries: { method: 'GET', path: '/v1/deliveries' },
  listDoorDeliveries: { method: 'GET', path: '/v1/rounds/{roundId}/door-deliveries' },
  listFeed: { method: 'GET', path: '/v1/communities/{communityId}/feed' },
  listFollowedLeaders: { method: 'GET', path: '/v1/me/followed-leaders' },
  listGrantPlans: { method: 'GET', path: '/v1/grant-plans' },
  listGrowth: { method: 'GET', path: '/v1/growth' },
  listHall: { method: 'GET', path: '/v1/communities/{communityId}/hall' },
  listHallGoods: { method: 'GET', path: '/v1/hall-goods' },
  listHandOvers: { method: 'GET', path: '/v1/pick-up-points/{pointId}/hand-overs' },
  listHeldMedia: { method: 'GET', path: '/v1/held-media' },
  listHeldReviews: { method: 'GET', path: '/v1/reviews:held' },
  listHelpOffers: { method: 'GET', path: '/v1/me/help-offers' },
  listHelpSells: { method: 'GET', path: '/v1/me/help-sells' },
  listImportFaults: { method: 'GET', path: '/v1/product-imports/{importKey}/faults' },
  listInvoices: { method: 'GET', path: '/v1/finance/invoices' },
  listLeaderApplications: { method: 'GET', path: '/v1/leader-applications' },
  listLeaderRecords: { method: 'GET', path: '/v1/records/leaders' },
  listLeaders: { method: 'GET', path: '/v1/communities/{communityId}/leaders' },
  listLedAfterSales: { method: 'GET', path: '/v1/me/led-after-sales' },
  listLedComplaints: { method: 'GET', path: '/v1/me/led-complaints' },
  listLinks: { method: 'GET', path: '/v1/links' },
  listManagedProducts: { method: 'GET', path: '/v1/managed-products' },
  listMerchantBindings: { method: 'GET', path: '/v1/merchants/{merchantId}/bindings' },
  listMerchants: { method: 'GET', path: '/v1/merchants' },
  listMessages: { method: 'GET', path: '/v1/inbox' },
  listMonths: { method: 'GET', path: '/v1/finance/months' },
  listMyAfterSales: { method: 'GET', path: '/v1/me/after-sales' },
  listMyBookings: { method: 'GET', path: '/v1/bookings' },
  listMyCards: { method: 'GET', path: '/v1/cards' },
  listMyComplaints: { method: 'GET', path: '/v1/me/complaints' },
  listMyInvoices: { method: 'GET', path: '/v1/me/invoices' },
  listMyLeaderships: { method: 'GET', path: '/v1/me/leaderships' },
  listMyPayouts: { method: 'GET', path: '/v1/me/payouts' },
  listMyPickUps: { method: 'GET', path: '/v1/me/pick-ups' },
  listMyPoints: { method: 'GET', path: '/v1/me/pick-up-points' },
  listMyReviews: { method: 'GET', path: '/v1/reviews' },
  listMyRounds: { method: 'GET', path: '/v1/me/rounds' },
  listMyShares: { method: 'GET', path: '/v1/me/shares' },
  listOpenTeams: { method: 'GET', path: '/v1/campaigns/{campaignId}/teams' },
  listOrderSubstitutions: { method: 'GET', path: '/v1/orders/{orderId}/substitutions' },
  listOrders: { method: 'GET', path: '/v1/orders' },
  listParcels: { method: 'GET', path: '/v1/rounds/{roundId}/places/{placeId}/parcels' },
  listPaymentCases: { method: 'GET', path: '/v1/payment-cases' },
  listPayouts: { method: 'GET', path: '/v1/finance/payouts' },
  listPeopleAudit: { method: 'GET', path: '/v1/audit/people' },
  listPickUpPoints: { method: 'GET', path: '/v1/communities/{communityId}/pick-up-points' },
  listPointStaff: { method: 'GET', path: '/v1/pick-up-points/{pointId}/staff' },
  listPointsRules: { method: 'GET', path: '/v1/points-rules' },
  listPostings: { method: 'GET', path: '/v1/points/postings' },
  listPosts: { method: 'GET', path: '/v1/circles/{circleId}/posts' },
  listProductReviews: { method: 'GET', path: '/v1/products/{productId}/reviews' },
  listProducts: { method: 'GET', path: '/v1/products' },
  listProposedPoints: { method: 'GET', path: '/v1/proposed-pick-up-points' },
  listReceivers: { method: 'GET', path: '/v1/finance/receivers' },
  listRefusedBuyers: { method: 'GET', path: '/v1/refused-buyers' },
  listReports: { method: 'GET', path: '/v1/reports' },
  listReserves: { method: 'GET', path: '/v1/finance/reserves' },
  listRoles: { method: 'GET', path: '/v1/users/{userId}/roles' },
  listRoundEntries: { method: 'GET', path: '/v1/rounds/{roundId}/entries' },
  listRoundHelpers: { method: 'GET', path: '/v1/rounds/{roundId}/helpers' },
  listRoundOrders: { method: 'GET', path: '/v1/rounds/{roundId}/orders' },
  listRoundPlaces: { method: 'GET', path: '/v1/rounds/{roundId}/places' },
  listRounds: { method: 'GET', path: '/v1/communities/{communityId}/rounds' },
  listServedBookings: { method: 'GET', path: '/v1/bookings:served' },
  listShareReturns: { method: 'GET', path: '/v1/finance/share-returns' },
  listShippingInfos: { method: 'GET', path: '/v1/shipping-infos' },
  listShortages: { method: 'GET', path: '/v1/rounds/{roundId}/places/{placeId}/shortages' },
  listSignIns: { method: 'GET', path: '/v1/sign-ins' },
  listSkuRefundLines: { method: 'GET', path: '/v1/sku-refunds/{skuRefundId}/lines' },
  listSkuRefunds: { method: 'GET', path: '/v1/sku-refunds' },
  listSubscriptions: { method: 'GET', path: '/v1/subscriptions' },
  listSubstitutions: { method: 'GET', path: '/v1/rounds/{roundId}/places/{placeId}/substitutions' },
  listSuppliers: { method: 'GET', path: '/v1/suppliers' },
  listSupplies: { method: 'GET', path: '/v1/suppliers/{supplierId}/skus' },
  listTalkAudit: { method: 'GET', path: '/v1/audit/talk' },
  listTemplates: { method: 'GET', path: '/v1/coupon-templates' },
  listTradeAudit: { method: 'GET', path: '/v1/audit/trade' },
  listWords: { method: 'GET', path: '/v1/words' },
  lookAtRound: { method: 'PUT', path: '/v1/rounds/{roundId}/looked' },
  lowerRoundMinimum: { method: 'POST', path: '/v1/rounds/{roundId}:lowerMinimum', keyed: true, deadlineMs: 2000 },
  markArticleRead: { method: 'POST', path: '/v1/articles/{articleId}:read' },
  markRead: { method: 'POST', path: '/v1/inbox:read' },
  moveBooking: { method: 'POST', path: '/v1/bookings/{bookingId}:move', keyed: true, deadlineMs: 2000 },
  nameHouseholdMember: { method: 'PUT', path: '/v1/me/household/{userId}' },
  offerInHall: { method: 'POST', path: '/v1/hall-goods', keyed: true, deadlineMs: 2000 },
  offerRound: { method: 'POST', path: '/v1/rounds/{roundId}:offer', keyed: true, deadlineMs: 2000 },
  openLink: { method: 'POST', path: '/v1/links/{key}:open' },
  openPayLink: { method: 'GET', path: '/v1/pay-links/{key}' },
  payByLink: { method: 'POST', path: '/v1/pay-links/{key}:pay', keyed: true, deadlineMs: 10000 },
  payOrder: { method: 'POST', path: '/v1/orders/{orderId}:pay', keyed: true, deadlineMs: 10000 },
  placeBooking: { method: 'POST', path: '/v1/bookings', keyed: true, deadlineMs: 5000 },
  placeCardOrder: { method: 'POST', path: '/v1/cards', keyed: true, deadlineMs: 5000 },
  placeContentOrder: { method: 'POST', path: '/v1/content-orders', keyed: true, deadlineMs: 5000 },
  placeFlashOrder: { method: 'POST', path: '/v1/campaigns/{campaignId}/orders', keyed: true, deadlineMs: 2000 },
  placeNeighbourOrder: { method: 'POST', path: '/v1/rounds/{roundId}/neighbour-orders', keyed: true, deadlineMs: 5000 },
  placeOrder: { method: 'POST', path: '/v1/orders', keyed: true, deadlineMs: 5000 },
  placeRoundOrder: { method: 'POST', path: '/v1/rounds/{roundId}/orders', keyed: true, deadlineMs: 5000 },
  planSkuRefund: { method: 'POST', path: '/v1/sku-refunds', keyed: true, deadlineMs: 2000 },
  proposeAdjustment: { method: 'POST', path: '/v1/points-adjustments', keyed: true, deadlineMs: 2000 },
  publishArticle: { method: 'PUT', path: '/v1/columns/{productId}/articles/{position}' },
  publishBookingTerms: { method: 'PUT', path: '/v1/products/{productId}/booking-terms', keyed: true, deadlineMs: 2000 },
  publishCardTerms: { method: 'PUT', path: '/v1/skus/{skuId}/card-terms', keyed: true, deadlineMs: 2000 },
  publishReserveRule: { method: 'POST', path: '/v1/finance/reserve-rules', keyed: true, deadlineMs: 2000 },
  publishRound: { method: 'POST', path: '/v1/rounds/{roundId}:publish', keyed: true, deadlineMs: 2000 },
  publishSettlementRule: { method: 'POST', path: '/v1/finance/settlement-rules', keyed: true, deadlineMs: 2000 },
  publishShareRule: { method: 'POST', path: '/v1/finance/share-rules', keyed: true, deadlineMs: 2000 },
  putCartItem: { method: 'PUT', path: '/v1/cart/items/{skuId}' },
  putWord: { method: 'PUT', path: '/v1/words/{text}' },
  quoteBasket: { method: 'POST', path: '/v1/baskets:quote' },
  quoteBooking: { method: 'POST', path: '/v1/bookings:quote' },
  quoteCard: { method: 'POST', path: '/v1/cards:quote' },
  quoteContent: { method: 'POST', path: '/v1/content-orders:quote' },
  quoteOrder: { method: 'POST', path: '/v1/orders:quote' },
  quoteRoundOrder: { method: 'POST', path: '/v1/rounds/{roundId}:quote' },
  recordArrival: { method: 'POST', path: '/v1/rounds/{roundId}/places/{placeId}/arrivals', keyed: true, deadlineMs: 2000 },
  recordWeights: { method: 'POST', path: '/v1/rounds/{roundId}/places/{placeId}/weights', keyed: true, deadlineMs: 2000 },
  redeemCode: { method: 'POST', path: '/v1/coupons:redeem', keyed: true, deadlineMs: 2000 },
  reduceRoundOrder: { method: 'POST', path: '/v1/round-orders/{orderId}:reduce', keyed: true, deadlineMs: 2000 },
  refresh: { method: 'POST', path: '/v1/auth/refresh', session: true, refresh: true },
  refundCard: { method: 'POST', path: '/v1/cards/{cardId}:refund', keyed: true, deadlineMs: 2000 },
  refundOrder: { method: 'POST', path: '/v1/orders/{orderId}:refund', keyed: true, deadlineMs: 2000 },
  refuseBuyer: { method: 'PUT', path: '/v1/me/refused-buyers/{userId}' },
  remindMe: { method: 'PUT', path: '/v1/campaigns/{campaignId}/reminder' },
  removeAddress: { method: 'DELETE', path: '/v1/addresses/{addressId}' },
  removeCartItem: { method: 'DELETE', path: '/v1/cart/items/{skuId}' },
  removeHouseholdMember: { method: 'DELETE', path: '/v1/me/household/{userId}' },
  removePointStaff: { method: 'DELETE', path: '/v1/pick-up-points/{pointId}/staff/{userId}' },
  removeReceiver: { method: 'POST', path: '/v1/finance/receivers/{userId}:remove', keyed: true, deadlineMs: 2000 },
  reportIncome: { method: 'POST', path: '/v1/finance/income-reports', keyed: true, deadlineMs: 2000 },
  reportSubscription: { method: 'POST', path: '/v1/subscriptions', keyed: true, deadlineMs: 2000 },
  requestAfterSale: { method: 'POST', path: '/v1/orders/{orderId}/after-sales', keyed: true, deadlineMs: 2000 },
  requestInvoice: { method: 'POST', path: '/v1/orders/{orderId}/invoices', keyed: true, deadlineMs: 2000 },
  requestPayout: { method: 'POST', path: '/v1/me/payouts', keyed: true, deadlineMs: 2000 },
  rescheduleBooking: { method: 'POST', path: '/v1/bookings/{bookingId}:reschedule', keyed: true, deadlineMs: 2000 },
  revokeRole: { method: 'DELETE', path: '/v1/roles/{grantId}' },
  searchOrders: { method: 'GET', path: '/v1/desk/orders' },
  sendBack: { method: 'POST', path: '/v1/after-sales/{afterSaleId}:sendBack', keyed: true, deadlineMs: 2000 },
  setCircleVisibility: { method: 'PUT', path: '/v1/circles/{circleId}/visibility' },
  setDeliveryRule: { method: 'PUT', path: '/v1/delivery-rules/{name}' },
  setEntryHidden: { method: 'PUT', path: '/v1/round-orders/{orderId}/hidden' },
  setGrantPlanActive: { method: 'PUT', path: '/v1/grant-plans/{planId}/active' },
  setHallRule: { method: 'PUT', path: '/v1/communities/{communityId}/hall-rule' },
  setLeaderDisabled: { method: 'PUT', path: '/v1/communities/{communityId}/leaders/{userId}/disabled' },
  setLeaderRest: { method: 'PUT', path: '/v1/me/leaderships/{communityId}/rest' },
  setLevels: { method: 'PUT', path: '/v1/levels' },
  setOpenToHelpers: { method: 'PUT', path: '/v1/rounds/{roundId}/open-to-helpers' },
  setPartner: { method: 'PUT', path: '/v1/finance/partners/{channel}' },
  setPayee: { method: 'PUT', path: '/v1/me/payee' },
  setPointsRuleActive: { method: 'PUT', path: '/v1/points-rules/{ruleId}/active' },
  setProductStatus: { method: 'PUT', path: '/v1/products/{productId}/status' },
  setReceiver: { method: 'PUT', path: '/v1/finance/receivers/{userId}' },
  setSkuSupplier: { method: 'PUT', path: '/v1/skus/{skuId}/supplier' },
  setStockAlarm: { method: 'PUT', path: '/v1/skus/{skuId}/stock-alarm' },
  setSupplierLicence: { method: 'PUT', path: '/v1/suppliers/{supplierId}/licences/{kind}' },
  setTemplateActive: { method: 'PUT', path: '/v1/coupon-templates/{templateId}/active' },
  settleAfterSale: { method: 'POST', path: '/v1/after-sales/{afterSaleId}:settle', keyed: true, deadlineMs: 2000 },
  settlePaymentCase: { method: 'POST', path: '/v1/payment-cases/{caseId}:settle', keyed: true, deadlineMs: 2000 },
  sharePickUpCode: { method: 'POST', path: '/v1/me/pick-ups/{pointId}:share' },
  shipOrder: { method: 'POST', path: '/v1/orders/{orderId}:ship', keyed: true, deadlineMs: 2000 },
  showCardCode: { method: 'POST', path: '/v1/cards/{cardId}:show' },
  showPickUpCode: { method: 'POST', path: '/v1/me/pick-ups/{pointId}:show' },
  signIn: { method: 'POST', path: '/v1/auth/sign-in', session: true },
  signInToday: { method: 'POST', path: '/v1/sign-ins' },
  signOut: { method: 'POST', path: '/v1/auth/sign-out' },
  sponsorTeam: { method: 'POST', path: '/v1/teams/{teamId}:sponsor', keyed: true, deadlineMs: 2000 },
  startSkuRefund: { method: 'POST', path: '/v1/sku-refunds/{skuRefundId}:start', keyed: true, deadlineMs: 2000 },
  startTeam: { method: 'POST', path: '/v1/campaigns/{campaignId}/teams', keyed: true, deadlineMs: 5000 },
  stopCampaign: { method: 'POST', path: '/v1/campaigns/{campaignId}:stop', keyed: true, deadlineMs: 2000 },
  stopHelpSelling: { method: 'POST', path: '/v1/rounds/{roundId}:stopHelpSelling', keyed: true, deadlineMs: 2000 },
  suggestCoupons: { method: 'POST', path: '/v1/coupons:suggest' },
  tellWhenBack: { method: 'PUT', path: '/v1/skus/{skuId}/wish' },
  unbindMerchant: { method: 'POST', path: '/v1/merchants/{merchantId}:unbind' },
  unblockUser: { method: 'DELETE', path: '/v1/me/blocks/{userId}' },
  undoCardUse: { method: 'POST', path: '/v1/pick-up-points/{pointId}/card-uses/{useId}:undo', keyed: true, deadlineMs: 2000 },
  undoHandOver: { method: 'POST', path: '/v1/pick-up-points/{pointId}/hand-overs/{handOverId}:undo', keyed: true, deadlineMs: 2000 },
  unfollowLeader: { method: 'DELETE', path: '/v1/me/followed-leaders/{userId}' },
  unlikePost: { method: 'DELETE', path: '/v1/posts/{postId}/like' },
  updateAddress: { method: 'PUT', path: '/v1/addresses/{addressId}' },
  updateBookingSlot: { method: 'PUT', path: '/v1/booking-slots/{slotId}' },
  updateHallGoods: { method: 'PUT', path: '/v1/hall-goods/{hallGoodsId}' },
  updateMe: { method: 'PUT', path: '/v1/me' },
  updatePickUpPoint: { method: 'PUT', path: '/v1/pick-up-points/{pointId}' },
  updateProduct: { method: 'PUT', path: '/v1/managed-products/{productId}' },
  updateRound: { method: 'PUT', path: '/v1/rounds/{roundId}', keyed: true, deadlineMs: 2000 },
  updateSku: { method: 'PUT', path: '/v1/skus/{skuId}' },
  updateSupplier: { method: 'PUT', path: '/v1/suppliers/{supplierId}' },
  uploadMedia: { method: 'POST', path: '/v1/media', upload: true },
  useCard: { method: 'POST', path: '/v1/pick-up-points/{pointId}/card-uses', keyed: true, deadlineMs: 5000 },
  verifyMonth: { method: 'GET', path: '/v1/finance/months/{month}/verification' },
  verifyPhone: { method: 'POST', path: '/v1/me/phone' },
  withdrawAfterSale: { method: 'POST', path: '/v1/after-sales/{afterSaleId}:withdraw', keyed: true, deadlineMs: 2000 },
  withdrawCampaign: { method: 'POST', path: '/v1/campaigns/{campaignId}:withdraw', keyed: true, deadlineMs: 2000 },
  withdrawRoundOffer: { method: 'POST', path: '/v1/rounds/{roundId}/helpers/{leaderId}:withdraw', keyed: true, deadlineMs: 2000 },
  writeReview: { method: 'POST', path: '/v1/orders/{orderId}/reviews', keyed: true, deadlineMs: 5000 },
};

// A client: a method for each operation, and the core's own.
function createLinli(options) {
  const linli = createCore(OPERATIONS, options);
  Object.keys(OPERATIONS).forEach((name) => {
    linli[name] = (params, callOptions) => linli.call(name, params, callOptions);
  });
  return linli;
}

export { createLinli, LinliProblem, requestTransport, fetchTransport, newIdempotencyKey };
