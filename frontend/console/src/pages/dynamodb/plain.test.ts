import { expect, test } from "vitest";

import { plain } from "./plain";

test.each([
  [{ S: "text" }, "text"],
  [{ N: "7" }, "7"],
  [{ BOOL: false }, "false"],
  [{ NULL: true as const }, "null"],
  [{ L: [{ S: "a" }, { N: "1" }] }, '["a",1]'],
  [{ M: { a: { NS: ["1"] } } }, '{"a":["1"]}'],
  [{ B: new Uint8Array([0]) }, '"AA=="'],
  [undefined, ""],
])("%j", (value, expected) => expect(plain(value as never)).toBe(expected));

test("cuts what is long", () => {
  expect(plain({ S: "x".repeat(400_000) })).toHaveLength(121);
});
