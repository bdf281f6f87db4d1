// An ingress controller as small as can be: nginx in a pod, told what production's Ingress says, in the words that ingress-nginx writes for
// its annotations. It ends TLS, takes in whole requests, and sends them to the Service that the Ingress names.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { render } from '../../support/render.mjs';
import { kubectl, NAMESPACE } from './kubectl.mjs';

export const IMAGE = process.env.LINLI_K8S_INGRESS_IMAGE ?? 'localhost/linli-ingress:test';
export const INGRESS = 'linli-ingress'; // namespace, and the name of all in it
const HOST = `${INGRESS}.${INGRESS}.svc.cluster.local`;
const PREFIX = 'nginx.ingress.kubernetes.io/';
const IDLE_S = 10; // upstream-keepalive-timeout of the controller's own ConfigMap (deploy/k8s/README.md)

const DIRECTIVES = {
  'proxy-request-buffering': (value) => `proxy_request_buffering ${value};`,
  'proxy-body-size': (value) => `client_max_body_size ${value};`,
  'proxy-connect-timeout': (value) => `proxy_connect_timeout ${value}s;`,
  'proxy-read-timeout': (value) => `proxy_read_timeout ${value}s;`,
  'proxy-next-upstream': (value) => `proxy_next_upstream ${value};`,
  'proxy-next-upstream-tries': (value) => `proxy_next_upstream_tries ${value};`,
  'force-ssl-redirect': () => '', // the server on port 8080 below
};

function directiveOf([name, value]) {
  const directive = DIRECTIVES[name.slice(PREFIX.length)];
  if (!directive) throw new Error(`nobody here knows the annotation ${name}`);
  return directive(value);
}

// Whom the Ingress sends everything to: 'gateway.linli.svc.cluster.local:8080'.
function backendOf({ spec: { rules: [{ http: { paths: [{ backend: { service } }] } }] } }, objects) {
  const { spec: { ports } } = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === service.name);
  return `${service.name}.${NAMESPACE}.svc.cluster.local:${ports.find(({ name }) => name === service.port.name).port}`;
}

function configuration() {
  const objects = render('production');
  const ingress = objects.find(({ kind }) => kind === 'Ingress');
  const said = Object.entries(ingress.metadata.annotations).filter(([name]) => name.startsWith(PREFIX)).map(directiveOf).join('\n    ');
  return `daemon off;
pid /tmp/nginx.pid;
worker_processes 1;
worker_rlimit_nofile 8192;
events { worker_connections 4096; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path /tmp/${one};`).join(' ')}
  keepalive_timeout 75s;
  keepalive_requests 1000;
  # Who asks is told by a balancer in front of the controller (use-forwarded-headers), here by the tests: each of their people has an address.
  set_real_ip_from 0.0.0.0/0;
  real_ip_header X-Forwarded-For;
  upstream backend {
    server ${backendOf(ingress, objects)};
    keepalive 320;
    keepalive_timeout ${IDLE_S}s;
    keepalive_requests 10000;
  }
  server {
    listen 8080;
    return 308 https://$host$request_uri;
  }
  server {
    listen 8443 ssl;
    ssl_certificate /etc/ingress/tls.crt;
    ssl_certificate_key /etc/ingress/tls.key;
    ${said}
    proxy_send_timeout 60s;
    proxy_buffering off;
    location / {
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_pass http://backend;
    }
  }
}
`;
}

// A certificate that vouches for itself, in `folder`: { certificate, key }.
function certify(folder) {
  const [certificate, key] = ['ingress.crt', 'ingress.key'].map((name) => path.join(folder, name));
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${INGRESS}`, '-addext', `subjectAltName=DNS:${HOST}`];
  execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return { certificate, key };
}

function manifests(files) {
  const metadata = { name: INGRESS, namespace: INGRESS };
  const labels = { 'app.kubernetes.io/name': INGRESS };
  const mounts = [{ name: 'config', mountPath: '/etc/ingress', readOnly: true }, { name: 'tmp', mountPath: '/tmp' }];
  const container = {
    name: 'nginx', image: IMAGE, imagePullPolicy: 'IfNotPresent', volumeMounts: mounts,
    ports: [{ name: 'http', containerPort: 8080 }, { name: 'https', containerPort: 8443 }],
    readinessProbe: { tcpSocket: { port: 'https' }, periodSeconds: 1 },
    securityContext: { runAsNonRoot: true, runAsUser: 10001, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const volumes = [{ name: 'config', secret: { secretName: INGRESS } }, { name: 'tmp', emptyDir: {} }];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: INGRESS } },
    { apiVersion: 'v1', kind: 'Secret', metadata, stringData: files },
    {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata,
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { automountServiceAccountToken: false, containers: [container], volumes } } },
    },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }, { name: 'https', port: 443, targetPort: 'https' }] } },
  ];
}

export const URL_OF_INGRESS = `https://${HOST}`;
export const PLAIN_URL_OF_INGRESS = `http://${HOST}`;
export const certificateOf = (folder) => path.join(folder, 'ingress.crt');

// Its certificate lies in `folder`, the house's.
export async function openIngress(folder) {
  const { certificate, key } = certify(folder);
  const [crt, secret] = [certificate, key].map((file) => fs.readFileSync(file, 'utf8'));
  const items = manifests({ 'nginx.conf': configuration(), 'tls.crt': crt, 'tls.key': secret });
  await kubectl(['apply', '--filename', '-'], { namespace: INGRESS, input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
  await kubectl(['rollout', 'status', `deploy/${INGRESS}`, '--timeout=120s'], { namespace: INGRESS });
}

export const closeIngress = () => kubectl(['delete', 'namespace', INGRESS, '--ignore-not-found'], { namespace: INGRESS });
