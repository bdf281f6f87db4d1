// The OpenAPI document as the generator sees it: operations with one request type and one answer type, and named schemas.

const METHODS = ['get', 'post', 'put', 'delete'];

const camel = (name) => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);
export const upperFirst = (name) => name[0].toUpperCase() + name.slice(1);

function follow(document, node) {
  if (!node?.$ref) return node;
  return node.$ref.slice(2).split('/').reduce((place, key) => place[key.replace(/~1/g, '/').replace(/~0/g, '~')], document);
}

const jsonSchema = (content) => content?.['application/json']?.schema;

// The schema of a success.
function successSchema(document, operation) {
  const [, response] = Object.entries(operation.responses).find(([status]) => /^2/.test(status)) ?? [];
  return jsonSchema(follow(document, response)?.content);
}

// How long it may take effect after it was asked for.
function deadlineOf(operation) {
  const ms = operation['x-linli-timeout-ms'];
  if (!(ms > 0)) throw new Error(`${operation.operationId} has a key and no x-linli-timeout-ms`);
  return ms;
}

function readOperation(document, path, method, operation) {
  const keyed = operation['x-linli-idempotency'] === 'required';
  const parameters = (operation.parameters ?? []).map((parameter) => follow(document, parameter)).filter(({ in: place }) => place !== 'header');
  const body = follow(document, operation.requestBody);
  const answer = successSchema(document, operation);
  const properties = Object.keys(follow(document, answer)?.properties ?? {});
  return {
    name: lowerFirst(operation.operationId),
    method: method.toUpperCase(),
    path: path.replace(/\{(\w+)\}/g, (_, name) => `{${camel(name)}}`),
    summary: operation.summary ?? '',
    description: operation.description ?? '',
    access: operation['x-linli-access'] ?? '',
    parameters: parameters.map((parameter) => ({ ...parameter, name: camel(parameter.name) })),
    body: jsonSchema(body?.content) ?? null,
    answer,
    upload: operation['x-linli-upload-bytes'] !== undefined,
    keyed,
    deadlineMs: keyed ? deadlineOf(operation) : 0,
    session: properties.includes('accessToken') && properties.includes('refreshToken'),
    reasons: operation['x-linli-reasons'] ?? [],
  };
}

// An operation that takes nothing but a refresh token and gives new tokens is how a session is renewed.
function isRefresh(document, operation) {
  const fields = Object.keys(follow(document, operation.body)?.properties ?? {});
  return operation.session && fields.length === 1 && fields[0] === 'refreshToken';
}

// The runtime has these as batch() and live().
const OWN_PATHS = ['/v1:batch', '/v1/live'];

// Operations sorted by name (those called by other systems left out), and the schemas of the document.
export function readModel(document) {
  const operations = [];
  for (const [path, item] of Object.entries(document.paths)) {
    if (OWN_PATHS.includes(path)) continue;
    for (const method of METHODS) {
      if (item[method] && !item[method]['x-linli-raw']) operations.push(readOperation(document, path, method, item[method]));
    }
  }
  for (const operation of operations) operation.refresh = isRefresh(document, operation);
  const names = operations.map((operation) => operation.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`two operations are called ${twice}`);
  return {
    operations: operations.sort((a, b) => (a.name < b.name ? -1 : 1)),
    schemas: document.components?.schemas ?? {},
    version: document.info.version,
  };
}
