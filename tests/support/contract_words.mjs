// What the protos and deploy/services.conf say, read from their text: a second opinion beside the code that reads the
// descriptor set.

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './house.mjs';

export function readServices() {
  const names = (word) => (word === '-' ? [] : word.split(','));
  return fs.readFileSync(path.join(ROOT, 'deploy/services.conf'), 'utf8').split('\n')
    .map((line) => line.replace(/#.*/, '').trim()).filter(Boolean)
    .map((line) => line.split(/\s+/))
    .map(([name, calls, listens]) => ({ name, calls: names(calls), listens: names(listens) }));
}

function protoFiles(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? protoFiles(full) : entry.name.endsWith('.proto') ? [full] : [];
  });
}

// What the gateway answers itself: it never goes over the bus.
const OWN_ROLES = ['BATCH_OF_READS', 'LIVE'];

// Every method that is served on the bus: { owner, full, internal, role, toolOnly }; every event: { owner, name, full }.
export function readContract() {
  const methods = [];
  const events = [];
  for (const file of protoFiles(path.join(ROOT, 'proto/linli'))) {
    const text = fs.readFileSync(file, 'utf8').replace(/\/\/.*$/gm, '');
    const pkg = /^package (\S+);/m.exec(text)?.[1];
    const owner = /\.([a-z]+)\.v\d+$/.exec(pkg)?.[1];
    if (!owner) continue;
    for (const service of text.split(/^service /m).slice(1)) {
      const name = /^\w+/.exec(service)[0];
      const body = service.slice(0, service.search(/^}/m));
      for (const rpc of body.split(/\brpc /).slice(1)) {
        const role = /role_in_gateway:\s*(\w+)/.exec(rpc)?.[1] ?? null;
        if (OWN_ROLES.includes(role)) continue;
        methods.push({ owner, full: `${pkg}.${name}.${/^\w+/.exec(rpc)[0]}`, internal: name === 'Internal', role, toolOnly: /tool_only:\s*true/.test(rpc) });
      }
    }
    if (path.basename(file) !== 'events.proto') continue;
    for (const [, name] of text.matchAll(/^message (\w+)/gm)) events.push({ owner, name, full: `${pkg}.${name}` });
  }
  return { methods, events };
}
