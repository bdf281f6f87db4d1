// Statements by psql, not waited for by the whole process: whoever asks meanwhile goes on asking.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const WORDS = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--field-separator=|', '-v', 'ON_ERROR_STOP=1'];
const OUTPUT_BYTES_MAX = 16 << 20;
const CONNECT_S_MAX = 5;

// Rows as lists of texts; `what`: psql's own words, -c SQL or -f FILE, as often as one likes.
export async function psql(url, what, { withinMs = 60_000, signal } = {}) {
  const { stdout } = await run('psql', [...WORDS, ...what, url], {
    encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX, timeout: withinMs, signal, env: { ...process.env, PGCONNECT_TIMEOUT: String(CONNECT_S_MAX) },
  });
  return stdout.split('\n').filter(Boolean).map((line) => line.split('|'));
}
