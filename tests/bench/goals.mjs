// What must be reached, as data, and the judgement of what was measured. Pure.

import { highest, lowest, median, ratios } from './figures.mjs';

// of: a measure. over: the measures it is divided by, pass by pass; of several the best. least, most: the goal.
// floor: the measure of a floor that does the same with nothing of ours in it. What it does not reach, nobody reaches with these
// libraries on this machine.
export const GOALS = [
  { what: 'flash order, answered after its commit / relay', of: 'order', over: ['relay'], floor: 'relay-commit', least: 0.8 },
  { what: 'flash order / one order a transaction (pg-row)', of: 'order', over: ['pg-row'], floor: 'relay-commit', least: 5 },
  { what: 'flash order / the best Fastify shop', of: 'order', over: ['peer-pg-order', 'peer-redis-order'], floor: 'relay-commit', least: 3 },
  { what: 'a campaign, cacheable / Fastify’s read of an item', of: 'campaign', over: ['peer-item'], floor: 'http', least: 4 },
  { what: 'a product, cacheable / Fastify’s read of an item', of: 'product', over: ['peer-item'], floor: 'http', least: 4 },
  { what: 'the list of campaigns, cacheable / Fastify’s page of 20', of: 'discover', over: ['peer-feed'], floor: 'http', least: 4 },
  { what: 'answer once all is sold / http', of: 'sold-out', over: ['http'], least: 0.7 },
  { what: 'home feed of 20 / relay', of: 'feed', over: ['relay'], least: 0.5 },
  { what: 'an order read by its owner / relay', of: 'read-own', over: ['relay'], least: 0.7 },
  { what: 'a post read by id / relay', of: 'read-post', over: ['relay'], least: 0.7 },
  { what: 'home feed: p99 / its own median, open loop', of: 'feed-tail', floor: 'relay-tail', most: 3 },
  { what: 'JSON⇄wire / jansson, a small document', of: 'transcode-small', least: 2 },
  { what: 'JSON⇄wire / jansson, a page of 20', of: 'transcode-large', least: 2 },
  { what: 'slowest of our processes, start until ready', of: 'start', unit: 's', most: 1 },
  { what: 'memory of all our processes, idle', of: 'memory-idle', unit: 'MB', most: 80 },
  { what: 'memory of all our processes, at peak', of: 'memory-peak', unit: 'MB', most: 300 },
  { what: 'event, commit to commit, 1,000 a second: p50', of: 'event-p50', unit: 'ms', most: 10 },
  { what: 'event, commit to commit, 1,000 a second: p99', of: 'event-p99', unit: 'ms', most: 100 },
  { what: 'a server that stood still for 1 s, seen in p99', of: 'stall-p99', unit: 'ms', least: 500 },
];

const reaches = ({ least, most }, value) => (least === undefined ? value <= most : value >= least);

// One row: the median of all passes, how far they lie apart, whether it is reached. floors: the same of its floor, where it has one.
export function judgeOne({ what, of, least, most, unit = '×' }, each, floors = []) {
  const value = median(each);
  const floor = floors.length ? { floor: median(floors) } : {};
  return { what, of, unit, least, most, value, ...floor, low: lowest(each), high: highest(each), passes: each.length, reached: reaches({ least, most }, value) };
}

// results: { name: a figure a pass }. Goals whose measures were not taken are left out.
export function judge(results, goals = GOALS) {
  const there = (name) => results[name]?.length > 0;
  const figures = (of, over) => (over ? ratios(results[of], over.map((name) => results[name])) : results[of]);
  return goals.filter(({ of, over = [] }) => there(of) && over.every(there))
    .map((goal) => judgeOne(goal, figures(goal.of, goal.over), there(goal.floor) ? figures(goal.floor, goal.over) : []));
}

// How much of the goal is reached: 1 is all of it, more is better, for goals of both kinds. What never came (null, in a file) is
// nothing of it.
export function shareOfGoal({ value, least, most }) {
  if (value === null) return 0;
  return least === undefined ? most / Math.max(value, Number.EPSILON) : value / least;
}

export function verdict(row) {
  if (row.reached) return 'reached';
  if (row.floor !== undefined && !reaches(row, row.floor)) return 'beyond the floor';
  return shareOfGoal(row) >= 0.5 ? 'on the way' : 'below half';
}
