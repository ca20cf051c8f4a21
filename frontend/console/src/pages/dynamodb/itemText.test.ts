import { expect, test } from "vitest";

import { fromText, toText, type Item } from "./itemText";

const ITEM: Item = {
  id: { S: "<b>🦠</b>" },
  exact: { N: "12345678901234567890.123" },
  binary: { B: new Uint8Array([0, 255]) },
  set: { SS: ["a", "b"] },
  list: { L: [{ M: { deep: { BOOL: true } } }, { NULL: true }, { BS: [new Uint8Array([1])] }] },
};

test("an item comes back as it was", () => {
  expect(fromText(toText(ITEM))).toEqual(ITEM);
});

test("binary is base64", () => {
  expect(toText({ b: { B: new Uint8Array([0, 255]) } })).toContain('"AP8="');
});

test.each([
  ["{", "no JSON"],
  ["[]", "object"],
  ["7", "object"],
  ['{"id": "plain"}', "id needs a type"],
  ['{"a": {"M": {"b": {"X": 1}}}}', "a.b needs a type"],
  ['{"a": {"L": [{"S": "x"}, 1]}}', "a[1] needs a type"],
  ['{"a": {"S": "x", "N": "1"}}', "a needs a type"],
  ['{"a": {"B": "é"}}', "base64"],
])("refuses %s", (text, reason) => {
  expect(() => fromText(text)).toThrow(reason);
});
