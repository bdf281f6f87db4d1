// Checks a JSON value against a schema of openapi.json: the part of JSON Schema 2020-12 that our document uses. A keyword it
// does not know is an error, so that nothing passes because it was not looked at.

const WORDS_ONLY = new Set(['description', 'title', 'example', 'examples', 'default', 'deprecated', 'readOnly', 'writeOnly', 'format', '$comment']);

const TYPE = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => Number.isSafeInteger(value),
  array: (value) => Array.isArray(value),
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
};

const FORMAT = {
  'date-time': (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value)),
  uri: (value) => URL.canParse?.(value) ?? /^[a-z][a-z0-9+.-]*:/i.test(value),
  byte: (value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value),
};

const length = (text) => [...text].length;
const show = (value) => JSON.stringify(value)?.slice(0, 80);

// keyword → (argument, value, context) gives what is wrong, or a list of it, or nothing.
const KEYWORD = {
  type: (types, value) => [types].flat().some((type) => TYPE[type](value)) || `is no ${[types].flat().join(' or ')}: ${show(value)}`,
  enum: (choices, value) => choices.includes(value) || `is none of ${choices.join(', ')}: ${show(value)}`,
  const: (only, value) => value === only || `is not ${show(only)}`,
  minimum: (least, value) => typeof value !== 'number' || value >= least || `is below ${least}`,
  maximum: (most, value) => typeof value !== 'number' || value <= most || `is above ${most}`,
  minLength: (least, value) => typeof value !== 'string' || length(value) >= least || `is shorter than ${least}`,
  maxLength: (most, value) => typeof value !== 'string' || length(value) <= most || `is longer than ${most}`,
  pattern: (pattern, value) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value) || `does not match ${pattern}`,
  minItems: (least, value) => !Array.isArray(value) || value.length >= least || `has fewer than ${least} items`,
  maxItems: (most, value) => !Array.isArray(value) || value.length <= most || `has more than ${most} items`,
  uniqueItems: (wanted, value) => !wanted || !Array.isArray(value) || new Set(value.map((item) => JSON.stringify(item))).size === value.length || 'has an item twice',
  required: (names, value) => !TYPE.object(value) || names.filter((name) => !Object.hasOwn(value, name)).map((name) => `lacks ${name}`),
  items: (schema, value, { inside }) => !Array.isArray(value) || value.flatMap((item, i) => inside(schema, item, `[${i}]`)),
  properties: (schemas, value, { inside }) => !TYPE.object(value)
    || Object.entries(schemas).flatMap(([name, schema]) => (Object.hasOwn(value, name) ? inside(schema, value[name], `.${name}`) : [])),
  additionalProperties: additionalProperties,
  maxProperties: (most, value) => !TYPE.object(value) || Object.keys(value).length <= most || `has more than ${most} entries`,
  allOf: (schemas, value, { inside }) => schemas.flatMap((schema) => inside(schema, value, '')),
  anyOf: (schemas, value, { inside }) => schemas.some((schema) => inside(schema, value, '').length === 0) || 'fits none of anyOf',
  oneOf: (schemas, value, { inside }) => schemas.filter((schema) => inside(schema, value, '').length === 0).length === 1 || 'does not fit exactly one of oneOf',
};

function additionalProperties(schema, value, { inside, whole }) {
  if (!TYPE.object(value) || schema === true) return true;
  const others = Object.keys(value).filter((name) => !Object.hasOwn(whole.properties ?? {}, name));
  if (schema === false) return others.map((name) => `has ${name}, which is not in the schema`);
  return others.flatMap((name) => inside(schema, value[name], `.${name}`));
}

export function resolve(document, node) {
  if (!node?.$ref) return node;
  const keys = node.$ref.replace(/^#\//, '').split('/').map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  const found = keys.reduce((place, key) => place?.[key], document);
  if (!found) throw new Error(`${node.$ref} leads nowhere`);
  return resolve(document, found);
}

// What is wrong with `value`, each as `place: what`; an empty list when nothing is.
export function schemaFaults(document, schemaOrRef, value, place = '$') {
  const whole = resolve(document, schemaOrRef);
  const inside = (schema, part, step) => schemaFaults(document, schema, part, place + step);
  const faults = [];
  for (const [keyword, argument] of Object.entries(whole)) {
    if (WORDS_ONLY.has(keyword) || keyword.startsWith('x-') || keyword === '$ref') continue;
    if (!KEYWORD[keyword]) throw new Error(`the schema at ${place} uses ${keyword}, which the checker does not know`);
    const found = [KEYWORD[keyword](argument, value, { inside, whole })].flat();
    faults.push(...found.filter((fault) => typeof fault === 'string').map((fault) => (fault.startsWith('$') ? fault : `${place}: ${fault}`)));
  }
  const format = FORMAT[whole.format];
  if (format && typeof value === 'string' && !format(value)) faults.push(`${place}: is no ${whole.format}: ${show(value)}`);
  return faults;
}
