// What callers did and what they heard. A record is one operation, under one key, with each time it was sent:
//
//   { id, op, key, by, request, of, counts, t0, t1, outcome, status, code, answer, attempts }
//   attempts: [{ kind: first | again | echo | reuse, gateway, t0, t1, outcome, status, code, answer, gaveUp, budget }]
//
// `by` is a user's id, `counts` says that money or stock is moved by it, times are milliseconds of this machine's clock. The record's outcome is what the
// caller knows after all of them: ok, when one was answered with success; info, when it may have happened; fail, when each said
// that nothing was done.

import fs from 'node:fs';

const NO = new Set([400, 401, 403, 404, 410, 413, 422, 429]); // judged, and nothing was done
const NO_CONFLICTS = new Set(['ALREADY_IN_TEAM', 'BOUGHT_ALREADY']); // of 409; the others say that a rival is at it

export const outcomeOf = ({ status, code }) => (NO.has(status) || NO_CONFLICTS.has(code) ? 'fail' : 'info');

// What is known after several attempts; those that only try a known answer say nothing new.
function together(attempts) {
  const asked = attempts.filter(({ kind }) => kind === 'first' || kind === 'again');
  const ok = asked.find(({ outcome }) => outcome === 'ok');
  return ok ?? asked.find(({ outcome }) => outcome === 'info') ?? asked[asked.length - 1];
}

export class History {
  // file: where each record is appended once it is over; without: nowhere.
  constructor({ file = null } = {}) {
    this.records = [];
    this.notSent = new Map(); // by op: how many were due while too much was under way
    this.passedOver = new Map(); // by op: there was nothing to do it to
    this.world = {}; // what the workload asked about: rules.mjs says what it reads of it
    this.marks = []; // what the driver tells: { kind, gateway, at }
    this.file = file ? fs.openSync(file, 'a') : null;
  }

  add(counts, op) {
    counts.set(op, (counts.get(op) ?? 0) + 1);
  }

  open({ id, op, key, by, request, of = null, counts = false }) {
    const record = { id, op, key, by, request, of, counts, t0: Date.now(), t1: null, outcome: null, status: 0, code: '', answer: null, attempts: [] };
    this.records.push(record);
    return record;
  }

  attempt(record, { kind, gateway }) {
    const attempt = { kind, gateway, t0: Date.now(), t1: null, outcome: null, status: 0, code: '', answer: null };
    record.attempts.push(attempt);
    return attempt;
  }

  // `heard`: { answer } or the problem that the call failed with.
  heard(record, attempt, { answer, status = 0, code = '', detail, gaveUp }) {
    const outcome = answer === undefined ? outcomeOf({ status, code }) : 'ok';
    Object.assign(attempt, { t1: Date.now(), outcome, status: answer === undefined ? status : 200, code, answer: answer ?? null, ...(detail && outcome !== 'ok' && { detail }), ...(gaveUp && { gaveUp }) });
    const known = together(record.attempts);
    if (!known) return;
    Object.assign(record, { t1: attempt.t1, outcome: known.outcome, status: known.status, code: known.code, answer: known.answer });
  }

  // Nothing more comes of it.
  close(record) {
    record.t1 ??= Date.now();
    record.closed = true;
    if (this.file !== null) fs.writeSync(this.file, `${JSON.stringify(record)}\n`);
  }

  // What is not over, too, and last what was asked about and what the driver tells: the file is whole.
  end() {
    if (this.file === null) return;
    for (const record of this.records) if (!record.closed) fs.writeSync(this.file, `${JSON.stringify(record)}\n`);
    fs.writeSync(this.file, `${JSON.stringify({ world: this.world, notSent: [...this.notSent], passedOver: [...this.passedOver], marks: this.marks })}\n`);
    fs.closeSync(this.file);
    this.file = null;
  }

  acknowledged() {
    return this.records.filter(({ counts, outcome }) => counts && outcome === 'ok').length;
  }

  // Attempts with money or stock that were under way at some moment from `from` to `to`.
  underWay(from, to = from) {
    return this.records.filter(({ counts }) => counts).flatMap(({ attempts }) => attempts).filter(({ t0, t1 }) => t0 <= to && (t1 === null || t1 >= from));
  }
}
