import type { AttributeValue } from "@aws-sdk/client-dynamodb";

import { toBase64, type Item } from "./itemText";

/** An attribute that the item itself has: `constructor` and `__proto__` are names like any other. */
export function attribute(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** A value as people write it, for one cell of a table. */
export function plain(value: AttributeValue | undefined, most = 120): string {
  if (value === undefined) return "";
  const text = write(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function write(value: AttributeValue): string {
  if (value.S !== undefined) return value.S;
  return JSON.stringify(simple(value));
}

function simple(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  // Exact numbers do not fit into those of JSON: shown as they are written.
  if (value.N !== undefined)
    return Number.isSafeInteger(Number(value.N)) ? Number(value.N) : value.N;
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.B !== undefined) return toBase64(value.B);
  if (value.L !== undefined) return value.L.map(simple);
  if (value.M !== undefined) {
    return Object.fromEntries(Object.entries(value.M).map(([name, each]) => [name, simple(each)]));
  }
  return value.SS ?? value.NS ?? value.BS?.map(toBase64);
}
