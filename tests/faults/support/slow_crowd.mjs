// Clients who never get to the end of their request, a process of their own so that they slow nobody down but the gateway:
//
//     node slow_crowd.mjs PORT HEADERS BODIES
//
// so many of each send a byte every two seconds. Prints {"open":N} when all have begun, and when the last was cut
// {"cut":N,"medianMs":M,"worstMs":W}: how long each was borne.

import net from 'node:net';
import { medianOf } from './times.mjs';

const [port, headers, bodies] = process.argv.slice(2).map(Number);
const BYTE_EVERY_MS = 2000;
const HEAD = 'GET /v1/things/1 HTTP/1.1\r\nHost: x\r\nX-Slow: ';
const BODY_HEAD = 'POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n';

const say = (what) => console.log(JSON.stringify(what));

// Milliseconds from its first byte until it was cut.
function one(begin, opened) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let began, timer;
    socket.on('connect', () => {
      began = performance.now();
      socket.write(begin);
      timer = setInterval(() => socket.write('x'), BYTE_EVERY_MS);
      opened();
    });
    socket.on('error', (error) => { if (!began) reject(error); }).resume();
    socket.on('close', () => {
      clearInterval(timer);
      resolve(performance.now() - began);
    });
  });
}

let open = 0;
const count = headers + bodies;
const opened = () => { if (++open === count) say({ open }); };
const all = await Promise.all(Array.from({ length: count }, (_, i) => one(i < headers ? HEAD : BODY_HEAD, opened)));
say({ cut: all.length, medianMs: Math.round(medianOf(all)), worstMs: Math.round(Math.max(...all)) });
