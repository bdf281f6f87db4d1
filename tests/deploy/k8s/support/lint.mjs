// What no schema sees: whether the rendered objects fit each other, the processes' settings and the house. A rule is a name and a function
// that gives sentences; lint.test.mjs shows of each that it finds something.

import { execFileSync } from 'node:child_process';
import { program, ROOT } from '../../../support/house.mjs';
import { matches, neededEdges, openEdges, podsOf } from './network.mjs';

const SECRETS = '/run/secrets/linli/';
const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';
const VERSION = 'app.kubernetes.io/version';
const READY_S_MAX = 5; // a store that is gone makes a process unready within
const RESTART_S_MAX = 30; // a process that stands still is begun anew within
const AFTER_DRAIN_S = 5; // what comes after what was under way: the bus, the last marks
const BESIDE_CONNECTIONS = 5; // of a replica: readiness, relay, keeper of the consumers, figures, a rehearsal's clock
const OTHER_CONNECTIONS = 20; // migrations, backup, people, what PostgreSQL keeps for superusers
const DISK_PERCENT = 70; // of NATS's disk, for all streams together

// ---- the settings' tables, as the programs give them: { program: { NAME: { value, preset } } }
export function readSettings() {
  const text = execFileSync(program('linlictl'), ['settings'], { encoding: 'utf8', cwd: ROOT });
  const tables = {};
  for (const part of text.split(/^## /m).slice(1)) {
    const rows = [...part.matchAll(/^\| `(\w+)` \| (.*?) \| `(.*?)` \|/gm)].map(([, name, value, preset]) => [name, { value, preset }]);
    tables[part.split('\n')[0]] = Object.fromEntries(rows);
  }
  return tables;
}

// ---- the rendered objects, with what is asked of them again and again
export class World {
  constructor(objects, secrets, tables) {
    Object.assign(this, { objects, tables });
    this.pods = podsOf(objects);
    this.workloads = objects.filter(({ spec }) => spec?.template?.spec?.containers);
    this.lasting = this.workloads.filter(({ kind }) => kind !== 'Job');
    this.keys = {};
    for (const { kind, metadata, data } of [...objects, ...secrets]) if (['Secret', 'ConfigMap'].includes(kind)) this.keys[`${kind}/${metadata.name}`] = Object.keys(data ?? {});
  }

  of(kind) { return this.objects.filter((one) => one.kind === kind); }

  find(kind, name) { return this.of(kind).find(({ metadata }) => metadata.name === name); }

  // Which table a container's settings are of; undefined: it is no program of ours.
  table(workload, container) {
    const image = container.image.split(/[/:]/).findLast((word) => /^(linli-|nats$|redis$|postgres$)/.test(word));
    if (!image?.startsWith('linli-')) return undefined;
    if (image === 'linli-tool') {
      const [command] = container.args;
      return command === 'streams' ? { ...this.tables['linlictl streams'], ...this.tables['linlictl, on the bus'] } : this.tables[`linlictl ${command}`];
    }
    return this.tables[container.args?.[0] === '--migrate' ? `${image} --migrate` : image];
  }

  // Least and most replicas of a workload.
  range({ kind, metadata, spec }) {
    const hpa = this.of('HorizontalPodAutoscaler').find((one) => one.spec.scaleTargetRef.name === metadata.name && one.spec.scaleTargetRef.kind === kind);
    const keda = this.of('ScaledObject').find((one) => one.spec.scaleTargetRef.name === metadata.name);
    if (hpa) return [hpa.spec.minReplicas, hpa.spec.maxReplicas];
    if (keda) return [keda.spec.minReplicaCount, keda.spec.maxReplicaCount];
    return [spec.replicas ?? 1, spec.replicas ?? 1];
  }
}

const title = ({ kind, metadata }) => `${kind}/${metadata.name}`;
const containersOf = ({ spec }) => [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers];
const each = (world, find) => world.workloads.flatMap((workload) => containersOf(workload).flatMap((container) => find(container, workload).map((what) => `${title(workload)} ${container.name}: ${what}`)));
const only = (pairs) => pairs.filter(([wrong]) => wrong).map(([, what]) => what);
const envOf = (container) => Object.fromEntries((container.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? (valueFrom ? 'from' : '')]));
const cpu = (text) => (String(text).endsWith('m') ? Number.parseFloat(text) / 1000 : Number(text));
const UNITS = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, k: 1e3, M: 1e6, G: 1e9, '': 1 };
const bytes = (text) => { const [, number, unit] = /^([\d.]+)(\w*)$/.exec(text); return number * UNITS[unit]; };
const isOurs = ({ spec }) => ['service', 'gateway'].includes(spec.template.metadata.labels[COMPONENT]);
const serverPort = (pod, port) => (typeof port === 'string' ? pod.named[port] : pod.ports.find((one) => one === port));

