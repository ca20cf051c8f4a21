import { expect, test } from "vitest";

import { readHeaders } from "./headerLines";

test("reads lines, whatever their spaces; values may have colons", () => {
  expect(readHeaders("content-type: application/json\n\n  x-a:http://b \n")).toEqual([
    ["content-type", "application/json"],
    ["x-a", "http://b"],
  ]);
});

test.each(["no colon", ": no name"])("refuses %j with its text", (line) => {
  expect(() => readHeaders(line)).toThrow(line);
});
