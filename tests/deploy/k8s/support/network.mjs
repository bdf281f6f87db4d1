// Who can reach whom: what the NetworkPolicies let pass, and what the processes' own settings say that they need.

const matches = (selector, labels) => Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
  && (selector?.matchExpressions ?? []).every(({ key, operator, values }) => {
    if (operator === 'In') return values.includes(labels[key]);
    if (operator === 'NotIn') return !values.includes(labels[key]);
    return operator === 'Exists' ? key in labels : !(key in labels);
  });
export { matches };

const toNumber = (address) => address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
function within(address, cidr) {
  const [network, bits] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(network) / size);
}

// What is not ours, and may be spoken to or speak to us.
const SYSTEM = 'kubernetes.io/metadata.name';
export const OUTSIDERS = [
  { name: 'dns', namespace: { [SYSTEM]: 'kube-system' }, labels: { 'k8s-app': 'kube-dns' }, ports: [53] },
  { name: 'api-server', address: '10.96.0.1', ports: [443] },
  { name: 'metadata', address: '169.254.169.254', ports: [80] },
  { name: 'neighbour', namespace: { [SYSTEM]: 'default' }, labels: {}, ports: [443, 4222, 5432, 6379, 8080] },
  { name: 'monitoring', namespace: { [SYSTEM]: 'monitoring' }, labels: {}, ports: [4318, 9090] }, // Prometheus, and a collector of traces
  { name: 'ingress', namespace: { [SYSTEM]: 'ingress-nginx' }, labels: {}, ports: [80] },
  { name: 'internet', address: '203.0.113.7', ports: [22, 80, 443] },
  { name: 'database', address: '10.20.0.4', ports: [443, 5432] },
];

export function podsOf(objects) {
  return objects.filter(({ spec }) => spec?.template?.spec?.containers).map(({ kind, metadata, spec }) => ({
    name: metadata.name, kind, labels: spec.template.metadata.labels, annotations: spec.template.metadata.annotations ?? {}, spec: spec.template.spec, ours: true,
    ports: spec.template.spec.containers.flatMap((container) => (container.ports ?? []).map((port) => port.containerPort)),
    named: Object.fromEntries(spec.template.spec.containers.flatMap((container) => (container.ports ?? []).map((port) => [port.name, port.containerPort]))),
  }));
}

function isPeer({ podSelector, namespaceSelector, ipBlock }, peer) {
  if (ipBlock) return Boolean(peer.address) && within(peer.address, ipBlock.cidr) && !(ipBlock.except ?? []).some((cidr) => within(peer.address, cidr));
  if (peer.address) return false;
  const near = namespaceSelector ? matches(namespaceSelector, peer.namespace ?? { [SYSTEM]: 'linli' }) : peer.ours;
  return Boolean(near) && matches(podSelector, peer.labels);
}

// A name of a port is the receiving pod's.
const isPort = (ports, receiver, port) => !ports || ports.some((one) => (typeof one.port === 'string' ? receiver.named?.[one.port] : one.port) === port);

function lets(policies, pod, peer, direction, receiver, port) {
  const of = policies.filter(({ spec }) => spec.policyTypes.includes(direction) && matches(spec.podSelector, pod.labels));
  const [rules, peers] = direction === 'Egress' ? ['egress', 'to'] : ['ingress', 'from'];
  return of.length === 0 || of.some(({ spec }) => (spec[rules] ?? []).some((rule) => (!rule[peers] || rule[peers].some((one) => isPeer(one, peer))) && isPort(rule.ports, receiver, port)));
}

// Lines `from > to:port` of all that can be reached.
export function openEdges(objects) {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const pods = podsOf(objects);
  const everybody = [...pods, ...OUTSIDERS];
  const edges = [];
  for (const from of everybody) {
    for (const to of everybody) {
      if (from === to && !from.kind?.startsWith('StatefulSet')) continue;
      for (const port of to.ports) {
        if (!from.ours && !to.ours) continue;
        if (from.ours && !lets(policies, from, to, 'Egress', to, port)) continue;
        if (to.ours && !lets(policies, to, from, 'Ingress', to, port)) continue;
        edges.push(`${from.name} > ${to.name}:${port}`);
      }
    }
  }
  return edges.sort();
}

// ---- what is needed, by settings and commands

const textsOf = (pod) => pod.spec.containers.flatMap((container) => [...(container.env ?? []).map(({ value }) => value ?? ''), ...(container.args ?? []), (container.command ?? []).join(' ')]);
const envOf = (pod) => Object.fromEntries([...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap((container) => (container.env ?? []).map(({ name, value }) => [name, value ?? ''])));

// `known`: of a pod's process, the settings it has, with their defaults.
export function neededEdges(objects, known) {
  const pods = podsOf(objects);
  const find = (name) => pods.find((pod) => pod.name === name || pod.labels['app.kubernetes.io/name'] === name);
  const edges = new Set();
  const need = (from, to, port) => edges.add(`${from} > ${to}:${port}`);

  for (const pod of pods) {
    const env = envOf(pod);
    const settings = { ...known(pod), ...env };
    need(pod.name, 'dns', 53);
    for (const text of textsOf(pod)) {
      for (const [, host, port] of text.matchAll(/(?:^|\/\/)((?:[a-z]+-\d\.)?[a-z]+):(\d+)/g)) {
        const service = host.replace(/^\w+-\d\./, '');
        const notice = /NOTIFY|PUBLIC/.test(Object.keys(env).find((name) => env[name] === text) ?? '');
        if (find(service) && !notice) need(pod.name, find(service).name, Number(port));
      }
    }
    if (Object.keys(env).some((name) => /(DATABASE|OWNER|ADMIN)_URL_FILE$/.test(name))) need(pod.name, find('postgres')?.name ?? 'database', 5432);
    for (const name of ['LINLI_WECHAT_BASE_URL', 'LINLI_WXPAY_BASE_URL', 'LINLI_OBJECTS_URL']) if (settings[name]?.startsWith('https://')) need(pod.name, 'internet', 443);
    if (env.LINLI_OTLP_URL) need(pod.name, 'monitoring', 4318);
    for (const [, host, port] of (env.LINLI_NATS_ROUTES ?? '').matchAll(/\w+-\d\.(\w+):(\d+)/g)) need(pod.name, host, Number(port));
    const followed = /--replicaof (\w+) (\d+)/.exec(textsOf(pod).join(' '));
    if (followed) need(pod.name, followed[1], Number(followed[2]));
    if (pod.annotations['prometheus.io/scrape'] === 'true') need('monitoring', pod.name, Number(pod.annotations['prometheus.io/port']));
    if (pod.named.monitor) need('monitoring', pod.name, pod.named.monitor);
  }
  const door = find('gateway').name;
  if (objects.some(({ kind }) => kind === 'Ingress')) need('ingress', door, 8080);
  else for (const { name } of OUTSIDERS) for (const [to, port] of [[door, 8080], ['wechat', 8081]]) need(name, to, port);
  return [...edges].sort();
}