// ---- rules

const images = (world) => each(world, ({ image }) => {
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return only([[!tag && !image.includes('@sha256:'), `${image} has no tag`], [tag === 'latest', `${image} is whatever came last`]]);
});

const probes = (world) => world.lasting.flatMap((workload) => workload.spec.template.spec.containers.flatMap((container) => ['startupProbe', 'readinessProbe', 'livenessProbe']
  .filter((name) => !container[name]).map((name) => `${title(workload)} ${container.name} has no ${name}`)));

// PostgreSQL gone: unready in time; a process that stands still: begun anew in time; and the two ask different questions.
const probeTimes = (world) => world.lasting.filter(isOurs).flatMap((workload) => workload.spec.template.spec.containers.flatMap(({ readinessProbe, livenessProbe }) => {
  const seconds = ({ periodSeconds = 10, failureThreshold = 3, timeoutSeconds = 1 } = {}) => periodSeconds * failureThreshold + timeoutSeconds;
  return only([
    [seconds(readinessProbe) > READY_S_MAX, `${title(workload)} may be unready for ${seconds(readinessProbe)} s before anybody knows`],
    [seconds(livenessProbe) + (livenessProbe?.terminationGracePeriodSeconds ?? workload.spec.template.spec.terminationGracePeriodSeconds) > RESTART_S_MAX,
      `${title(workload)} may stand still for longer than ${RESTART_S_MAX} s`],
    [readinessProbe?.httpGet?.path !== '/readyz', `${title(workload)}: readiness is /readyz`],
    [livenessProbe?.httpGet?.path !== '/healthz', `${title(workload)}: liveness is /healthz, which needs no store`],
  ]);
}));

const resources = (world) => each(world, ({ resources: { requests = {}, limits = {} } = {} }) => only([
  [!requests.cpu || !requests.memory || !limits.cpu || !limits.memory, 'requests and limits of processor and memory are wanted'],
  [cpu(requests.cpu ?? 0) > cpu(limits.cpu ?? 0) || bytes(requests.memory ?? '0') > bytes(limits.memory ?? '0'), 'requests more than its limit'],
]));

const security = (world) => [
  ...world.workloads.flatMap((workload) => {
    const { securityContext = {}, automountServiceAccountToken, hostNetwork, hostPID, hostIPC, volumes = [] } = workload.spec.template.spec;
    return only([
      [securityContext.runAsNonRoot !== true || securityContext.runAsUser !== 10001 || securityContext.runAsGroup !== 10001, 'runs as 10001'],
      [securityContext.seccompProfile?.type !== 'RuntimeDefault', 'has the seccomp profile RuntimeDefault'],
      [automountServiceAccountToken !== false, 'gets no token of the cluster'],
      [hostNetwork || hostPID || hostIPC || volumes.some(({ hostPath }) => hostPath), 'sees nothing of its host'],
    ]).map((what) => `${title(workload)} does not keep: ${what}`);
  }),
  ...each(world, ({ securityContext: { allowPrivilegeEscalation, readOnlyRootFilesystem, privileged, capabilities = {} } = {}, ports = [] }) => only([
    [allowPrivilegeEscalation !== false, 'may gain privileges'],
    [readOnlyRootFilesystem !== true, 'may write its root file system'],
    [privileged || !capabilities.drop?.includes('ALL') || capabilities.add?.length, 'has capabilities'],
    [ports.some(({ hostPort }) => hostPort), 'takes a port of its host'],
  ])),
];

