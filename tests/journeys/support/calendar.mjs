// The days of a house: they pass when they are told to, for the house and for WeChat alike (`linlictl clock`, the stand-in's
// /_ctl/clock). Times are milliseconds since 1970, days are China's, as 2026-11-22.

import { execFileSync } from 'node:child_process';
import { program, ROOT } from '../../support/house.mjs';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const CHINA_MS = 8 * HOUR;
const TOLD_TO_MS = 2000; // `linlictl clock` tells whole seconds: a clock so near is one that was not moved

export const dayOf = (ms) => new Date(ms + CHINA_MS).toISOString().slice(0, 10);
const inChina = (day, time) => Date.parse(`${day}T${time}:00+08:00`);

export class Calendar {
  #aheadMs;

  constructor(status, wechat) {
    this.status = status;
    this.wechat = wechat;
    const aheadMs = this.#clock() - Date.now();
    this.#aheadMs = Math.abs(aheadMs) < TOLD_TO_MS ? 0 : aheadMs;
  }

  #clock(...words) {
    const env = { ...process.env, LINLI_STATE_DIR: this.status.run, LINLI_ROOT: ROOT };
    return Date.parse(execFileSync(program('linlictl'), ['clock', ...words], { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim());
  }

  now() {
    return Date.now() + this.#aheadMs;
  }

  // For a request: so many milliseconds from now.
  in(ms) {
    return new Date(this.now() + ms).toISOString();
  }

  get day() {
    return dayOf(this.now());
  }

  async #to(ms) {
    const seconds = Math.ceil((ms - this.now()) / 1000);
    if (seconds <= 0) return;
    this.#aheadMs = this.#clock('forward', `${seconds} s`) - Date.now();
    await this.wechat.call('POST', '/clock', { now: this.now() });
  }

  pass(ms) {
    return this.#to(this.now() + ms);
  }

  // To the next time that clocks in China show it, as 11:00: today if it is still to come.
  toTime(time) {
    const today = inChina(this.day, time);
    return this.#to(today > this.now() ? today : today + DAY);
  }

  // To that time of a later day.
  toDay(days, time) {
    return this.#to(inChina(dayOf(this.now() + days * DAY), time));
  }
}
