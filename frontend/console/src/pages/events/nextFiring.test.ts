import { expect, test } from "vitest";

import { nextFiring } from "./nextFiring";

const WEDNESDAY = new Date("2026-11-25T19:00:30Z");

test.each([
  ["cron(0 20 ? * MON-FRI *)", "2026-11-25T20:00:00.000Z"],
  ["cron(0/15 * * * ? *)", "2026-11-25T19:15:00.000Z"],
  ["cron(0 19 * * ? *)", "2026-11-26T19:00:00.000Z"],
  ["cron(0 8 1 JAN ? *)", "2027-01-01T08:00:00.000Z"],
  ["cron(30 6 L * ? *)", "2026-11-30T06:30:00.000Z"],
  ["cron(0 0 ? * SUN,TUE *)", "2026-11-29T00:00:00.000Z"],
])("%s", (expression, expected) => {
  expect(nextFiring(expression, WEDNESDAY)).toEqual({ kind: "at", time: new Date(expected) });
});

test("a rate fires within its period", () => {
  expect(nextFiring("rate(5 minutes)", WEDNESDAY)).toEqual({
    kind: "within",
    milliseconds: 300_000,
  });
  expect(nextFiring("rate(1 day)", WEDNESDAY)).toEqual({
    kind: "within",
    milliseconds: 86_400_000,
  });
});

test("a year that has been is never again", () => {
  expect(nextFiring("cron(0 0 1 1 ? 2020)", WEDNESDAY)).toEqual({ kind: "never" });
});

test.each([
  "cron(0 0 3W * ? *)",
  "cron(0 0 ? * 6#3 *)",
  "cron(61 * * * ? *)",
  "at(2026-01-01T00:00:00)",
  "",
])("does not pretend to know %j", (expression) => {
  expect(nextFiring(expression, WEDNESDAY)).toEqual({ kind: "unknown" });
});
