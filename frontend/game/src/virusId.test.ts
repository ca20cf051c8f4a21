import { expect, test } from "vitest";

import { isVirusId } from "./virusId";

test.each([
  "7b0a0b5e-6f1e-4a44-8a53-0f1a3cb1f3a0",
  "<img src=x onerror=alert(1)>",
  "🦠",
  "a\u0000\u001b[31m\u202e",
  "../../etc",
  "x".repeat(1024),
])("%j is an id", (id) => {
  expect(isVirusId(id)).toBe(true);
});

test.each([undefined, null, 7, {}, [], "", ".", "..", "\ud800", "x".repeat(1025)])(
  "%j is none",
  (id) => {
    expect(isVirusId(id)).toBe(false);
  },
);
