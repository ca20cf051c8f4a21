import { expect, test } from "vitest";

import type { Item } from "./itemText";
import { columnsOf, keyOf, keysOf, keyValue } from "./keys";

const KEYS = keysOf({
  AttributeDefinitions: [
    { AttributeName: "order", AttributeType: "N" },
    { AttributeName: "owner", AttributeType: "S" },
  ],
  KeySchema: [
    { AttributeName: "owner", KeyType: "HASH" },
    { AttributeName: "order", KeyType: "RANGE" },
  ],
});

test("finds both keys and their types", () => {
  expect(KEYS).toEqual({
    partition: { name: "owner", type: "S" },
    sort: { name: "order", type: "N" },
  });
});

test("a key is part of its item", () => {
  expect(keyOf({ owner: { S: "a" }, order: { N: "1" }, more: { S: "x" } }, KEYS)).toEqual({
    owner: { S: "a" },
    order: { N: "1" },
  });
});

test("what is typed gets the key's type", () => {
  expect(keyValue({ name: "order", type: "N" }, " 7 ")).toEqual({ N: "7" });
  expect(keyValue({ name: "owner", type: "S" }, " 7 ")).toEqual({ S: " 7 " });
});

test("columns: keys first, then the frequent", () => {
  const items: Item[] = [
    { owner: { S: "a" }, order: { N: "1" }, rare: { S: "" } },
    { owner: { S: "a" }, order: { N: "2" }, usual: { S: "" } },
    { owner: { S: "a" }, order: { N: "3" }, usual: { S: "" } },
  ];
  expect(columnsOf(items, KEYS)).toEqual(["owner", "order", "usual", "rare"]);
  expect(columnsOf([], KEYS)).toEqual(["owner", "order"]);
});
