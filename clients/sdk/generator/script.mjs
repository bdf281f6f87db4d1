// linli.js and linli.mjs: the runtime in one file, and the table of operations.

import fs from 'node:fs';

// In the order of who needs whom.
const MODULES = ['problem', 'encoding', 'transports', 'session', 'retry', 'unanswered', 'batch', 'live', 'pages', 'client'];
const EXPORTED = ['createLinli', 'LinliProblem', 'requestTransport', 'fetchTransport', 'newIdempotencyKey'];

// A module without its imports and exports: all of them end up in one scope.
function moduleText(name) {
  const text = fs.readFileSync(new URL(`../runtime/${name}.mjs`, import.meta.url), 'utf8');
  return text.replace(/^import .*;\n/gm, '').replace(/^export /gm, '').trim();
}

function operationLine({ name, method, path, keyed, deadlineMs, session, refresh, upload }) {
  const deadline = keyed ? `, deadlineMs: ${deadlineMs}` : '';
  const flags = Object.entries({ keyed, session, refresh, upload }).filter(([, set]) => set).map(([flag]) => `, ${flag}: true`);
  return `  ${name}: { method: '${method}', path: '${path}'${flags.join('')}${deadline} },`;
}

const CREATE = `// A client: a method for each operation, and the core's own.
function createLinli(options) {
  const linli = createCore(OPERATIONS, options);
  Object.keys(OPERATIONS).forEach((name) => {
    linli[name] = (params, callOptions) => linli.call(name, params, callOptions);
  });
  return linli;
}`;

// kind: 'module' (import) or 'script' (require).
export function emitScript(model, header, kind) {
  const table = `const OPERATIONS = {\n${model.operations.map(operationLine).join('\n')}\n};`;
  const parts = [header, ...MODULES.map(moduleText), table, CREATE];
  if (kind === 'module') return [...parts, `export { ${EXPORTED.join(', ')} };`].join('\n\n') + '\n';
  const exports = EXPORTED.map((name) => `exports.${name} = ${name};`).join('\n');
  return [parts[0], "'use strict';", ...parts.slice(1), exports].join('\n\n') + '\n';
}
