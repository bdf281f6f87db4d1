// How late the bench itself comes to its work. While it stands still nobody is asked, healed or timed: what it sees then is its own doing.

const TICK_MS = 20;
const STALL_MS_MIN = 100; // less is a busy machine

export class Lateness {
  mostMs = 0;
  stalls = []; // { at, goneOnAt }: from its last turn to the next

  begin(now = Date.now()) {
    this.at = now;
    this.timer = setInterval(() => this.turn(), TICK_MS);
    return this;
  }

  turn(now = Date.now()) {
    const lateMs = now - this.at - TICK_MS;
    this.mostMs = Math.max(this.mostMs, lateMs);
    if (lateMs >= STALL_MS_MIN) this.stalls.push({ at: this.at, goneOnAt: now });
    this.at = now;
  }

  end() {
    clearInterval(this.timer);
    this.turn();
  }
}