const grace = (world) => world.workloads.flatMap((workload) => {
  const { terminationGracePeriodSeconds: given, containers } = workload.spec.template.spec;
  if (!given) return [`${title(workload)}: how long it may take to end is not said`];
  return containers.flatMap((container) => {
    const drain = Object.entries(envOf(container)).find(([name]) => name.endsWith('_DRAIN_MS'))?.[1];
    const preset = Object.entries(world.table(workload, container) ?? {}).find(([name]) => name.endsWith('_DRAIN_MS'))?.[1].preset ?? 0;
    const sleep = Number(container.lifecycle?.preStop?.exec?.command.at(-1)) || 0;
    const needed = sleep + Number(drain ?? preset) / 1000 + AFTER_DRAIN_S;
    return given < needed && workload.kind !== 'Job' ? [`${title(workload)} is killed after ${given} s and may need ${needed}`] : [];
  });
});

// The door's address is taken off its Service before the process stops to listen, and it ends no connection that another may still use.
const door = (world) => world.lasting.filter(({ spec }) => spec.template.metadata.labels[COMPONENT] === 'gateway').flatMap((workload) => {
  const [container] = workload.spec.template.spec.containers;
  const env = envOf(container);
  return only([
    [!(Number(container.lifecycle?.preStop?.exec?.command.at(-1)) >= 3), 'does not wait until nobody is sent to it any more'],
    [Number(env.LINLI_GATEWAY_KEEP_ALIVE_MS) > Number(env.LINLI_GATEWAY_DRAIN_MS), 'ends before idle connections do'],
  ]).map((what) => `${title(workload)} ${what}`);
});

const ingress = (world) => world.of('Ingress').flatMap((one) => {
  const said = (name) => one.metadata.annotations?.[`nginx.ingress.kubernetes.io/${name}`];
  return only([
    [said('proxy-request-buffering') !== 'on', 'slow clients would hold threads of the gateway'],
    [said('force-ssl-redirect') !== 'true' || !one.spec.tls?.length, 'passwords and tokens would travel plain'],
    [/non_idempotent/.test(said('proxy-next-upstream') ?? ''), 'an order would be sent twice'],
    ...one.spec.rules.map(({ host }) => [!one.spec.tls?.some(({ hosts }) => hosts.includes(host)), `${host} has no certificate`]),
    ...one.spec.rules.flatMap(({ http }) => http.paths).map(({ backend: { service } }) => [
      !world.find('Service', service.name)?.spec.ports.some(({ name, port }) => name === service.port.name || port === service.port.number), `no Service ${service.name} has that port`]),
  ]).map((what) => `${title(one)}: ${what}`);
});

const selectors = (world) => [
  ...world.lasting.filter(({ spec }) => !matches(spec.selector, spec.template.metadata.labels)).map((one) => `${title(one)} does not select its own pods`),
  ...[...world.of('Service'), ...world.of('PodDisruptionBudget')].flatMap((one) => {
    const selector = one.kind === 'Service' ? { matchLabels: one.spec.selector } : one.spec.selector;
    const hit = world.pods.filter((pod) => pod.kind !== 'Job' && matches(selector, pod.labels));
    const jobs = world.pods.filter((pod) => pod.kind === 'Job' && matches(selector, pod.labels));
    return only([
      [!hit.length, `${title(one)} selects no pod`],
      [jobs.length, `${title(one)} selects pods that end: ${jobs.map(({ name }) => name)}`],
      [one.kind === 'Service' && hit.length > 1, `${title(one)} selects pods of ${hit.map(({ name }) => name)}`],
      ...(one.spec.ports ?? []).map(({ targetPort }) => [hit.some((pod) => !serverPort(pod, targetPort)), `${title(one)}: its pods have no port ${targetPort}`]),
    ]);
  }),
  ...world.lasting.flatMap((one) => world.lasting.filter((other) => other !== one && other.kind === one.kind && matches(one.spec.selector, other.spec.template.metadata.labels))
    .map((other) => `${title(one)} would take pods of ${title(other)}`)),
  ...world.of('StatefulSet').filter(({ spec }) => world.find('Service', spec.serviceName)?.spec.clusterIP !== 'None').map((one) => `${title(one)}: its Service is headless and is there`),
];

