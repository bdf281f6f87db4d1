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
export function requestTransport(host) {
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
export function fetchTransport(fetch) {
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
export function defaultTransport() {
  /* global wx, uni, fetch */
  if (typeof uni !== 'undefined' && uni.request) return requestTransport(uni);
  if (typeof wx !== 'undefined' && wx.request) return requestTransport(wx);
  if (typeof fetch !== 'undefined') return fetchTransport(fetch);
  throw new Error('linli: no wx.request, uni.request or fetch here; pass a transport');
}
