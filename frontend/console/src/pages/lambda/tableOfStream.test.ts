import { expect, test } from "vitest";

import { tableOfStream } from "./tableOfStream";

test("a stream belongs to a table, a queue does not", () => {
  const arn = "arn:aws:dynamodb:eu-west-1:000000000000:table/virus/stream/2026-11-25T19:00:00.000";
  expect(tableOfStream(arn)).toBe("virus");
  expect(tableOfStream("arn:aws:sqs:eu-west-1:000000000000:queue")).toBeUndefined();
});