const ports = (world) => each(world, (container) => {
  const declared = container.ports ?? [];
  const asked = ['startupProbe', 'readinessProbe', 'livenessProbe'].map((name) => container[name]?.httpGet?.port ?? container[name]?.tcpSocket?.port).filter(Boolean);
  return only([
    ...declared.map(({ containerPort }) => [!(containerPort >= 1024 && containerPort <= 65535), `port ${containerPort} is none that it can take`]),
    ...declared.map(({ name = '' }) => [!/^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name), `a port is called "${name}"`]),
    ...asked.map((port) => [!declared.some(({ name, containerPort }) => name === port || containerPort === port), `a probe asks at ${port}, which is no port of it`]),
    [new Set(declared.map(({ containerPort }) => containerPort)).size < declared.length, 'a port is there twice'],
  ]);
});

const names = (world) => {
  const seen = new Map();
  for (const one of world.objects) seen.set(title(one), (seen.get(title(one)) ?? 0) + 1);
  return [
    ...[...seen].filter(([, count]) => count > 1).map(([name]) => `${name} is there twice`),
    ...world.objects.filter(({ metadata }) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(metadata.name)).map((one) => `${title(one)} is no name`),
    ...world.objects.filter(({ kind, metadata }) => !['Namespace', 'PriorityClass'].includes(kind) && metadata.namespace !== 'linli').map((one) => `${title(one)} is not in the namespace linli`),
    ...world.workloads.filter(({ metadata, spec }) => [`${metadata.name}`, ...containersOf({ spec }).map(({ name }) => name)].some((name) => name.length > 63)).map((one) => `${title(one)}: too long`),
  ];
};

const restricted = (world) => world.of('Namespace').flatMap((one) => ['enforce', 'audit', 'warn']
  .filter((mode) => one.metadata.labels?.[`pod-security.kubernetes.io/${mode}`] !== 'restricted').map((mode) => `${title(one)}: ${mode} is not restricted`))
  .concat(world.of('Namespace').length ? [] : ['there is no Namespace']);

const labels = (world) => world.workloads.flatMap((one) => [one.metadata.labels ?? {}, one.spec.template.metadata.labels].flatMap((set) => {
  const wanted = [NAME, COMPONENT, 'app.kubernetes.io/part-of', 'app.kubernetes.io/managed-by'];
  const ours = one.spec.template.spec.containers[0].image.match(/\/linli-(?!nats|redis|postgres|wechat)[a-z]+:(.+)$/);
  return only([
    ...wanted.map((name) => [!set[name], `${title(one)} has no label ${name}`]),
    [ours && set[VERSION] !== ours[1], `${title(one)}: its label says version ${set[VERSION]}, its image ${ours?.[1]}`],
  ]);
}));

const volumes = (world) => world.workloads.flatMap((workload) => {
  const { volumes: given = [] } = workload.spec.template.spec;
  const claimed = (workload.spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name);
  const mounts = containersOf(workload).flatMap(({ volumeMounts = [] }) => volumeMounts);
  const there = [...given.map(({ name }) => name), ...claimed];
  return only([
    ...mounts.map(({ name }) => [!there.includes(name), `there is no volume ${name}`]),
    ...there.map((name) => [!mounts.some((mount) => mount.name === name), `nobody mounts ${name}`]),
    ...mounts.map(({ name, subPath }) => [subPath, `${name} is mounted by subPath, and would not follow a change`]),
    ...given.map(({ name, emptyDir }) => [emptyDir && !emptyDir.sizeLimit, `${name} may fill its node`]),
    ...given.map(({ persistentVolumeClaim: claim }) => [claim && !world.find('PersistentVolumeClaim', claim.claimName), `there is no claim ${claim?.claimName}`]),
  ]).map((what) => `${title(workload)}: ${what}`);
});

const keyOf = (world, { secret, configMap }) => world.keys[secret ? `Secret/${secret.secretName}` : `ConfigMap/${configMap?.name}`];

