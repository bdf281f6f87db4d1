// Words of the command line: --name value, of names that have a default; `--name` alone where the default is false.

export function readOptions(words, defaults) {
  const options = { ...defaults };
  for (let i = 0; i < words.length; i++) {
    const name = words[i].replace(/^--/, '').replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
    if (!(name in defaults)) throw new Error(`${words[i]} is not understood: --${Object.keys(defaults).join(', --')}`);
    if (defaults[name] === false) {
      options[name] = true;
      continue;
    }
    const value = words[++i];
    if (value === undefined) throw new Error(`--${name} wants a value`);
    options[name] = typeof defaults[name] === 'number' ? Number(value) : value;
    if (Number.isNaN(options[name])) throw new Error(`--${name} wants a number, not ${value}`);
  }
  return options;
}

// Names of what is smaller than a run whose figures mean something must have: such a run only shows that it runs.
export const tooSmall = (options, smallest) => Object.keys(smallest).filter((name) => options[name] < smallest[name]);
