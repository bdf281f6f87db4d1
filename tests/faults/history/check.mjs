// One rule's result: { name, checked, violations, seen }, `seen` the first of what is wrong.

const SEEN_MAX = 5;

// Of `list`, each for which `wrong` gives something true: that is what is seen.
export function check(name, list, wrong) {
  const found = list.map((one) => [one, wrong(one)]).filter(([, what]) => what);
  return { name, checked: list.length, violations: found.length, seen: found.slice(0, SEEN_MAX).map(([one, what]) => (what === true ? one : { what, ...one })) };
}

// What found nothing to look at has shown nothing, where something must have been there.
export const lookedAtSomething = (one) => (one.checked > 0 ? one : { ...one, violations: one.violations + 1, seen: [...(one.seen ?? []), 'checked nothing'] });

export const byOf = (list, key) => new Map(list.map((one) => [one[key], one]));

export function groupedBy(list, key) {
  const groups = new Map();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
