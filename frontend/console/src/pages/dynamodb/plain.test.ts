import { expect, test } from "vitest";

import { attribute, plain } from "./plain";

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

test.each(["constructor", "__proto__", "toString"])(
  "an item has no %s of its own accord",
  (name) => {
    expect(plain(attribute({}, name))).toBe("");
    expect(plain(attribute(Object.fromEntries([[name, { S: "x" }]]), name))).toBe("x");
  },
);
