// Rules of C that no compiler holds: calls that are not used here, lengths, layers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareC, filesLike, findings, read } from './house.mjs';

const ours = filesLike(/^(shared|services)\/.*\.[ch]$/);

const FILE_LINES_MAX = 550;
const FUNCTION_LINES_MAX = 70;

// [pattern, where it is let pass, what to do instead]
const BANNED = [
  [/\b(strcpy|strcat|sprintf|vsprintf|gets|strncpy|strncat)\s*\(/, null, 'has no limit that shows; use the arena, a buf or snprintf'],
  [/\b(atoi|atol|atoll|atof)\s*\(/, null, 'takes anything for a number; use strtoll and look at its end'],
  [/\b(strtok|localtime|gmtime|ctime|asctime|strerror_l|readdir_r|rand|srand|random)\s*\(/, null, 'is not for threads, or not random'],
  [/\b(system|popen|tmpnam|mktemp|alloca)\s*\(/, null, 'is not used here'],
  [/\b(_?exit|quick_exit)\s*\(/, /^services\/linlictl\/local\/(process|postgres)\.c$|^shared\/app\/|main\.c$/, 'a library returns a status; only a program ends itself'],
  [/\b(f?printf|puts|putchar|perror)\s*\(/, /^services\/linlictl\/|^shared\/(app|base|db)\/(app|arena|common|settings|log|rows)\.[ch]$|^services\/[a-z]+\/(main|settings)\.c$/, 'libraries and services log at their edge and print nothing'],
  [/\bmg_(handle_form_request|match|get_var2?|get_request_link|send_file|store_body)\s*\(/, null, 'civetweb 1.15 has a hole there'],
  [/\b(document_root|websocket_root)\b/, null, 'the gateway serves no files and no WebSocket'],
  [/\bPQexec\s*\(/, /^shared\/db\/|^services\/linlictl\/postgres_setup\.c$/, 'statements have parameters: shared/db'],
  [/\bredisv?Command\s*\(/, null, 'takes remote text for a format; use redisCommandArgv'],
  [/\b(float|double)\b/, /^shared\/contract\/|^shared\/rpc\/measure|^services\/(gateway|linlictl)\//, 'money and counters are whole numbers'],
  [/\bdb_(query|exec|exec_count|run)\s*\([^;]*(arena_printf|snprintf|buf)\b/, null, 'a statement is a literal, values are parameters'],
  [/natsSubscription_Fetch\s*\([^,]*,[^,]*,\s*(?!1\s*,)/, null, 'libnats 3.4 overruns its heap for more than one'],
];

test('calls that are not used here', () => {
  const found = [];
  for (const file of ours) {
    const bare = bareC(file);
    for (const [pattern, passes, sentence] of BANNED) {
      if (!passes?.test(file)) found.push(...findings(file, bare, pattern, (match) => `${match[0].trim()}: ${sentence}`));
    }
  }
  assert.deepEqual(found, []);
});

test(`files of at most ${FILE_LINES_MAX} lines`, () => {
  const long = ours.map((file) => [file, read(file).split('\n').length]).filter(([, lines]) => lines > FILE_LINES_MAX);
  assert.deepEqual(long.map(([file, lines]) => `${file}: ${lines} lines; split it by idea`), []);
});

// Functions open with { and end with } in the first column.
function functionsOf(file) {
  const lines = bareC(file).split('\n');
  const found = [];
  let start = -1;
  lines.forEach((line, i) => {
    if (line === '{') start = i;
    if (line === '}' && start >= 0) {
      found.push({ file, line: start, lines: i - start + 1 });
      start = -1;
    }
  });
  return found;
}

test(`functions of at most ${FUNCTION_LINES_MAX} lines, half of them of 15`, () => {
  const functions = ours.flatMap(functionsOf);
  const long = functions.filter((one) => one.lines > FUNCTION_LINES_MAX);
  assert.deepEqual(long.map((one) => `${one.file}:${one.line}: ${one.lines} lines`), []);
  const lengths = functions.map((one) => one.lines).sort((a, b) => a - b);
  assert.ok(lengths.length > 100, `${lengths.length} functions`);
  assert.ok(lengths[lengths.length >> 1] <= 15, `the median is ${lengths[lengths.length >> 1]}`);
});

test('a public header opens with what it is', () => {
  const bare = filesLike(/^shared\/.*\.h$/).filter((file) => !read(file).startsWith('/*'));
  assert.deepEqual(bare, []);
});

// ---- layers

// Which libraries each one may include, itself apart.
const LAYERS = {
  base: [],
  contract: ['base'],
  db: ['base'],
  cache: ['base'],
  curl: ['base'],
  wechat: ['base', 'curl'],
  objects: ['base', 'curl'],
  otlp: ['base', 'curl'],
  rpc: ['base', 'contract', 'db'],
  events: ['base', 'contract', 'db', 'rpc'],
  app: ['base', 'contract', 'db', 'cache', 'otlp', 'rpc', 'events'],
};

function includesOf(file) {
  return [...read(file).matchAll(/^#include "([^"]+)"/gm)].map((match) => match[1]);
}

test('includes run one way', () => {
  const wrong = [];
  for (const file of ours) {
    const [, tree, owner, rest] = /^(shared|services)\/([a-z]+)\/(.*)$/.exec(file) ?? [];
    if (!tree) continue;
    for (const include of includesOf(file)) {
      const library = include.split('/')[0];
      if (tree === 'shared') {
        if (LAYERS[library] && library !== owner && !LAYERS[owner]?.includes(library)) wrong.push(`${file} includes ${include}: ${owner} stands below ${library}`);
        if (!LAYERS[owner]) wrong.push(`${file}: no layer is called ${owner}`);
        if (/^linli\/(?!api\/)/.test(include)) wrong.push(`${file} includes ${include}: shared knows no service`);
        continue;
      }
      if (filesLike(new RegExp(`^services/${library}/`)).length && library !== owner) wrong.push(`${file} includes ${include}: services meet only in proto/`);
      if (rest.startsWith('domain/') && LAYERS[library] && library !== 'base') wrong.push(`${file} includes ${include}: the domain stands on shared/base alone`);
      if (rest.startsWith('domain/') && new RegExp(`^${owner}/(?!domain/)`).test(include)) wrong.push(`${file} includes ${include}: the domain knows no store, rpc or event`);
      if (rest.startsWith('store/') && new RegExp(`^${owner}/(rpc|events|jobs|flow)/`).test(include)) wrong.push(`${file} includes ${include}: the store knows no operation`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the domain is pure: no clock, no I/O, no log', () => {
  const pattern = /\b(clock_\w+|time|gettimeofday|log_\w+|fopen|open|read|write|socket|getenv|random_bytes|id_new|key_new)\s*\(/;
  const found = filesLike(/^services\/[a-z]+\/domain\/.*\.[ch]$/).flatMap((file) => [...findings(file, bareC(file), pattern, (match) => match[0])]);
  assert.deepEqual(found, []);
});

test('library code does not log above debug', () => {
  const found = filesLike(/^shared\/(base|contract|db|cache|curl|wechat|objects)\/.*\.c$/).filter((file) => file !== 'shared/base/log.c')
    .flatMap((file) => [...findings(file, bareC(file), /\blog_(info|warn|error|status)\s*\(/, (match) => match[0])]);
  assert.deepEqual(found, []);
});

test('the gateway names no service', () => {
  const names = /groupbuy|coupons?|notifications?|linli\.(auth|content)\.v1/i;
  const found = filesLike(/^services\/gateway\//).flatMap((file) => [...findings(file, read(file), names, (match) => match[0])]);
  assert.deepEqual(found, []);
});
