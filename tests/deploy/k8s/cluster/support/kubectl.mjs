// kubectl, not waited for by the whole process: whoever asks the gateway meanwhile goes on asking.

import { spawn } from 'node:child_process';

export const NAMESPACE = 'linli';
const COMMAND_MS_MAX = 600_000;

// What it printed; a refusal is an error with `said`.
export function kubectl(words, { input, namespace = NAMESPACE, withinMs = COMMAND_MS_MAX } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', ['--namespace', namespace, ...words], { stdio: ['pipe', 'pipe', 'pipe'], timeout: withinMs });
    const out = [];
    let said = '';
    child.stdout.on('data', (part) => out.push(part));
    child.stderr.on('data', (text) => { said += text; });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(Object.assign(new Error(`kubectl ${words.join(' ')}: ${said || `ended with ${code}`}`), { said }));
    });
    child.stdin.on('error', () => {}); // it has ended and says why itself
    child.stdin.end(input);
  });
}

export const get = async (...words) => JSON.parse(await kubectl(['get', ...words, '--output', 'json']));
export const patch = (what, change) => kubectl(['patch', what, '--type', 'merge', '--patch', JSON.stringify(change)]);
export const scale = (what, replicas) => kubectl(['scale', what, `--replicas=${replicas}`]);
export const rolledOut = (what, withinS = 300) => kubectl(['rollout', 'status', what, `--timeout=${withinS}s`]);
export const apply = (objects) => kubectl(['apply', '--filename', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) });

// '1.20': of the API server.
export async function serverVersion() {
  const { serverVersion: { major, minor, gitVersion } } = JSON.parse(await kubectl(['version', '--output', 'json']));
  return { minor: Number(major) * 100 + parseInt(minor, 10), name: gitVersion };
}
