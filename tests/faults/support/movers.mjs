// People who join a circle and leave it again, one after the other, by the clock. Who hears nothing asks for the same again when it
// is his turn, long after the first try can still do anything: so whoever has heard yes is where he said.

import { until } from '../../support/house.mjs';

const EVERY_MS = 100;
const HEARD_MS_MAX = 10_000;

export class Movers {
  // people: { userId, at: [a client at each gateway] }, so many that a turn lasts longer than a request's time.
  constructor(people, circleId) {
    Object.assign(this, { circleId, turn: 0, yes: 0 });
    this.places = people.map(({ userId, at }) => ({ userId, at, isIn: false, busy: false, doubtful: false }));
  }

  begin() {
    this.timer = setInterval(() => this.#move(this.places[this.turn % this.places.length], this.turn++), EVERY_MS);
  }

  async #move(place, turn) {
    if (place.busy) return;
    place.busy = true;
    const client = place.at[turn % place.at.length];
    const wanted = !place.isIn;
    const heard = await client[wanted ? 'joinCircle' : 'leaveCircle']({ circleId: this.circleId }).then(() => 'yes', () => 'nothing');
    if (heard === 'yes') Object.assign(place, { isIn: wanted, doubtful: false, moved: true });
    else place.doubtful = true;
    this.yes += heard === 'yes' ? 1 : 0;
    place.busy = false;
  }

  async end() {
    clearInterval(this.timer);
    await until('everybody who moves has heard', () => this.places.every(({ busy }) => !busy), { withinMs: HEARD_MS_MAX });
  }

  // Rows of [user id] of who is in the circle; checks of { name, checked, violations }. Whose last try was not answered may be here or there.
  async books(query) {
    const rows = await query(`select replace(user_id::text, '-', '') from content.memberships where left_at is null and circle_id = '${this.circleId}'`);
    const there = new Set(rows.map(([userId]) => userId));
    const known = this.places.filter(({ moved, doubtful }) => moved && !doubtful);
    return [{ name: 'circles: who was told that he is in is in, who was told that he is out is out', checked: known.length, violations: known.filter(({ userId, isIn }) => there.has(userId) !== isIn).length }];
  }
}