// Secrets come as files, are there, and hold what is read; so do ConfigMaps.
const files = (world) => world.workloads.flatMap((workload) => {
  const given = Object.fromEntries((workload.spec.template.spec.volumes ?? []).map((volume) => [volume.name, volume]));
  const found = Object.values(given).filter((volume) => volume.secret || volume.configMap).flatMap((volume) => {
    const keys = keyOf(world, volume);
    if (!keys) return [`${volume.name}: what it is made of is not there`];
    return (volume.secret?.items ?? volume.configMap?.items ?? []).filter(({ key }) => !keys.includes(key)).map(({ key }) => `${volume.name} has no key ${key}`);
  });
  const read = containersOf(workload).flatMap((container) => {
    const mount = (container.volumeMounts ?? []).find(({ mountPath }) => `${mountPath}/` === SECRETS);
    const paths = [...Object.values(envOf(container)), ...(container.args ?? []), ...(container.command ?? [])].flatMap((text) => [...text.matchAll(/\/run\/secrets\/linli\/([\w.-]+)/g)].map(([, name]) => name));
    return paths.filter((name) => !mount || !keyOf(world, given[mount.name])?.includes(name)).map((name) => `${container.name} reads ${name}, which its Secret does not hold`);
  });
  return [...found, ...read].map((what) => `${title(workload)}: ${what}`);
}).concat(each(world, ({ env = [], envFrom }) => only([[envFrom || env.some(({ valueFrom }) => valueFrom?.secretKeyRef), 'a secret stands in its environment']])));

function valueFindings(name, value, { value: kind }) {
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(kind);
  return only([
    [range && !(/^-?\d+$/.test(value) && Number(value) >= Number(range[1]) && Number(value) <= Number(range[2])), `${name} is ${value}, not ${kind}`],
    [kind === 'true, false' && !['true', 'false'].includes(value), `${name} is ${value}`],
    [kind === 'secret', `${name} is a secret and stands in the manifest`],
  ]);
}

// Every variable is a setting of the process that gets it, with a value that it takes; what must be set is.
const settings = (world) => each(world, (container, workload) => {
  const table = world.table(workload, container);
  const env = envOf(container);
  if (!table) return Object.keys(env).filter((name) => name.startsWith('LINLI_')).map((name) => `${name} is given to a process that is none of ours`);
  const given = Object.entries(env).flatMap(([name, value]) => {
    if (table[name]) return value === 'from' ? [] : valueFindings(name, value, table[name]);
    return name.endsWith('_FILE') && table[name.slice(0, -5)] ? only([[env[name.slice(0, -5)] !== undefined, `${name} and the value itself`]]) : [`no setting is called ${name}`];
  });
  const wanted = Object.entries(table).filter(([name, { preset }]) => preset === '(required)' && !(name in env) && !(`${name}_FILE` in env)).map(([name]) => `${name} is not set`);
  const twice = (container.env ?? []).length > Object.keys(env).length ? ['a variable is set twice'] : [];
  return [...given, ...wanted, ...twice];
});

// A rehearsal's freedoms stay where rehearsals are: with the stand-in.
const production = (world) => (world.pods.some(({ name }) => name === 'wechat') ? [] : each(world, (container) => {
  const env = envOf(container);
  return only([[env.LINLI_PRODUCTION === 'false' || env.LINLI_CLOCK === 'settable' || env.LINLI_CRASH_POINTS_DIR, 'rehearses in a production']]);
}));

const rollout = (world) => world.of('Deployment').flatMap(({ metadata, spec }) => only([
  [spec.strategy?.rollingUpdate?.maxUnavailable !== 0 || !(spec.strategy.rollingUpdate.maxSurge >= 1), `Deployment/${metadata.name}: a new pod is ready before an old one goes`],
]));

const scaling = (world) => {
  const scalers = [...world.of('HorizontalPodAutoscaler').map((one) => [one, one.spec.minReplicas, one.spec.maxReplicas, one.spec.metrics]),
    ...world.of('ScaledObject').map((one) => [one, one.spec.minReplicaCount, one.spec.maxReplicaCount, one.spec.triggers])];
  const targets = scalers.map(([{ spec }]) => spec.scaleTargetRef.name);
  return scalers.flatMap(([one, least, most, by]) => {
    const target = world.find(one.spec.scaleTargetRef.kind, one.spec.scaleTargetRef.name);
    const behaviour = one.spec.behavior ?? one.spec.advanced?.horizontalPodAutoscalerConfig?.behavior;
    return only([
      [!target, 'its target is not there'],
      [!(least >= 1 && least <= most), `from ${least} to ${most}`],
      [target?.spec.replicas !== undefined, 'its target has a number of its own, which each apply would bring back'],
      [!by?.length, 'nothing tells when'],
      [targets.filter((name) => name === one.spec.scaleTargetRef.name).length > 1, 'its target has two that scale it'],
      [!(behaviour?.scaleUp?.stabilizationWindowSeconds === 0 && behaviour?.scaleDown?.stabilizationWindowSeconds >= 60), 'up at once, down slowly'],
      [one.kind === 'HorizontalPodAutoscaler' && one.spec.behavior?.scaleDown?.policies?.some(({ value }) => value > 1), 'down one by one'],
    ]).map((what) => `${title(one)}: ${what}`);
  });
};

