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
export function encodeCall(operation, request) {
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
export function newIdempotencyKey() {
  counter = (counter + 1) % 0x10000;
  const hex = (value, length) => ('0'.repeat(length) + Math.floor(value).toString(16)).slice(-length);
  const random = () => hex(Math.random() * 0x100000000, 8);
  return hex(Date.now(), 12) + hex(counter, 4) + random() + random();
}
