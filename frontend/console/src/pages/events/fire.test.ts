import { expect, test } from "vitest";

import { eventFor } from "./fire";

const RULE = { Name: "tick", Arn: "arn:aws:events:eu-west-1:000000000000:rule/tick" };

test("a target with its own input gets that", () => {
  expect(eventFor(RULE, { Id: "1", Arn: "a", Input: '{"a":1}' }, new Date())).toBe('{"a":1}');
});

test("another gets the event of a schedule", () => {
  const event: unknown = JSON.parse(
    eventFor(RULE, { Id: "1", Arn: "a" }, new Date("2026-11-25T19:00:00.123Z")),
  );
  expect(event).toMatchObject({
    "detail-type": "Scheduled Event",
    account: "000000000000",
    region: "eu-west-1",
    time: "2026-11-25T19:00:00Z",
    resources: [RULE.Arn],
  });
});
