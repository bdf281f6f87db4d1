// Every book right, and none empty: a rule that found nothing to look at has shown nothing.

import assert from 'node:assert/strict';

export function assertBooks(books) {
  const wrong = books.filter(({ checked, violations }) => violations !== 0 || checked === 0);
  assert.deepEqual(wrong.map(({ name, checked, violations }) => `${name}: ${violations} of ${checked}`), []);
  assert.ok(books.length > 50, `only ${books.length} books`);
}
