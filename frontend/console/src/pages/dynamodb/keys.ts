import type { AttributeValue, TableDescription } from "@aws-sdk/client-dynamodb";

import { toText, type Item } from "./itemText";

export interface Key {
  name: string;
  /** S, N or B */
  type: string;
}

export interface Keys {
  partition: Key;
  sort?: Key;
}

/** What identifies an item of a table. */
export function keysOf(table: TableDescription): Keys {
  const type = (name: string) =>
    table.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)
      ?.AttributeType ?? "S";
  const find = (kind: "HASH" | "RANGE") =>
    table.KeySchema?.find(({ KeyType }) => KeyType === kind)?.AttributeName;
  const partition = find("HASH") ?? "";
  const sort = find("RANGE");
  return {
    partition: { name: partition, type: type(partition) },
    ...(sort && { sort: { name: sort, type: type(sort) } }),
  };
}

/** The key of an item. */
export function keyOf(item: Item, keys: Keys): Item {
  const names = [keys.partition.name, ...(keys.sort ? [keys.sort.name] : [])];
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}

/** The same as text: for comparing, and for the identity of a row. */
export function keyText(item: Item, keys: Keys): string {
  return toText(keyOf(item, keys));
}

/** What was typed for a key, as DynamoDB wants it. */
export function keyValue({ type }: Key, typed: string): AttributeValue {
  if (type === "N") return { N: typed.trim() };
  if (type === "B")
    return { B: Uint8Array.from(atob(typed), (character) => character.charCodeAt(0)) };
  return { S: typed };
}

/** The attributes of these items for the columns of a table: keys first, the frequent before the rare. */
export function columnsOf(items: Item[], keys: Keys, most = 7): string[] {
  const counts = new Map<string, number>();
  for (const item of items) {
    for (const name of Object.keys(item)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const first = [keys.partition.name, ...(keys.sort ? [keys.sort.name] : [])];
  const others = [...counts]
    .filter(([name]) => !first.includes(name))
    .sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b))
    .map(([name]) => name);
  return [...first, ...others].slice(0, most);
}
