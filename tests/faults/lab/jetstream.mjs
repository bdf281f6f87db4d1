// What JetStream keeps: its streams as the server counts them, and as they lie on its disk.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { until } from '../../support/house.mjs';
import { endAll } from './processes.mjs';
import { processOf } from './signals.mjs';

const ANSWER_MS_MAX = 2000;
const READY_MS_MAX = 20_000;

export const storeOf = (house) => path.join(house.folder, 'run', 'nats', 'jetstream', 'LINLI', 'streams');

// Last sequence by stream.
export async function lastSequences(house) {
  const answer = await fetch(`http://127.0.0.1:${house.port('nats.monitor')}/jsz?accounts=true&streams=true`, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
  const { account_details: accounts = [] } = await answer.json();
  const streams = accounts.flatMap(({ stream_detail: details = [] }) => details);
  return new Map(streams.map(({ name, state }) => [name, state.last_seq]));
}

// What each durable has delivered so far, again what was delivered before, and what it waits for: { name: { delivered, underWay } }.
export async function deliveries(house) {
  const answer = await fetch(`http://127.0.0.1:${house.port('nats.monitor')}/jsz?accounts=true&streams=true&consumers=true`, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
  const { account_details: accounts = [] } = await answer.json();
  const durables = accounts.flatMap(({ stream_detail: details = [] }) => details).flatMap(({ consumer_detail: details = [] }) => details ?? []);
  return new Map(durables.map(({ name, delivered, num_ack_pending: underWay }) => [name, { delivered: delivered.consumer_seq, underWay }]));
}

const takesClients = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

// What a server finds on the disk, asked of one that is started for nobody and killed again; the house is down. It answers before it
// has looked, and lets clients in when it has.
export async function lastSequencesOnDisk(house) {
  const server = spawn('nats-server', ['--config', path.join(house.folder, 'run', 'secrets', 'nats.conf')], { stdio: 'ignore' });
  try {
    await until('a server has found what there is', () => takesClients(house.port('nats')), { withinMs: READY_MS_MAX });
    return await lastSequences(house);
  } finally {
    await endAll([processOf(server.pid)]);
  }
}

// Of what `before` says was taken, how much is not there: messages.
export const lostSince = (before, found) => [...before].reduce((lost, [name, last]) => lost + Math.max(0, last - (found.get(name) ?? 0)), 0);

const messagesOf = (house) => fs.readdirSync(storeOf(house)).map((stream) => [stream, path.join(storeOf(house), stream, 'msgs')]);

// A copy of all streams' messages, without what their consumers have come to; the server is down.
export function copyMessages(house, folder) {
  for (const [stream, messages] of messagesOf(house)) fs.cpSync(messages, path.join(folder, stream), { recursive: true });
}

// Puts them back beneath consumers that have come further.
export function putMessagesBack(house, folder) {
  for (const [stream, messages] of messagesOf(house)) {
    fs.rmSync(messages, { recursive: true });
    fs.cpSync(path.join(folder, stream), messages, { recursive: true });
  }
}
