// Protobuf's wire format, as much as tests need: messages from lists of [number, value], and back to { number: [values] }.
// A number or bigint is a varint, a string or Buffer is length-delimited, a list of pairs is a nested message.

function varint(value) {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

function field([number, value]) {
  if (typeof value === 'boolean') value = Number(value);
  if (typeof value === 'number' || typeof value === 'bigint') return Buffer.concat([varint(number << 3), varint(value)]);
  const bytes = Array.isArray(value) ? message(value) : Buffer.from(value);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

export function message(fields) {
  return Buffer.concat(fields.map(field));
}

export function read(bytes) {
  const fields = {};
  let at = 0;
  const next = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(next());
    let value;
    if ((tag & 7) === 0) value = next();
    else if ((tag & 7) === 2) {
      const length = Number(next());
      value = bytes.subarray(at, at + length);
      at += length;
    } else {
      const length = (tag & 7) === 1 ? 8 : 4;
      value = bytes.subarray(at, at + length);
      at += length;
    }
    (fields[tag >> 3] ??= []).push(value);
  }
  return fields;
}

export const text = (fields, number) => fields[number]?.[0]?.toString() ?? '';
