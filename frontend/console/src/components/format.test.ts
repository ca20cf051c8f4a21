import { expect, test } from "vitest";

import { bytes, milliseconds, nameOf, pretty } from "./format";

test.each([
  [999, "999 B"],
  [1500, "1.5 kB"],
  [2_340_000, "2.3 MB"],
])("%d bytes", (count, expected) => expect(bytes(count)).toBe(expected));

test.each([
  [1.25, "1.3 ms"],
  [250.4, "250 ms"],
  [61_000, "61.0 s"],
])("%d milliseconds", (duration, expected) => expect(milliseconds(duration)).toBe(expected));

test("lays out JSON, and leaves other text alone", () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty("not {json")).toBe("not {json");
});

test("names what an ARN is of", () => {
  expect(nameOf("arn:aws:lambda:eu-west-1:000000000000:function:hello")).toBe("hello");
  expect(nameOf("arn:aws:events:eu-west-1:000000000000:rule/tick")).toBe("tick");
});
