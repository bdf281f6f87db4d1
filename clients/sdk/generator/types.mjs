// linli.d.ts: every schema and every operation as strict TypeScript.

import { upperFirst } from './model.mjs';

const indent = (text, by) => text.split('\n').map((line) => (line ? by + line : line)).join('\n');

function comment(...parts) {
  const text = parts.filter(Boolean).join('\n\n').replace(/\*\//g, '*\\/');
  if (!text) return '';
  const lines = text.split('\n');
  if (lines.length === 1) return `/** ${lines[0]} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}

// What the declarations themselves are made of: a message of this name would take its place.
const TAKEN = new Set(['Promise', 'Record', 'Partial', 'Array', 'Error', 'Object', 'Date', 'Blob', 'CallOptions', 'Transport']);

function free(name) {
  if (TAKEN.has(name)) throw new Error(`a message may not be called ${name}: the client's types are made of it`);
  return name;
}

// `linli.groupbuy.v1.Team` is Team, unless two services have one: then GroupbuyTeam.
export function typeNames(schemas) {
  const short = (name) => name.split('.').pop();
  const count = {};
  for (const name of Object.keys(schemas)) count[short(name)] = (count[short(name)] ?? 0) + 1;
  return Object.fromEntries(Object.keys(schemas).map((name) => {
    const parts = name.split('.');
    const clash = count[short(name)] > 1 && parts.length > 2;
    return [name, free(upperFirst(clash ? upperFirst(parts[parts.length - 3]) + short(name) : short(name)))];
  }));
}

const PLAIN = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };

function union(types) {
  return [...new Set(types)].join(' | ');
}

function typeOf(schema, names) {
  if (!schema) return 'unknown';
  if (schema.$ref) return names[schema.$ref.split('/').pop()] ?? 'unknown';
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices && !schema.properties) return union(choices.map((choice) => typeOf(choice, names)));
  if (schema.allOf) return schema.allOf.map((part) => typeOf(part, names)).join(' & ');
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type }, names)));
  if (schema.type === 'array') return `Array<${typeOf(schema.items, names)}>`;
  if (schema.type === 'object' || schema.properties) return objectType(schema, names);
  return PLAIN[schema.type] ?? 'unknown';
}

function property(name, schema, required, names) {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  return indent(`${comment(schema.description)}${key}${required ? '' : '?'}: ${typeOf(schema, names)};`, '  ');
}

function objectType(schema, names) {
  if (!Object.keys(schema.properties ?? {}).length) {
    const values = schema.additionalProperties;
    return values && values !== true ? `Record<string, ${typeOf(values, names)}>` : 'Record<string, never>';
  }
  const required = new Set(schema.required ?? []);
  const lines = Object.entries(schema.properties).map(([name, value]) => property(name, value, required.has(name), names));
  return `{\n${lines.join('\n')}\n}`;
}

function schemaDeclaration(name, schema, names) {
  const type = typeOf(schema, names);
  const body = type.startsWith('{\n') ? `export interface ${names[name]} ${type}` : `export type ${names[name]} = ${type};`;
  return comment(schema.description) + body;
}

function bodySchema({ body }, schemas) {
  return body?.$ref ? schemas[body.$ref.split('/').pop()] : body ?? {};
}

// What a call takes: path and query parameters, and the fields of the body. Nothing at all is null.
function requestType(operation, { names, schemas }) {
  const lines = operation.parameters.map((parameter) => property(
    parameter.name, { ...parameter.schema, description: parameter.description }, parameter.in === 'path' || parameter.required, names));
  const parts = [];
  if (operation.upload) lines.push(indent('/** What is sent. */\nfile: LinliFile;', '  '));
  if (lines.length) parts.push(`{\n${lines.join('\n')}\n}`);
  if (Object.keys(bodySchema(operation, schemas).properties ?? {}).length) parts.push(typeOf(operation.body, names));
  return parts.length ? parts.join(' & ') : null;
}

function mayBeEmpty(operation, schemas) {
  if (operation.upload) return false;
  if (operation.parameters.some((parameter) => parameter.in === 'path' || parameter.required)) return false;
  return !bodySchema(operation, schemas).required?.length;
}

function operationDeclarations(operation, { names, schemas }) {
  const paramsName = `${upperFirst(operation.name)}Params`;
  const params = requestType(operation, { names, schemas });
  const answer = typeOf(operation.answer, names);
  const reasons = operation.reasons.length ? `Refused with ${operation.reasons.join(', ')}.` : '';
  const doc = comment(operation.summary, operation.description === operation.summary ? '' : operation.description, reasons);
  const optional = mayBeEmpty(operation, schemas) ? '?' : '';
  return {
    params: `export type ${paramsName} = ${params ?? 'Record<string, never>'};`,
    entry: `  ${operation.name}: { params: ${paramsName}; answer: ${answer}; read: ${operation.method === 'GET'} };`,
    method: indent(`${doc}${operation.name}(params${optional}: ${paramsName}, options?: CallOptions): Promise<${answer}>;`, '  '),
  };
}

// Every stable code a problem may carry, from the document.
function problemCodes(model) {
  const known = model.schemas.Problem?.properties?.code?.enum ?? [];
  const codes = [...new Set([...known, ...model.operations.flatMap((operation) => operation.reasons)])].sort();
  return [...codes.map((code) => JSON.stringify(code)), "'NETWORK'", '(string & {})'].join('\n  | ');
}

export function emitTypes(model, header, core) {
  const names = typeNames(model.schemas);
  const declared = model.operations.map((operation) => operationDeclarations(operation, { names, schemas: model.schemas }));
  return [
    header,
    core.trimEnd(),
    `/** Stable codes of problems. */\nexport type ProblemCode =\n  | ${problemCodes(model)};`,
    ...Object.keys(model.schemas).sort().map((name) => schemaDeclaration(name, model.schemas[name], names)),
    ...declared.map(({ params }) => params),
    `/** Every operation by name. */\nexport interface Operations {\n${declared.map(({ entry }) => entry).join('\n')}\n}`,
    `/** The client: a method an operation. */\nexport interface Linli extends LinliCore {\n${declared.map(({ method }) => method).join('\n')}\n}`,
  ].join('\n\n') + '\n';
}
