// The merchants. Each has keys of its own on both sides, and a world of its own of all that WeChat Pay keeps for a merchant:
// payments, refunds, shares, transfers, bills, complaints, notices. It sees the rest (people, clock, settings, faults) of the
// world they share. The first one is that world itself.

import fs from 'node:fs';
import path from 'node:path';
import { loadMerchant, makeMerchant } from '../keys.mjs';
import { digits } from '../random.mjs';
import { PayError } from './error.mjs';

export class Merchants {
  #world;
  #directory;
  #addParts;
  #accounts = new Map();

  // `addParts(account)` gives a merchant's world what WeChat Pay keeps for it.
  constructor(world, directory, addParts) {
    this.#world = world;
    this.#directory = directory;
    this.#addParts = addParts;
    addParts(world);
    this.#accounts.set(world.keys.merchant.mchId, world);
    const folder = path.join(directory, 'merchants');
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const known = fs.readdirSync(folder).filter((name) => /^\d+$/.test(name));
    known.sort().forEach((mchId) => this.#open(mchId));
  }

  all() {
    return [...this.#accounts.values()];
  }

  find(mchId) {
    return this.#accounts.get(mchId);
  }

  // One more merchant, with a folder in merchants/.
  add(mchId = `19${digits(8)}`) {
    if (!/^\d{8,20}$/.test(mchId)) throw new PayError(400, 'PARAM_ERROR', 'mch_id is 8 to 20 digits');
    if (this.find(mchId)) throw new PayError(409, 'ALREADY_EXISTS', 'there is such a merchant');
    makeMerchant(this.#directory, mchId);
    this.#open(mchId);
    return { mch_id: mchId, folder: path.join(this.#directory, 'merchants', mchId) };
  }

  // The merchant whose part `part` knows what is asked for (known: part → boolean); of several the caller names one.
  having(part, known, mchId) {
    const some = this.all().filter((account) => (!mchId || account.keys.merchant.mchId === mchId) && known(account[part]));
    if (some.length > 1) throw new PayError(400, 'PARAM_ERROR', 'several merchants have that number: name one by mchid');
    return some[0] ?? (mchId ? this.find(mchId) : undefined) ?? this.#world;
  }

  // Of all merchants; each row says whose it is.
  list(part, rows = (one) => one.list()) {
    return this.all().flatMap((account) => rows(account[part]).map((row) => ({ mchid: account.keys.merchant.mchId, ...row })));
  }

  #open(mchId) {
    const account = Object.create(this.#world);
    account.keys = { ...this.#world.keys, ...loadMerchant(this.#directory, mchId) };
    account.store = { table: (name) => this.#world.store.table(`${mchId} ${name}`) };
    this.#addParts(account);
    this.#accounts.set(mchId, account);
  }
}
