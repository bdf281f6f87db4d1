// Whether an object is what its kind's schema allows, unknown fields included. The compiled validators of kubernetes-models let those
// pass; so they read the object through an observer that notes which keys they looked at: one they never asked for is not theirs.

import fs from 'node:fs';
import path from 'node:path';
import { require } from './render.mjs';

const { runValidateFunc } = require('@kubernetes-models/validate');
const FOLDERS = ['kubernetes-models', '@kubernetes-models/keda'].map((name) => path.dirname(require.resolve(`${name}/package.json`)));

// The file of a kind's class names the file of its validator.
function validatorOf({ apiVersion, kind }) {
  for (const folder of FOLDERS) {
    const file = path.join(folder, String(apiVersion), `${kind}.js`);
    if (!fs.existsSync(file)) continue;
    const [, validator] = /require\("((?:\.\.\/)+_schemas\/\w+\.js)"\)/.exec(fs.readFileSync(file, 'utf8'));
    return require(path.resolve(path.dirname(file), validator)).validate;
  }
  return null;
}

// `value` as it is, and in `looks` of each object in it which keys were read.
function observe(value, place, looks) {
  const look = { value, place, keys: new Set() };
  const children = new Map();
  looks.push(look);
  return new Proxy(value, {
    get(target, key) {
      const child = target[key];
      if (typeof key === 'symbol') return child;
      look.keys.add(key);
      if (child === null || typeof child !== 'object' || !Object.hasOwn(target, key)) return child;
      if (!children.has(key)) children.set(key, observe(child, `${place}.${key}`, looks));
      return children.get(key);
    },
  });
}

// Sentences about what is wrong.
export function schemaFindings(object) {
  const validate = validatorOf(object);
  if (!validate) return [`no schema knows ${object.apiVersion} ${object.kind}`];
  const looks = [];
  const findings = [];
  try {
    runValidateFunc(validate, observe(object, object.kind, looks));
  } catch (error) {
    findings.push(error.message);
  }
  for (const { value, place, keys } of looks) {
    if (!Array.isArray(value)) findings.push(...Object.keys(value).filter((key) => !keys.has(key)).map((key) => `${place}.${key} is no field`));
  }
  return findings;
}
