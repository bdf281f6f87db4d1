// One change to rendered objects, by words: change(objects, 'Deployment/linli-auth spec.replicas', 2); undefined takes the field away. A
// piece of a place may be a number, or the name of a thing in a list: containers.service.image.

export function find(objects, title) {
  const object = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === title);
  if (!object) throw new Error(`there is no ${title}`);
  return object;
}

const step = (value, key) => (Array.isArray(value) && !/^\d+$/.test(key) ? value.find(({ name }) => name === key) : value[key]);

export function change(objects, place, value) {
  const [title, path] = place.split(' ');
  const keys = path.split('.').map((key) => key.replaceAll('~', '.'));
  const last = keys.pop();
  const parent = keys.reduce((at, key) => {
    const next = step(at, key);
    if (next === undefined || next === null) throw new Error(`${place}: nothing is at ${key}`);
    return next;
  }, find(objects, title));
  const key = Array.isArray(parent) && !/^\d+$/.test(last) ? parent.findIndex(({ name }) => name === last) : last;
  if (key === -1) throw new Error(`${place}: nothing is at ${last}`);
  if (value === undefined) Array.isArray(parent) ? parent.splice(key, 1) : delete parent[key];
  else parent[key] = value;
}
