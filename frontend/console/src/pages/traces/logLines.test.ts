import { expect, test } from "vitest";

import { logLines } from "./logLines";
import type { Span } from "./trace";

const SPAN: Span = {
  id: "1",
  parentId: null,
  kind: "function",
  name: "hello",
  resource: "hello",
  startedAt: 1000.5,
  durationMs: 2,
  status: "ok",
  request: null,
  response: null,
  attributes: { requestId: "r" },
};

test("leads from an invocation to its lines", () => {
  expect(logLines(SPAN)).toBe(
    "/logs/group?name=%2Faws%2Flambda%2Fhello&request=r&from=1000&to=1003",
  );
});

test("nothing else has lines", () => {
  expect(logLines({ ...SPAN, kind: "call" })).toBeUndefined();
  expect(logLines({ ...SPAN, attributes: {} })).toBeUndefined();
});
