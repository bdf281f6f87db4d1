// The cluster as a house of this machine: status.json and secrets in a folder, so that linlictl, the journeys' stage and the evening, which
// know houses, find their way. The gateway is reached by its Service, or by an ingress; the stand-in of WeChat, PostgreSQL and NATS by a port of this machine
// each, behind which their names are asked anew for every connection: their pods come and go.

import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { newFolder } from '../../../../support/house.mjs';
import { certificateOf, closeIngress, openIngress, URL_OF_INGRESS } from './ingress.mjs';
import { get, NAMESPACE } from './kubectl.mjs';

const BEHIND = { wechat: 8081, postgres: 5432, nats: 4222 };
const nameOf = (service) => `${service}.${NAMESPACE}.svc.cluster.local`;

function forward(service, port) {
  const server = net.createServer((here) => {
    const there = net.connect({ host: nameOf(service), port });
    for (const [one, other] of [[here, there], [there, here]]) {
      one.pipe(other);
      one.on('error', () => other.destroy()); // whoever asks sees it end, as he would without us
      one.on('close', () => other.destroy());
    }
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

export class ClusterHouse {
  static async open() {
    const house = new ClusterHouse();
    house.folder = newFolder();
    house.forwards = Object.fromEntries(await Promise.all(Object.entries(BEHIND).map(async ([service, port]) => [service, await forward(service, port)])));
    fs.mkdirSync(path.join(house.folder, 'secrets'));
    fs.mkdirSync(path.join(house.folder, 'wechat'));
    const ports = Object.fromEntries(Object.entries(house.forwards).map(([service, server]) => [service, server.address().port]));
    house.ports = ports;
    return house;
  }

  #statusFile(gateway) {
    const file = path.join(this.folder, 'status.json');
    fs.writeFileSync(file, JSON.stringify({
      urls: { gateway }, ports: this.ports, secrets: path.join(this.folder, 'secrets'), processes: [], supervisor: process.pid,
    }));
    return file;
  }

  // What tests of this house find in their environment. Its gateway is reached as people reach it, or by its Service, with nobody between.
  async settings({ byIngress = false } = {}) {
    const bus = { LINLI_NATS_URL: `nats://127.0.0.1:${this.ports.nats}` };
    if (!byIngress) return { ...bus, LINLI_STATUS_FILE: this.#statusFile(`http://${nameOf('gateway')}:8080`) };
    this.ingress ??= openIngress(this.folder); // it wants the gateway's Service to be there
    await this.ingress;
    return { ...bus, LINLI_STATUS_FILE: this.#statusFile(URL_OF_INGRESS), NODE_EXTRA_CA_CERTS: certificateOf(this.folder) };
  }

  async close() {
    if (this.ingress) await closeIngress();
    for (const server of Object.values(this.forwards)) server.close();
    fs.rmSync(this.folder, { recursive: true });
  }
}

const decoded = ({ data }) => Object.fromEntries(Object.entries(data).map(([name, text]) => [name, Buffer.from(text, 'base64').toString()]));

// What the operator of the house would have kept, from the cluster's Secrets, with addresses as they are here.
export async function takeSecrets({ run, secrets, ports }) {
  const names = ['postgres-setup', 'linli-operator', 'linli-auth', 'wechat'];
  const [setup, operator, auth, wechat] = await Promise.all(names.map(async (name) => decoded(await get('secret', name))));
  const here = (url) => url.replace(/@[^/]+\//, `@127.0.0.1:${ports.postgres}/`);
  const own = {
    'postgres.admin-url': here(setup['postgres.admin-url']),
    'postgres.auditor-url': here(`postgresql://linli_auditor:${setup['postgres.auditor'].trim()}@there/linli`),
    'nats.linlictl': operator['nats.linlictl'], 'auth.data': auth['auth.data'], 'auth.database-url': here(auth['auth.database-url']),
  };
  for (const [name, text] of Object.entries(own)) fs.writeFileSync(path.join(secrets, name), `${text.trim()}\n`);
  fs.writeFileSync(path.join(run, 'wechat/app_id'), wechat.app_id);
}
