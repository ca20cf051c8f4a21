import { expect, test } from "vitest";

import { retryDelay } from "./retryDelay";

test("waits double, up to ten seconds", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => retryDelay(failures, 0.5));
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
});

test("chance adds or takes a quarter at most", () => {
  expect(retryDelay(1, 0)).toBe(375);
  expect(retryDelay(1, 1)).toBe(625);
});
