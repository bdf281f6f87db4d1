// Remembers every exchange (operation, status) in a file of JSON lines, for the test that lists what no journey has called,
// and holds every answer against the document.

import fs from 'node:fs';

export class Recorder {
  #contract;
  #file;
  faults = [];

  // file: where to append; undefined: nowhere.
  constructor(contract, file = process.env.LINLI_EXCHANGES_FILE) {
    this.#contract = contract;
    this.#file = file;
  }

  // Throws when the answer is not what the document promises: the journey fails where it happened.
  seen(method, target, answer) {
    const operation = this.#contract.find(method, target);
    if (!operation) return;
    this.note(operation.id, answer.status);
    const faults = this.#contract.answerFaults(operation, answer);
    this.faults.push(...faults);
    if (faults.length) throw new Error(`the answer is not what openapi.json says:\n  ${faults.join('\n  ')}`);
  }

  note(operationId, status, { callback = false } = {}) {
    if (this.#file) fs.appendFileSync(this.#file, JSON.stringify({ operation: operationId, status, ...(callback && { callback }) }) + '\n');
  }
}

// operationId → { success, refusal }: how often each was seen. Who calls back is refused with 5xx, too, so that he comes again.
export function readExchanges(file) {
  const counts = {};
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  for (const line of text.split('\n').filter(Boolean)) {
    const { operation, status, callback } = JSON.parse(line);
    counts[operation] ??= { success: 0, refusal: 0 };
    if (status >= 200 && status < 400) counts[operation].success++;
    else if (status >= 400 && (status < 500 || callback)) counts[operation].refusal++;
  }
  return counts;
}

// Every operation that lacks one of the two, as `GetTeam: no refusal`.
export function uncovered(operations, counts) {
  return operations.flatMap(({ id }) => ['success', 'refusal'].filter((kind) => !counts[id]?.[kind]).map((kind) => `${id}: no ${kind}`));
}
