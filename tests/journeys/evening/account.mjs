// The account of the evening: what was done how often, how the calls went, and a line about it every second.

export class Account {
  #counts = new Map();
  #calls = new Map();
  #started = Date.now();
  #timer;

  add(what, by = 1) {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + by);
  }

  count(what) {
    return this.#counts.get(what) ?? 0;
  }

  exchange(operation, status, attempt) {
    const entry = this.#calls.get(operation) ?? { calls: 0, again: 0, refused: 0, failed: 0 };
    entry.calls++;
    if (attempt > 1) entry.again++;
    if (status >= 500) entry.failed++;
    else if (status >= 400) entry.refused++;
    this.#calls.set(operation, entry);
  }

  get calls() {
    return [...this.#calls.values()].reduce((sum, { calls }) => sum + calls, 0);
  }

  get again() {
    return [...this.#calls.values()].reduce((sum, entry) => sum + entry.again, 0);
  }

  get failures() {
    return [...this.#calls.values()].reduce((sum, { failed }) => sum + failed, 0);
  }

  say(text) {
    console.log(`${((Date.now() - this.#started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  }

  begin(everyMs = 2000) {
    let said = '';
    this.#timer = setInterval(() => {
      const line = `… ${this.calls} calls, ${this.count('signed in')} residents, ${this.count('posts')} posts, ${this.count('paid')} payments`;
      if (line !== said) this.say(line);
      said = line;
    }, everyMs);
  }

  end() {
    clearInterval(this.#timer);
  }

  print(title) {
    console.log(`\n${title}\n`);
    for (const [what, count] of this.#counts) console.log(`  ${String(count).padStart(6)}  ${what}`);
    console.log('\nCalls                           all   again  refused  failed\n');
    for (const [operation, { calls, again, refused, failed }] of [...this.#calls].sort())
      console.log(`  ${operation.padEnd(26)} ${[calls, again, refused, failed].map((n) => String(n).padStart(7)).join(' ')}`);
  }
}
