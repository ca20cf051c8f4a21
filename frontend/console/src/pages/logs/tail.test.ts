import { expect, test } from "vitest";

import { join, nothingIfNoGroup, traceOf, type LogLine } from "./tail";

function line(id: string, at: number): LogLine {
  return { id, at, stream: "s", text: id };
}

test("adds what is new, in the order of time", () => {
  const before = [line("a", 1), line("b", 2)];
  expect(join(before, [line("b", 2), line("d", 4), line("c", 3)]).map(({ id }) => id)).toEqual([
    "a",
    "b",
    "c",
    "d",
  ]);
});

test("nothing new changes nothing", () => {
  const before = [line("a", 1)];
  expect(join(before, [line("a", 1)])).toBe(before);
});

test("old lines give way", () => {
  const more = Array.from({ length: 10 }, (_, index) => line(String(index), index));
  expect(join([], more, 3).map(({ id }) => id)).toEqual(["7", "8", "9"]);
});

test("finds a trace in a line", () => {
  const id = "1-65f0c1a2-0123456789abcdef01234567";
  expect(traceOf(`XRAY TraceId: ${id}\tSegmentId: x`)).toBe(id);
  expect(traceOf("nothing 1-2-3")).toBeUndefined();
});

test("a group that nothing has written to is empty; other errors are errors", () => {
  const missing = Object.assign(new Error("no group"), { name: "ResourceNotFoundException" });
  expect(nothingIfNoGroup(missing).events).toEqual([]);
  expect(() => nothingIfNoGroup(new Error("other"))).toThrow("other");
});
