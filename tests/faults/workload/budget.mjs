// What a gateway says beside its answer of how much more one may ask:
//
//     RateLimit-Policy: "money";q=20;w=4
//     RateLimit: "money";r=17;t=1
//
// An attempt of the history that is asked within heardBy() has it as `budget`: { rate, quota, seconds, left }.

import { AsyncLocalStorage } from 'node:async_hooks';

const POLICY = /^"(\w+)";q=(\d+);w=(\d+)$/;
const LEFT = /^"\w+";r=(\d+);/;

const asking = new AsyncLocalStorage();

export const heardBy = (attempt, ask) => asking.run(attempt, ask);

export function budgetOf(headers) {
  const [, rate, quota, seconds] = POLICY.exec(headers.get('RateLimit-Policy') ?? '') ?? [];
  const [, left] = LEFT.exec(headers.get('RateLimit') ?? '') ?? [];
  return rate && left ? { rate, quota: Number(quota), seconds: Number(seconds), left: Number(left) } : null;
}

// fetch, for whoever is heard.
export async function listeningFetch(url, options) {
  const response = await fetch(url, options);
  const attempt = asking.getStore();
  const budget = budgetOf(response.headers);
  if (attempt && budget) attempt.budget = budget;
  return response;
}
