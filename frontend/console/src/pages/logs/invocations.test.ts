import { expect, test } from "vitest";

import { invocationsOf, requestIdOf } from "./invocations";

const A = "7d2bd9f0-0000-4000-8000-00000000000a";
const B = "7d2bd9f0-0000-4000-8000-00000000000b";

test.each([
  [`START RequestId: ${A} Version: $LATEST`, A],
  [`REPORT RequestId: ${A}\tDuration: 1 ms`, A],
  [`[ERROR]\t2026-01-01T00:00:00.000Z\t${A}\tno table`, A],
  [`2026-01-01T00:00:00.000Z\t${A}\tINFO\thello`, A],
  [`{"level": "INFO", "requestId": "${A}"}`, A],
  [`an order ${A} of a customer`, undefined],
  ["nothing", undefined],
])("finds the request id in %j", (text, expected) => {
  expect(requestIdOf(text)).toBe(expected);
});

test("lines between the start of an invocation and its report are its own, in each stream", () => {
  const texts: [string, string][] = [
    ["s1", "INIT_START Runtime Version: python"],
    ["s1", `START RequestId: ${A} Version: $LATEST`],
    ["s2", `START RequestId: ${B} Version: $LATEST`],
    ["s1", "printed"],
    ["s2", "printed too"],
    ["s1", `END RequestId: ${A}`],
    ["s1", `REPORT RequestId: ${A}\tDuration: 1 ms`],
    ["s1", "between invocations"],
  ];
  const lines = texts.map(([stream, text], at) => ({ id: String(at), at, stream, text }));
  expect([...invocationsOf(lines)]).toEqual([
    ["1", A],
    ["2", B],
    ["3", A],
    ["4", B],
    ["5", A],
    ["6", A],
  ]);
});
