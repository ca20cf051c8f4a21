import { expect, test } from "vitest";

import { crumbs } from "./sections";

test("the start has one crumb", () => {
  expect(crumbs("/")).toEqual([{ text: "Petri", to: "/" }]);
});

test("a thing is below its service", () => {
  expect(crumbs("/dynamodb/my%20table").map(({ text }) => text)).toEqual([
    "Petri",
    "DynamoDB",
    "my table",
  ]);
});

test("a log group has slashes in its name", () => {
  expect(crumbs("/logs/group", "/aws/lambda/hello").at(-1)?.text).toBe("/aws/lambda/hello");
});

test("an address that is not well encoded is shown as it is", () => {
  expect(crumbs("/lambda/%E0%A4%A").at(-1)?.text).toBe("%E0%A4%A");
});