// Whoever has more than one pod has a budget, and each budget lets one go: a node can always be emptied.
const budgets = (world) => [
  ...world.lasting.filter((workload) => world.range(workload)[0] > 1 && !world.of('PodDisruptionBudget').some(({ spec }) => matches(spec.selector, workload.spec.template.metadata.labels)))
    .map((workload) => `${title(workload)} has no disruption budget`),
  ...world.of('PodDisruptionBudget').flatMap((one) => world.lasting.filter(({ spec }) => matches(one.spec.selector, spec.template.metadata.labels)).flatMap((workload) => {
    const [least] = world.range(workload);
    const { minAvailable, maxUnavailable } = one.spec;
    return only([[minAvailable === undefined ? !(maxUnavailable >= 1) : !(minAvailable < least), `${title(one)} lets no pod of ${title(workload)} go`],
      [workload.metadata.name === 'nats' && least > 1 && maxUnavailable > 1, `${title(one)} gives up the quorum`]]);
  })),
];

const spread = (world) => world.lasting.filter((workload) => world.range(workload)[1] > 1).flatMap((workload) => {
  const { topologySpreadConstraints = [], affinity } = workload.spec.template.spec;
  const own = workload.spec.template.metadata.labels;
  const host = topologySpreadConstraints.some(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname')
    || (affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname');
  return only([
    [!host, `${title(workload)}: all its pods may lie on one node`],
    [!topologySpreadConstraints.some(({ topologyKey }) => topologyKey === 'topology.kubernetes.io/zone'), `${title(workload)}: all its pods may lie in one zone`],
    [topologySpreadConstraints.some(({ labelSelector }) => !matches(labelSelector, own) || world.lasting.some((other) => other !== workload && matches(labelSelector, other.spec.template.metadata.labels))),
      `${title(workload)} spreads other pods than its own`],
  ]);
});

const references = (world) => world.workloads.flatMap((workload) => {
  const { serviceAccountName, priorityClassName } = workload.spec.template.spec;
  return only([
    [serviceAccountName && !world.find('ServiceAccount', serviceAccountName), `there is no account ${serviceAccountName}`],
    [!priorityClassName || !world.find('PriorityClass', priorityClassName), `there is no priority ${priorityClassName}`],
  ]).map((what) => `${title(workload)}: ${what}`);
});

const jobs = (world) => [
  ...world.of('Job').flatMap((one) => only([
    [!(one.spec.backoffLimit >= 10), `${title(one)} gives up before its store is there`],
    [!one.spec.activeDeadlineSeconds || !one.spec.ttlSecondsAfterFinished, `${title(one)} may go on, or lie about, for ever`],
    [one.spec.template.spec.restartPolicy !== 'Never', `${title(one)}: what failed can be read`],
    [world.find('PriorityClass', one.spec.template.spec.priorityClassName)?.preemptionPolicy !== 'Never', `${title(one)} may take the room of somebody who serves`],
  ])),
  // The schema is brought up to date by the very program that will use it.
  ...world.of('Deployment').filter(({ spec }) => spec.template.metadata.labels[COMPONENT] === 'service').flatMap((one) => {
    const job = world.of('Job').find(({ metadata, spec }) => metadata.labels[NAME] === one.metadata.labels[NAME] && spec.template.spec.containers[0].args?.[0] === '--migrate');
    return only([
      [!job, `${title(one)}: nobody migrates its schema`],
      [job && job.spec.template.spec.containers[0].image !== one.spec.template.spec.containers[0].image, `${title(one)}: its migrations are another release's`],
      [!(one.spec.progressDeadlineSeconds >= 600), `${title(one)}: its rollout does not wait for a migration`],
    ]);
  }),
];

// Every connection that can be open at once: most replicas, one more of each while it is rolled out, each with all its threads.
export function connectionsOf(world) {
  return world.of('Deployment').filter(({ spec }) => spec.template.metadata.labels[COMPONENT] === 'service').reduce((sum, one) => {
    const [container] = one.spec.template.spec.containers;
    const table = world.table(one, container);
    const number = (what) => { const name = `LINLI_${one.metadata.labels[NAME].toUpperCase()}_${what}`; return Number(envOf(container)[name] ?? table?.[name]?.preset ?? Number.NaN); };
    const replica = 3 * number('WORKERS') + number('EVENT_THREADS') + number('JOB_THREADS') + BESIDE_CONNECTIONS;
    return sum + replica * (world.range(one)[1] + (one.spec.strategy?.rollingUpdate?.maxSurge ?? 1));
  }, OTHER_CONNECTIONS);
}

const connections = (world) => {
  const conf = world.of('ConfigMap').map(({ data }) => /^max_connections = (\d+)$/m.exec(data?.['postgresql.conf'] ?? '')?.[1]).find(Boolean);
  const needed = connectionsOf(world);
  return only([[!conf, 'nobody says what PostgreSQL lets in'], [conf && !(needed <= Number(conf)), `PostgreSQL lets in ${conf}, and ${needed} may come`]]);
};

// As many servers as each stream has replicas, all of them known to everybody, with disks that hold the streams.
const bus = (world) => {
  const nats = world.find('StatefulSet', 'nats');
  const streams = envOf(world.find('Job', 'streams').spec.template.spec.containers[0]);
  const servers = nats.spec.replicas;
  const listed = (text = '') => text.split(/[, ]/).filter(Boolean).length;
  const routes = envOf(nats.spec.template.spec.initContainers[0]).LINLI_NATS_ROUTES;
  const disk = bytes(nats.spec.volumeClaimTemplates[0].spec.resources.requests.storage) / 2 ** 20;
  const services = world.of('Deployment').filter(({ spec }) => spec.template.metadata.labels[COMPONENT] === 'service').length;
  return only([
    [Number(streams.LINLI_STREAM_REPLICAS) !== servers, `${streams.LINLI_STREAM_REPLICAS} replicas of a stream on ${servers} servers`],
    [servers % 2 === 0, `${servers} servers find no majority`],
    [servers > 1 && listed(routes) !== servers, `routes name ${listed(routes)} of ${servers} servers`],
    [streams.LINLI_STREAM_MB_MAX * services > disk * DISK_PERCENT / 100, `the streams may take more than ${DISK_PERCENT} % of the disk`],
    ...world.workloads.flatMap((workload) => workload.spec.template.spec.containers.map((container) => [container, workload])).map(([container, workload]) => {
      const url = envOf(container).LINLI_NATS_URL;
      return [url && listed(url) !== servers, `${title(workload)} knows ${listed(url)} of ${servers} servers of the bus`];
    }),
  ]);
};

const network = (world) => {
  const known = (pod) => {
    const workload = world.workloads.find(({ kind, metadata }) => kind === pod.kind && metadata.name === pod.name);
    return Object.fromEntries(Object.entries(world.table(workload, pod.spec.containers[0]) ?? {}).map(([name, { preset }]) => [name, preset]));
  };
  const open = openEdges(world.objects);
  const needed = neededEdges(world.objects, known);
  return [
    ...needed.filter((edge) => !open.includes(edge)).map((edge) => `closed, and needed: ${edge}`),
    ...open.filter((edge) => !needed.includes(edge)).map((edge) => `open, and nobody needs it: ${edge}`),
  ];
};

export const RULES = { images, probes, probeTimes, resources, security, grace, door, ingress, selectors, ports, names, restricted, labels, volumes, files, settings, production, rollout,
  scaling, budgets, spread, references, jobs, connections, bus, network };

export function lint(world) {
  return Object.entries(RULES).flatMap(([rule, find]) => find(world).map((what) => `${rule}: ${what}`));
}
