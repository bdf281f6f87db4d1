// What the kinds of the network have in common: whom they strike, and that no two have the same route at once.

import { claimGateway, TOPOLOGY } from './plan.mjs';
import { matching, routesOf } from './routes.mjs';

const STORES = ['*.postgres', '*.nats', '*.redis', '*.wechat'];

export const WAYS = ['up', 'down', 'both'];

// Who seldom asks WeChat is struck with all others.
const often = (route) => !/^(auth|content|notifications)\b.*\.wechat$/.test(route);

// One process and one store; one process and all it knows; all processes and one store.
export const targets = ({ instances }) => [...routesOf(instances).filter(often), ...instances.map((name) => `${name}.*`), ...STORES];

// A heal takes everything off a route: who breaks it, has it to himself.
export const claims = (target) => [...matching(target, routesOf(TOPOLOGY.instances)).map((route) => `route ${route}`), ...claimGateway(target)];

export const network = { needs: ['proxy'], targets, claims };

// When nobody reaches a store nobody is served: long enough to be seen, short enough for a run with something to see.
const ALL_OF_A_STORE_MS_MAX = 3000;

// One that is there until it is healed.
export const lasting = (breaks) => async (lab, { target, words }) => {
  const heal = () => lab.proxy.heal(target);
  await breaks(lab.proxy, target, words);
  const early = STORES.includes(target) && setTimeout(() => heal().catch(() => {}), ALL_OF_A_STORE_MS_MAX); // what failed then, fails below
  return () => {
    clearTimeout(early);
    return heal();
  };
};
