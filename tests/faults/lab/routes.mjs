// The routes of a house that came up through the proxy, without asking it: who has connections to whom.

const OF_GATEWAY = ['nats', 'redis'];
const OF_SERVICE = ['postgres', 'nats'];
const ASK_WECHAT = ['auth', 'content', 'groupbuy', 'notifications'];

const serviceOf = (instance) => instance.replace(/-\d+$/, '');

function storesOf(service) {
  if (service === 'gateway') return OF_GATEWAY;
  return ASK_WECHAT.includes(service) ? [...OF_SERVICE, 'wechat'] : OF_SERVICE;
}

// `instances`: auth, auth-2, gateway, …
export function routesOf(instances) {
  return [...instances.flatMap((instance) => storesOf(serviceOf(instance)).map((store) => `${instance}.${store}`)), 'wechat.gateway'];
}

const asRegExp = (pattern) => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

// Those a pattern means.
export const matching = (pattern, routes) => routes.filter((route) => asRegExp(pattern).test(route));
