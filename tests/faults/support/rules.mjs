// The rules of tests/faults/invariants: statements that print name | checked | violations, each with when it holds.

// [{ name, isWhole, when, sql }]: a name that ends in what the row says is not whole; `when` is any, or quiet where the comment
// right above says so.
export function rulesOf(text) {
  return text.split(/;[ \t]*$/m).map((chunk) => chunk.trimEnd()).filter((chunk) => /^(select|with) /m.test(chunk)).map((chunk) => {
    const begin = /^(select|with) /m.exec(chunk).index;
    const comment = /(?:^--.*\n)*$/m.exec(chunk.slice(0, begin).replace(/^[^]*\n\s*\n/, ''))[0];
    const [, quoted, more] = /\bselect '((?:[^']|'')*)'( \|\|)?/.exec(chunk.slice(begin)) ?? [];
    if (!quoted) throw new Error(`not a rule: ${chunk.slice(begin, begin + 80)}`);
    return { name: quoted.replaceAll("''", "'"), isWhole: !more, when: comment.includes('[quiet]') ? 'quiet' : 'any', sql: `${chunk.slice(begin)};` };
  });
}
