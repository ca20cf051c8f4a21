import { expect, test } from "vitest";

import { decodeLog } from "./invoke";
import { readReport } from "./report";

const ID = "REPORT RequestId: 0a-1";

test("a cold start has an init duration", () => {
  const line = `${ID}\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tInit Duration: 99.00 ms\t`;
  expect(readReport(`START\nhello\n${line}\n`)).toEqual({
    duration: "1.23 ms",
    billed: "2 ms",
    memory: "40 MB",
    init: "99.00 ms",
  });
});

test("a warm one has none, and a log may be cut", () => {
  expect(readReport(`${ID}\tDuration: 1.23 ms\tBilled Duration: 2 ms`)).toEqual({
    duration: "1.23 ms",
    billed: "2 ms",
  });
  expect(readReport("nothing")).toEqual({});
});

test("a log is UTF-8", () => {
  expect(decodeLog("w6nwn6ag")).toBe("é🦠");
});
