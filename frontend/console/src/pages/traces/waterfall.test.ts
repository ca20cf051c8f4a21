import { expect, test } from "vitest";

import type { Span } from "./trace";
import { waterfall } from "./waterfall";

function span(id: string, parentId: string | null, startedAt: number, durationMs: number): Span {
  return {
    id,
    parentId,
    startedAt,
    durationMs,
    kind: "call",
    name: id,
    resource: null,
    status: "ok",
    request: null,
    response: null,
    attributes: {},
  };
}

test("each below its cause, brothers in the order of time", () => {
  const rows = waterfall([
    span("frame", "post", 90, 10),
    span("late", "http", 50, 10),
    span("http", null, 0, 60),
    span("early", "http", 10, 10),
    span("post", "gone", 80, 20),
  ]);
  expect(rows.map(({ depth, span: { id } }) => `${depth} ${id}`)).toEqual([
    "0 http",
    "1 early",
    "1 late",
    "0 post",
    "1 frame",
  ]);
  expect(rows.map(({ left, width }) => [left, width])).toEqual([
    [0, 60],
    [10, 10],
    [50, 10],
    [80, 20],
    [90, 10],
  ]);
});

test("what took no time is seen, and stays within the picture", () => {
  const rows = waterfall([span("a", null, 0, 100), span("b", "a", 100, 0)]);
  expect(rows[1]?.width).toBeGreaterThan(0);
  expect((rows[1]?.left ?? 0) + (rows[1]?.width ?? 0)).toBeLessThanOrEqual(100);
});

test("nothing, one moment, and a circle do no harm", () => {
  expect(waterfall([])).toEqual([]);
  expect(waterfall([span("a", null, 5, 0)])).toHaveLength(1);
  expect(waterfall([span("a", "a", 0, 1)])).toHaveLength(1);
  expect(waterfall([span("a", "b", 0, 1), span("b", "a", 0, 1)])).toHaveLength(2);
});
